/** How far back a cursor reaches: no further than a change may still have been on its way, so that who comes back is told little twice. */
import { expect, it } from "vitest";
import { createConversation } from "../chat/create-conversation";
import { spoiledWorld } from "../testing/spoiled-world";
import { testRuntime } from "../testing/test-runtime";
import { witness } from "../testing/witness";
import { change } from "./change";
import { changedLately } from "./changed-lately";
import { decodeCursor, settlingMs } from "./cursor";

const isMessage = (content: string) => (event: { type: string; message?: { content: string } }) => event.message?.content === content;
const reachOf = (cursor: string) => decodeCursor(cursor)?.unsettledMs;
const longerThanTheReserve = { name: "test-longer-than-the-reserve", text: "select pg_sleep(2.2)" };

function signal() {
  let give: () => void = () => undefined;
  const given = new Promise<void>((resolve) => (give = resolve));
  return { given, give: () => give() };
}

it("who has listened for two ticks gets a cursor that reaches back little; who has just come, one that reaches back as far as any", async () => {
  await using w = await spoiledWorld();
  await using member = await witness(w.far, w.member);
  expect(reachOf(member.cursor)).toBe(settlingMs);
  for (let tick = 0; tick < 3; tick++) await w.far.delivery.tick();
  await using second = await witness(w.far, w.second);
  await w.send(w.group.id, "to both");
  await Promise.all([member.waitFor(isMessage("to both")), second.waitFor(isMessage("to both"))]);
  expect(reachOf(member.cursor)).toBeLessThan(settlingMs / 2);
  expect(reachOf(second.cursor)).toBe(settlingMs);
  await Promise.all([member.expectLevel(), second.expectLevel()]);
});

it("a change that was on its way while the cursor moved on comes with the resume", async () => {
  await using w = await spoiledWorld();
  const direct = await createConversation(await w.as(w.trainer), { type: "direct", participantIds: [w.member] });
  await using member = await witness(w.far, w.member);
  const [stamped, mayCommit] = [signal(), signal()];
  const renamed = change({ db: w.db, hear: () => undefined }, async ({ lock, step }) => {
    const conversation = await lock(w.group.id);
    if (conversation) await step(conversation, { name: "Renamed" });
    stamped.give();
    await mayCommit.given;
  });
  await stamped.given;
  await w.db.rows(longerThanTheReserve);
  for (let tick = 0; tick < 3; tick++) await w.far.delivery.tick();
  await w.send(direct.id, "meanwhile");
  await member.waitFor(isMessage("meanwhile"));
  await member.cut();
  mayCommit.give();
  await renamed;
  expect(reachOf(member.cursor)).toBeGreaterThan(2_000);
  expect(reachOf(member.cursor)).toBeLessThan(settlingMs);
  await member.resume(w.services);
  expect([...member.states.values()].map(({ name }) => name)).toContain("Renamed");
  await member.expectLevel();
});

it("where the transactions of other roles cannot be seen, nobody says when the oldest began", async () => {
  await using runtime = await testRuntime();
  const client = await runtime.db.pool.connect();
  try {
    const ask = async () => (await client.query(changedLately.text, [null, settlingMs / 1_000])).rows[0]?.quiet_since;
    expect(await ask()).not.toBeNull();
    await client.query("begin");
    await client.query("create role narrow_view");
    await client.query("grant select on all tables in schema public to narrow_view");
    await client.query("set local role narrow_view");
    expect(await ask()).toBeNull();
  } finally {
    await client.query("rollback");
    client.release();
  }
});

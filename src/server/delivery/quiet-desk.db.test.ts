import { uuidv7 } from "uuidv7";
import { expect, test } from "vitest";
import { createServices } from "../api/services";
import { sendMessage } from "../chat/send-message";
import { advanceCase } from "../support/advance-case";
import { openSupport } from "../support/open-support";
import { as } from "../testing/actors";
import { makeStaffedGym } from "../testing/example-data";
import { manualClock } from "../testing/manual-clock";
import { testRuntime } from "../testing/test-runtime";
import { witness } from "../testing/witness";

/** A support conversation of a year ago, and two processes. */
async function world() {
  const runtime = await testRuntime({ clock: manualClock() });
  const there = await runtime.anotherNode();
  const [here, far] = [await createServices(runtime), await createServices(there)];
  const gym = await makeStaffedGym(runtime.db);
  const { id } = await openSupport(await as(here, gym.member), null);
  const send = async (content: string) =>
    sendMessage(await as(here, gym.member), { conversationId: id, id: uuidv7(), content }, advanceCase);
  await send("Hello?");
  await sendMessage(await as(here, gym.staff), { conversationId: id, id: uuidv7(), content: "Good day." }, advanceCase);
  await runtime.db.transaction(async (sql) => {
    await sql.rows({ name: "testing-past", text: "set local session_replication_role = replica" });
    for (const table of ["conversations", "messages", "cases"]) {
      const text = `update ${table} set changed_at = changed_at - interval '1 year'`;
      await sql.rows({ name: `testing-past-${table}`, text });
    }
    await sql.rows({ name: "testing-past-timeline", text: "update case_events set at = at - interval '1 year'" });
  });
  return {
    ...gym,
    here,
    far,
    send,
    broker: runtime.broker,
    async [Symbol.asyncDispose]() {
      await far.stop();
      await here.stop();
      await there[Symbol.asyncDispose]();
      await runtime[Symbol.asyncDispose]();
    },
  };
}

const texts = (heard: readonly { type: string; message?: { content: string } }[]) =>
  heard.flatMap((event) => (event.type === "message" ? [event.message?.content] : []));

test("a desk hears all of a conversation that was silent when it sat down, though the bus lost the beginning", async () => {
  await using w = await world();
  await using desk = await witness(w.far, w.staff, "desk");
  w.broker.isDown = true;
  await w.send("Is anybody there?");
  w.broker.isDown = false;
  await w.send("Ah, found it.");
  await desk.waitFor((event) => event.type === "message" && event.message.content === "Ah, found it.");
  expect(texts(desk.heard)).toEqual(["Is anybody there?", "Ah, found it."]);
  expect(desk.heard.flatMap((event) => (event.type === "case" ? [event.case.waitingSince !== null] : []))).toContain(true);
});

test("what a desk missed comes with the next tick, also when the member's own listener met the conversation first", async () => {
  await using w = await world();
  await using desk = await witness(w.far, w.staff, "desk");
  w.broker.isDown = true;
  await w.send("Is anybody there?");
  await using _member = await witness(w.far, w.member);
  await w.far.delivery.tick();
  await desk.waitFor((event) => event.type === "message");
  expect(texts(desk.heard)).toEqual(["Is anybody there?"]);
});

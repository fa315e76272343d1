import { expect, test } from "vitest";
import { createServices } from "../api/services";
import { type DeskWorld, deskWorld } from "../testing/desk-world";
import { manualClock } from "../testing/manual-clock";
import { witness } from "../testing/witness";
import { snoozeCase } from "./snooze-case";
import { wakeSnoozed } from "./wake-snoozed";

const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString();

/** The case sleeps, and its time has come. */
async function oversleep(w: DeskWorld): Promise<void> {
  await snoozeCase(await w.as(w.staff), { ...(await w.seen()), until: inAnHour() });
  await w.services.db.pool.query("update cases set snoozed_until = now() - interval '1 second' where conversation_id = $1", [
    w.conversationId,
  ]);
}

test("a case wakes when its time has come, once however many processes look, and nobody did it", async () => {
  await using w = await deskWorld();
  await using far = await w.anotherProcess();
  await oversleep(w);
  await using desk = await witness(far.services, w.staff, "desk");
  const woken = await Promise.all([w.services, far.services, w.services, far.services].map(wakeSnoozed));
  expect(woken.reduce((sum, one) => sum + one)).toBe(1);
  const { case: one, timeline } = await w.file();
  expect(one).toMatchObject({ status: "open", snoozedUntil: null });
  expect(one.waitingSince).not.toBeNull();
  expect(timeline.slice(-2)).toMatchObject([
    { kind: "status", to: "snoozed", actorId: w.staff },
    { kind: "status", from: "snoozed", to: "open", actorId: null },
  ]);
  await desk.expectLevel();
});

test("what was laid aside for longer in the meantime, or woken by the member, is left as it is", async () => {
  await using w = await deskWorld();
  await oversleep(w);
  await snoozeCase(await w.as(w.staff), { ...(await w.seen()), until: inAnHour() });
  expect(await wakeSnoozed(w.services)).toBe(0);
  await w.say(w.member, "Me again");
  expect(await wakeSnoozed(w.services)).toBe(0);
  expect((await w.file()).case).toMatchObject({ status: "open", snoozedUntil: null });
});

test("a process looks by itself, and one that starts later wakes what fell due while none ran", async () => {
  await using w = await deskWorld();
  await oversleep(w);
  const clock = manualClock();
  const services = await createServices({ ...w.runtime, clock });
  clock.advance(5_000);
  await expect.poll(async () => (await w.file()).case.status).toBe("open");
  await services.stop();
});

/** What the desk does by itself when a process of it is killed. */
import { once } from "node:events";
import { expect, test } from "vitest";
import type { CaseFile } from "../../shared/cases";
import { createServices } from "../api/services";
import { listMessages } from "../chat/list-messages";
import { type DeskWorld, deskWorld } from "../testing/desk-world";
import { manualClock } from "../testing/manual-clock";
import { startOtherProcess } from "../testing/other-process";
import { witness } from "../testing/witness";
import { setAnswers, setAssignment, setAutoResolve } from "./desk-setup";
import { getCase } from "./get-case";
import { giveCases } from "./give-cases";
import { greet } from "./greet";
import { resolveSilent } from "./resolve-silent";
import { setShift } from "./shifts";
import { wakeSnoozed } from "./wake-snoozed";

const each = 20;

/** Starts another process that goes the rounds, and kills it when it has done some of them. */
async function killInTheMiddle(w: DeskWorld): Promise<void> {
  const child = startOtherProcess(w, "desk-clock-process.ts");
  const ended = once(child, "exit");
  const deeds = { name: "testing-deeds", text: "select count(*) as count from case_events where actor_id is null" };
  const count = async () => (await w.services.db.rows<{ count: number }>(deeds))[0]?.count ?? 0;
  await expect.poll(count, { interval: 10, timeout: 40_000 }).toBeGreaterThanOrEqual(each / 2);
  child.kill("SIGKILL");
  await ended;
}

async function look(w: DeskWorld, conversationId: string): Promise<CaseFile & { told: number }> {
  const staff = await w.as(w.staff);
  const { messages } = await listMessages(staff, { conversationId, limit: 100 });
  return { ...(await getCase(staff, { conversationId, limit: 100 })), told: messages.filter(({ kind }) => kind === "system").length };
}

test("a process killed in the middle leaves nothing undone, nothing done twice, and no entry missing", async () => {
  await using w = await deskWorld({ clock: manualClock() });
  await using far = await w.anotherProcess();
  await using desk = await witness(w.services, w.staff, "desk");
  const admin = await w.as(w.admin);
  const ids = await w.newcomers(3 * each);
  const [waiting, asleep, silent] = [ids.slice(0, each), ids.slice(each, 2 * each), ids.slice(2 * each)];
  const { pool } = w.services.db;
  await pool.query("update cases set status = 'snoozed', snoozed_until = now() - interval '1 second' where conversation_id = any($1)", [
    asleep,
  ]);
  await pool.query(
    "update cases set waiting_since = null, first_reply_at = opened_at, active_at = now() - interval '49 hours' where conversation_id = any($1)",
    [silent],
  );
  await setAnswers(admin, { greeting: "Hello!", replyTime: null, closed: null });
  await setAutoResolve(admin, { afterHours: 48, warningHours: 24, warning: "Still there?" });
  await setAssignment(admin, { isOn: true, capacity: 100 });
  for (const one of [w.staff, w.admin]) await setShift(await w.as(one), { state: "on", handsOver: false });

  await killInTheMiddle(w);
  const rounds = [giveCases, greet, resolveSilent, wakeSnoozed];
  const goRounds = async () => {
    const done = await Promise.all([w.services, far.services].flatMap((one) => rounds.map((round) => round(one))));
    return done.reduce((sum, one) => sum + one);
  };
  while ((await goRounds()) > 0);

  for (const id of [...waiting, ...asleep]) {
    const { case: one, timeline, told } = await look(w, id);
    const given = timeline.flatMap((entry) => (entry.kind === "assigned" ? [entry] : []));
    expect(given).toMatchObject([{ from: null, to: one.assigneeId, actorId: null }]);
    expect(one).toMatchObject({ status: "open", assigneeId: expect.any(String) });
    expect(timeline.filter(({ kind, actorId }) => kind === "status" && actorId === null)).toHaveLength(asleep.includes(id) ? 1 : 0);
    expect(told).toBe(1);
  }
  for (const id of silent) expect(await look(w, id)).toMatchObject({ told: 1, case: { status: "open" } });
  await pool.query("update cases set active_at = now() - interval '25 hours' where conversation_id = any($1)", [silent]);
  while ((await goRounds()) > 0);
  for (const id of silent) {
    const { case: one, timeline, told } = await look(w, id);
    expect({ status: one.status, told }).toEqual({ status: "resolved", told: 1 });
    expect(timeline.filter(({ kind }) => kind === "status")).toMatchObject([{ to: "resolved", actorId: null, version: one.version }]);
  }
  await desk.resume();
  await desk.expectLevel();
}, 60_000);

test("a process goes the rounds by itself, and stops when it is told to", async () => {
  const clock = manualClock();
  await using w = await deskWorld({ clock });
  await setAnswers(await w.as(w.admin), { greeting: "Hello!", replyTime: null, closed: null });
  await setAssignment(await w.as(w.admin), { isOn: true, capacity: 5 });
  await setShift(await w.as(w.staff), { state: "on", handsOver: false });
  const [id = ""] = await w.newcomers(1);
  const another = await createServices({ ...w.runtime, clock });
  clock.advance(1_000);
  await expect.poll(async () => (await look(w, id)).told).toBe(1);
  await expect.poll(async () => (await look(w, id)).case.assigneeId).toBe(w.staff);
  await another.stop();
});

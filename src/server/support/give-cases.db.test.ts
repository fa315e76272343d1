import { uuidv7 } from "uuidv7";
import { expect, test } from "vitest";
import type { CaseFile } from "../../shared/cases";
import { disableUser } from "../accounts/disable-user";
import { type DeskWorld, deskWorld } from "../testing/desk-world";
import { makeUser } from "../testing/example-data";
import { manualClock } from "../testing/manual-clock";
import { witness } from "../testing/witness";
import { assignCase } from "./assign-case";
import { saveRule } from "./assignment-rules";
import { setAssignment } from "./desk-setup";
import { getCase } from "./get-case";
import { giveCases, giveLeftBehind } from "./give-cases";
import { setShift } from "./shifts";
import { setStaff } from "./staff";

async function fileOf(w: DeskWorld, conversationId: string): Promise<CaseFile> {
  return getCase(await w.as(w.admin), { conversationId, limit: 100 });
}

const ownersOf = async (w: DeskWorld, ids: readonly string[]) =>
  (await Promise.all(ids.map((id) => fileOf(w, id)))).map((file) => file.case.assigneeId);

const on = async (w: DeskWorld, userId: string) => setShift(await w.as(userId), { state: "on", handsOver: false });
const away = async (w: DeskWorld, userId: string, handsOver = true) => setShift(await w.as(userId), { state: "away", handsOver });

/** A desk that gives its cases by itself whenever the test says so, at which nobody waits yet. */
async function givingDesk(capacity = 20): Promise<DeskWorld> {
  const w = await deskWorld({ clock: manualClock() });
  await w.say(w.staff, "Here I am.");
  await setAssignment(await w.as(w.admin), { isOn: true, capacity });
  return w;
}

test("nobody is given anything until somebody comes on; then the longest wait comes first, as far as there is room", async () => {
  await using w = await givingDesk(2);
  await using desk = await witness(w.services, w.staff, "desk");
  const ids = await w.newcomers(3);
  expect(await giveCases(w.services)).toBe(0);
  await on(w, w.staff);
  expect(await giveCases(w.services)).toBe(2);
  expect(await ownersOf(w, ids)).toEqual([w.staff, w.staff, null]);
  await setStaff(await w.as(w.admin), { userId: w.staff, capacity: 3 });
  expect(await giveCases(w.services)).toBe(1);
  const { timeline, case: one } = await fileOf(w, ids[2] ?? "");
  expect(timeline.at(-1)).toMatchObject({ kind: "assigned", from: null, to: w.staff, actorId: null, version: one.version });
  await desk.expectLevel();
});

test("whoever has the fewest open cases gets the next, and of several the one who was given something longest ago", async () => {
  await using w = await givingDesk();
  const third = await makeUser(w.services.db, "staff", { gymId: w.gymId });
  for (const one of [w.staff, w.admin, third]) await on(w, one);
  const [own = ""] = await w.newcomers(1);
  const { version } = (await fileOf(w, own)).case;
  await assignCase(await w.as(w.staff), { conversationId: own, version, assigneeId: w.staff });
  const ids = await w.newcomers(8);
  await giveCases(w.services);
  const owners = await ownersOf(w, [own, ...ids]);
  for (const one of [w.staff, w.admin, third]) expect(owners.filter((owner) => owner === one)).toHaveLength(3);
});

test("two processes that give at the same time give each case once, and nobody more than they can have", async () => {
  await using w = await givingDesk(6);
  await using far = await w.anotherProcess();
  await using desk = await witness(far.services, w.admin, "desk");
  const ids = await w.newcomers(15);
  for (const one of [w.staff, w.admin]) await on(w, one);
  const given = await Promise.all([w.services, far.services, w.services, far.services].map(giveCases));
  expect(given.reduce((sum, one) => sum + one)).toBe(12);
  const files = await Promise.all(ids.map((id) => fileOf(w, id)));
  for (const file of files) {
    const entries = file.timeline.flatMap((entry) => (entry.kind === "assigned" ? [entry.to] : []));
    expect(entries).toEqual(file.case.assigneeId === null ? [] : [file.case.assigneeId]);
  }
  for (const one of [w.staff, w.admin]) expect(files.filter((file) => file.case.assigneeId === one)).toHaveLength(6);
  expect(files.slice(12).map((file) => file.case.assigneeId)).toEqual([null, null, null]);
  await desk.expectLevel();
});

test("nobody is given more than they have room for, also when two processes look at different cases", async () => {
  await using w = await givingDesk(100);
  await using far = await w.anotherProcess();
  const gone = await makeUser(w.services.db, "staff", { gymId: w.gymId });
  await on(w, gone);
  await w.newcomers(12);
  await giveCases(w.services);
  await disableUser(w.services, gone);
  await w.newcomers(12);
  await on(w, w.staff);
  const owned = { name: "testing-owned", text: "select count(*) as count from cases where assignee_id = $1 and status = 'open'" };
  for (let room = 1; room <= 12; room++) {
    await setStaff(await w.as(w.admin), { userId: w.staff, capacity: room });
    await Promise.all([giveLeftBehind(w.services), giveCases(far.services)]);
    expect(await w.services.db.rows(owned, [w.staff])).toEqual([{ count: room }]);
    // What found no room waits for everybody: it is the one's who is gone again.
    const back =
      "update cases set assignee_id = $1 where assignee_id is null and conversation_id in (select conversation_id from cases where assignee_id is null limit 3)";
    await w.services.db.pool.query(back, [gone]);
  }
});

test("who goes away hands over what waits, now and later, straight to another; what does not wait stays theirs", async () => {
  await using w = await givingDesk();
  await on(w, w.staff);
  const [waits = "", answered = "", kept = ""] = await w.newcomers(3);
  await giveCases(w.services);
  await w.say(w.staff, "One moment.", answered);
  await w.say(w.staff, "One moment.", kept);
  await on(w, w.admin);
  await away(w, w.staff);
  expect(await giveCases(w.services)).toBe(1);
  expect(await ownersOf(w, [waits, answered, kept])).toEqual([w.admin, w.staff, w.staff]);
  expect((await fileOf(w, waits)).timeline.at(-1)).toMatchObject({ kind: "assigned", from: w.staff, to: w.admin, actorId: null });
  const { memberId } = await w.services.db.prisma.conversation.findUniqueOrThrow({ where: { id: answered } });
  await w.say(memberId ?? "", "And now?", answered);
  expect(await giveCases(w.services)).toBe(1);
  expect(await ownersOf(w, [answered, kept])).toEqual([w.admin, w.staff]);
});

test("what is handed over while nobody is there waits for everybody, and who only pauses keeps their cases", async () => {
  await using w = await givingDesk();
  await on(w, w.staff);
  const ids = await w.newcomers(2);
  await giveCases(w.services);
  await away(w, w.staff, false);
  expect(await giveCases(w.services)).toBe(0);
  await away(w, w.staff, true);
  expect(await giveCases(w.services)).toBe(2);
  expect(await ownersOf(w, ids)).toEqual([null, null]);
  expect(await giveCases(w.services)).toBe(0);
  await on(w, w.admin);
  expect(await giveCases(w.services)).toBe(2);
  expect(await ownersOf(w, ids)).toEqual([w.admin, w.admin]);
});

test("what somebody takes while they are away, or is given by a colleague, stays theirs as long as they are seen", async () => {
  await using w = await givingDesk();
  await on(w, w.staff);
  const [owned = ""] = await w.newcomers(1);
  await giveCases(w.services);
  await away(w, w.staff);
  const [taken = "", passedOn = ""] = await w.newcomers(2);
  const assign = async (by: string, conversationId: string) => {
    const { version } = (await fileOf(w, conversationId)).case;
    await assignCase(await w.as(by), { conversationId, version, assigneeId: w.staff });
  };
  await assign(w.staff, taken);
  await assign(w.admin, passedOn);
  await on(w, w.admin);
  expect(await giveCases(w.services)).toBe(1);
  expect(await ownersOf(w, [owned, taken, passedOn])).toEqual([w.admin, w.staff, w.staff]);
  await minutesPass(w, 20);
  await w.services.db.pool.query("update users set last_seen_at = now() where id = $1", [w.staff]);
  expect(await giveCases(w.services)).toBe(0);
  await minutesPass(w, 20);
  await setAssignment(await w.as(w.admin), { isOn: true, capacity: 20, autoAwayMinutes: 0 });
  expect(await giveCases(w.services)).toBe(0);
  await setAssignment(await w.as(w.admin), { isOn: true, capacity: 20, autoAwayMinutes: 15 });
  expect(await giveCases(w.services)).toBe(2);
  expect(await ownersOf(w, [taken, passedOn])).toEqual([w.admin, w.admin]);
});

/** Everything of cases and shifts was so many minutes earlier. */
async function minutesPass(w: DeskWorld, minutes: number): Promise<void> {
  const earlier = (table: string, column: string) => `update ${table} set ${column} = ${column} - interval '${minutes} minutes';`;
  // Entries are never changed: the database is told to look away.
  await w.services.db.pool.query(
    `begin; set local session_replication_role = replica; ${earlier("case_events", "at")} ${earlier("staff_shifts", "since")}
     ${earlier("users", "last_seen_at")} commit`,
  );
}

test("a rule names who gets cases of its kind while one of them has room; otherwise everybody is asked", async () => {
  await using w = await givingDesk(2);
  for (const one of [w.staff, w.admin]) await on(w, one);
  const rule = { id: uuidv7(), name: "Billing", place: 0, isOn: true, topics: ["Billing"], labels: [], staffIds: [w.admin] };
  await saveRule(await w.as(w.admin), rule);
  const billing = await w.newcomers(3, { topic: "Billing" });
  await giveCases(w.services);
  expect(await ownersOf(w, billing)).toEqual([w.admin, w.admin, w.staff]);
  await saveRule(await w.as(w.admin), { ...rule, isOn: false });
  const [next = ""] = await w.newcomers(1, { topic: "Billing" });
  await giveCases(w.services);
  expect(await ownersOf(w, [next])).toEqual([w.staff]);
});

test("who is shut out, or has another role or gym, gets nothing more, and everything of theirs goes to others", async () => {
  await using w = await givingDesk();
  const others = await Promise.all([1, 2, 3].map(() => makeUser(w.services.db, "staff", { gymId: w.gymId })));
  for (const one of others) await on(w, one);
  const ids = await w.newcomers(6);
  await giveCases(w.services);
  const [shutOut = "", demoted = "", moved = ""] = others;
  const asleep = (await fileOf(w, ids[0] ?? "")).case;
  await w.services.db.pool.query(
    "update cases set status = 'snoozed', snoozed_until = now() + interval '1 hour' where conversation_id = $1",
    [asleep.conversationId],
  );
  await on(w, w.admin);
  await disableUser(w.services, shutOut);
  await setStaff(await w.as(w.admin), { userId: demoted, role: "trainer" });
  const { gymId } = (await w.as(w.stranger)).actor;
  await w.services.db.prisma.user.update({ where: { id: moved }, data: { gymId } });
  await giveCases(w.services);
  await giveLeftBehind(w.services);
  expect(await ownersOf(w, ids)).toEqual(ids.map(() => w.admin));
  expect(await giveLeftBehind(w.services)).toBe(0);
});

test("a desk that does not give by itself gives nothing, also when people are on shift", async () => {
  await using w = await givingDesk();
  await setAssignment(await w.as(w.admin), { isOn: false, capacity: 20 });
  await on(w, w.staff);
  const ids = await w.newcomers(1);
  expect(await giveCases(w.services)).toBe(0);
  expect(await ownersOf(w, ids)).toEqual([null]);
});

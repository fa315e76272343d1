import { expect, test } from "vitest";
import { type DeskWorld, deskWorld } from "../testing/desk-world";
import { manualClock } from "../testing/manual-clock";
import { steadyRound } from "../testing/steady-round";
import { readDeskSettings } from "./desk-settings";
import { setAssignment } from "./desk-setup";
import { giveCases } from "./give-cases";
import { restAbsentEveryMs, steadyForMs } from "./rest-absent";
import { readShiftLog, setShift } from "./shifts";

/** Somebody came on, and was last seen, so many minutes ago. */
async function lastSeen(w: DeskWorld, userId: string, minutes: { since: number; seen: number | null }): Promise<void> {
  const ago = (some: number | null) => (some === null ? null : `${some} minutes`);
  await w.services.db.pool.query("update staff_shifts set since = now() - $2::interval where user_id = $1", [userId, ago(minutes.since)]);
  await w.services.db.pool.query("update users set last_seen_at = now() - $2::interval where id = $1", [userId, ago(minutes.seen)]);
}

const on = async (w: DeskWorld, userId: string) => setShift(await w.as(userId), { state: "on", handsOver: false });
const shiftOf = async (w: DeskWorld, userId: string) =>
  (await readDeskSettings(await w.as(w.admin))).shifts.find((shift) => shift.userId === userId);

test("whose desk shows no sign of life goes away once, over two processes and a restart, and what waits goes to others", async () => {
  await using w = await deskWorld({ clock: manualClock() });
  await using far = await w.anotherProcess();
  await setAssignment(await w.as(w.admin), { isOn: true, capacity: 20, autoAwayMinutes: 15 });
  await on(w, w.staff);
  expect(await giveCases(w.services)).toBe(1);
  await on(w, w.admin);
  const [here, there] = [await steadyRound(w.services), await steadyRound(w.services)];
  await lastSeen(w, w.staff, { since: 60, seen: 16 });
  await lastSeen(w, w.admin, { since: 60, seen: 14 });
  const gone = await Promise.all([here(w.services), there(far.services), here(w.services)]);
  expect(gone.reduce((sum, one) => sum + one)).toBe(1);
  expect(await (await steadyRound(w.services))(w.services)).toBe(0);
  expect(await shiftOf(w, w.staff)).toMatchObject({ state: "away", handsOver: true, isAutomatic: true });
  expect(await shiftOf(w, w.admin)).toMatchObject({ state: "on", isAutomatic: false });
  const log = (await readShiftLog(await w.as(w.admin), { userId: w.staff, limit: 10 })).items;
  expect(log).toMatchObject([{ state: "away", handsOver: true, isAutomatic: true, actorId: null }, { state: "on" }]);
  expect(await giveCases(far.services)).toBe(1);
  const { case: one, timeline } = await w.file();
  expect(one.assigneeId).toBe(w.admin);
  expect(timeline.at(-1)).toMatchObject({ kind: "assigned", from: w.staff, to: w.admin, actorId: null, version: one.version });
});

test("whoever is back says so once and is on again; whoever stays away on purpose is told no more that it happened by itself", async () => {
  await using w = await deskWorld({ clock: manualClock() });
  const round = await steadyRound(w.services);
  for (const userId of [w.staff, w.admin]) {
    await on(w, userId);
    await lastSeen(w, userId, { since: 60, seen: null });
  }
  expect(await round(w.services)).toBe(2);
  expect(await on(w, w.staff)).toMatchObject({ state: "on", isAutomatic: false });
  // Coming on is a sign of life.
  expect(await round(w.services)).toBe(0);
  const stays = await setShift(await w.as(w.admin), { state: "away", handsOver: true });
  expect(stays).toMatchObject({ state: "away", handsOver: true, isAutomatic: false });
});

test("a desk that says 0 sends nobody away, and who is away already is left as they are", async () => {
  await using w = await deskWorld({ clock: manualClock() });
  const round = await steadyRound(w.services);
  await on(w, w.staff);
  await setShift(await w.as(w.admin), { state: "away", handsOver: false });
  for (const userId of [w.staff, w.admin]) await lastSeen(w, userId, { since: 6_000, seen: 6_000 });
  await setAssignment(await w.as(w.admin), { isOn: false, capacity: 20, autoAwayMinutes: 0 });
  expect(await round(w.services)).toBe(0);
  await setAssignment(await w.as(w.admin), { isOn: false, capacity: 20, autoAwayMinutes: 5 });
  expect(await round(w.services)).toBe(1);
  expect(await shiftOf(w, w.admin)).toMatchObject({ state: "away", handsOver: false, isAutomatic: false });
});

test("after a start, and after a time without a database, nobody is judged before they could come back", async () => {
  await using w = await deskWorld({ clock: manualClock() });
  const clock = manualClock();
  const round = await steadyRound(w.services, clock);
  await on(w, w.staff);
  await lastSeen(w, w.staff, { since: 60, seen: 60 });
  const gone = { db: { ...w.services.db, rows: () => Promise.reject(new Error("no database")) } };
  for (let n = 0; n < 3; n++) {
    await expect(round(gone)).rejects.toThrow("no database");
    clock.advance(restAbsentEveryMs);
  }
  for (let passed = 0; passed < steadyForMs; passed += restAbsentEveryMs) {
    expect(await round(w.services)).toBe(0);
    clock.advance(restAbsentEveryMs);
  }
  expect(await round(w.services)).toBe(1);
});

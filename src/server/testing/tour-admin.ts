/** The part of the tour that sets the desk up. */
import type pg from "pg";
import { uuidv7 } from "uuidv7";
import type { Services } from "../api/services";
import { sendMessage } from "../chat/send-message";
import { advanceCase } from "../support/advance-case";
import { readRules, removeRule, saveRule } from "../support/assignment-rules";
import { readBusinessHours, removeHoliday, saveHoliday, setHours } from "../support/desk-hours";
import { readDeskSetup, setAnswers, setAssignment, setAutoResolve, setGym } from "../support/desk-setup";
import { giveCases, giveLeftBehind } from "../support/give-cases";
import { greet } from "../support/greet";
import { resolveSilent } from "../support/resolve-silent";
import { restAbsent } from "../support/rest-absent";
import { readShiftLog, setShift } from "../support/shifts";
import { readStaffMembers, setStaff } from "../support/staff";
import { setTopics } from "../support/topics";
import { as } from "./actors";
import type { LargeWorld } from "./large-tables";
import { steadyRound } from "./steady-round";

/** Says everything once that an admin can say. */
async function setDeskUp(services: Services, world: LargeWorld): Promise<void> {
  const staff = await as(services, world.staff);
  const admin = { ...staff, actor: { ...staff.actor, role: "admin" as const } };
  await setGym(admin, { name: "Gym", timeZone: "Europe/Berlin", language: "en" });
  await setHours(admin, { week: Array.from({ length: 7 }, () => [{ from: 0, to: 1440 }]) });
  await saveHoliday(admin, { day: "2026-12-24", name: "Christmas Eve", spans: [] });
  await readBusinessHours(services.db, world.gymId);
  await removeHoliday(admin, { day: "2026-12-24" });
  await setAnswers(admin, { greeting: "Hello!", replyTime: "We answer within {{replyTime}}.", closed: "Back on {{opensAt}}." });
  await setAssignment(admin, { isOn: true, capacity: 500 });
  await setAutoResolve(admin, { afterHours: 24, warningHours: 24, warning: "Still there?" });
  await setTopics(admin, { topics: ["Keys"] });
  const rule = { id: uuidv7(), name: "Keys", place: 0, isOn: true, topics: ["Keys"], labels: [], staffIds: [world.staff] };
  await saveRule(admin, rule);
  const otherGym = uuidv7();
  const elsewhere = { ...admin, actor: { ...admin.actor, gymId: otherGym, deskGymIds: [otherGym] } };
  await saveRule(elsewhere, { ...rule, staffIds: [] }).catch(() => undefined);
  await readRules(services.db, world.gymId);
  await readDeskSetup(admin);
  await setShift(staff, { state: "on", handsOver: false });
  await readStaffMembers(admin);
  const { nextCursor } = await readShiftLog(admin, { limit: 1 });
  await readShiftLog(admin, { limit: 1, cursor: nextCursor });
  await readShiftLog(admin, { limit: 1, userId: world.staff });
  await services.db.pool.query("update users set role = 'admin' where id = $1", [world.staff]);
  await setStaff(admin, { userId: world.quiet, capacity: 5, role: "staff" });
  await setStaff(admin, { userId: world.quiet, role: "trainer" });
  await removeRule(admin, rule);
}

/** What the desk does by itself, each at least once: for a member who is new to it, one who is silent, and people who come and go. */
export async function letTheClockRun(services: Services, world: LargeWorld, client: pg.ClientBase): Promise<void> {
  const staff = await as(services, world.staff);
  const admin = { ...staff, actor: { ...staff.actor, role: "admin" as const } };
  const say = async (userId: string, conversationId: string) =>
    sendMessage(await as(services, userId), { conversationId, id: uuidv7(), content: "Hello?" }, advanceCase);
  await setDeskUp(services, world);
  const rounds = async () => {
    for (const round of [giveCases, greet, resolveSilent, giveLeftBehind, restAbsent(services.clock)]) await round(services);
  };
  await say(world.member, world.openSupport);
  await client.query("update gyms set voice_id = null");
  await client.query(
    `update cases set status = 'open', greeted_at = null, first_reply_at = null, waiting_since = now(), assignee_id = null
     where conversation_id = $1 and is_current`,
    [world.openSupport],
  );
  await rounds();
  await client.query("update staff_shifts set since = now() - interval '1 hour' where user_id = $1", [world.staff]);
  await client.query("update users set last_seen_at = null where id = $1", [world.staff]);
  await (await steadyRound(services))(services);
  await setShift(staff, { state: "away", handsOver: true });
  await rounds();
  await say(world.staff, world.openSupport);
  // What turned lately is not silent.
  await client.query("delete from case_events where conversation_id = $1 and kind = 'status'", [world.openSupport]);
  for (const _ of ["warned", "resolved"]) {
    await client.query("update cases set active_at = now() - interval '60 hours' where conversation_id = $1 and is_current", [
      world.openSupport,
    ]);
    await resolveSilent(services);
  }
  await client.query("update users set disabled_at = now() where id = $1", [world.staff]);
  await giveLeftBehind(services);
  await client.query("update users set disabled_at = null where id = $1", [world.staff]);
  // The plans of the next walk are to be made for the tables as they were.
  await client.query("delete from case_events where actor_id is null");
  await setAssignment(admin, { isOn: false, capacity: 5 });
  await setAutoResolve(admin, { afterHours: null, warningHours: 24, warning: null });
  await setAnswers(admin, { greeting: null, replyTime: null, closed: null });
}

/** The part of the tour that sets the desk up. */
import { uuidv7 } from "uuidv7";
import type { Services } from "../api/services";
import { readRules, removeRule, saveRule } from "../support/assignment-rules";
import { readBusinessHours, removeHoliday, saveHoliday, setHours } from "../support/desk-hours";
import { readDeskSetup, setAnswers, setAssignment, setAutoResolve, setGym } from "../support/desk-setup";
import { readShiftLog, setShift } from "../support/shifts";
import { readStaffMembers, setStaff } from "../support/staff";
import { setTopics } from "../support/topics";
import { as } from "./actors";
import type { LargeWorld } from "./large-tables";

/** Says everything once that an admin can say. */
export async function setDeskUp(services: Services, world: LargeWorld): Promise<void> {
  const staff = await as(services, world.staff);
  const admin = { ...staff, actor: { ...staff.actor, role: "admin" as const } };
  await setGym(admin, { name: "Gym", timeZone: "Europe/Berlin", language: "en" });
  await setHours(admin, { week: Array.from({ length: 7 }, () => [{ from: 0, to: 1440 }]) });
  await saveHoliday(admin, { day: "2026-12-24", name: "Christmas Eve", spans: [] });
  await readBusinessHours(services.db, world.gymId);
  await removeHoliday(admin, { day: "2026-12-24" });
  await setAnswers(admin, { greeting: "Hello!", replyTime: "We answer within {{replyTime}}.", closed: "Back on {{opensAt}}." });
  await setAssignment(admin, { isOn: true, capacity: 5 });
  await setAutoResolve(admin, { afterHours: 24, warningHours: 24, warning: "Still there?" });
  await setTopics(admin, { topics: ["Keys"] });
  const rule = { id: uuidv7(), name: "Keys", place: 0, isOn: true, topics: ["Keys"], labels: [], staffIds: [world.staff] };
  await saveRule(admin, rule);
  const elsewhere = { ...admin, actor: { ...admin.actor, gymId: uuidv7() } };
  await saveRule(elsewhere, { ...rule, staffIds: [] }).catch(() => undefined);
  await readRules(services.db, world.gymId);
  await readDeskSetup(admin);
  await setShift(staff, { state: "on", handsOver: false });
  await readStaffMembers(admin);
  const { nextCursor } = await readShiftLog(admin, { limit: 1 });
  await readShiftLog(admin, { limit: 1, cursor: nextCursor });
  await readShiftLog(admin, { limit: 1, userId: world.staff });
  await setStaff(admin, { userId: world.quiet, capacity: 5, role: "staff" });
  await setStaff(admin, { userId: world.quiet, role: "trainer" });
  await removeRule(admin, rule);
}

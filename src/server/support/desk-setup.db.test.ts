import { uuidv7 } from "uuidv7";
import { expect, test } from "vitest";
import { SaveRuleInput, SetAnswersInput, SetAutoResolveInput, SetGymInput, SetHoursInput } from "../../shared/desk-setup";
import { limits } from "../../shared/limits";
import { setDisabled } from "../accounts/set-disabled";
import { deskWorld } from "../testing/desk-world";
import { makeUser } from "../testing/example-data";
import { witness } from "../testing/witness";
import { removeRule, saveRule } from "./assignment-rules";
import { readBusinessHours, removeHoliday, saveHoliday, setHours } from "./desk-hours";
import { readDeskSettings } from "./desk-settings";
import { readDeskSetup, setAnswers, setAssignment, setAutoResolve, setGym } from "./desk-setup";
import { readShiftLog, setShift } from "./shifts";
import { readStaffMembers, setStaff } from "./staff";
import { setTopics } from "./topics";

const day = [
  { from: 540, to: 720 },
  { from: 780, to: 1080 },
];
const week = [day, day, day, day, day, [], []];

test("what an admin sets up is read back, by admins whole and by the desk as far as its screens need it", async () => {
  await using w = await deskWorld();
  const admin = await w.as(w.admin);
  const answers = { greeting: "Hi {{member.firstName}}!", replyTime: "We answer within {{replyTime}}.", closed: "Back on {{opensAt}}." };
  const rule = { id: uuidv7(), name: "Lockers", place: 1, isOn: true, topics: ["Lockers"], labels: [], staffIds: [w.staff] };
  await setGym(admin, { name: "Iron Temple West", timeZone: "America/New_York", language: "de" });
  await setHours(admin, { week });
  const year = new Date().getUTCFullYear() + 1;
  await saveHoliday(admin, { day: `${year}-12-24`, name: "Eve", spans: [] });
  await saveHoliday(admin, { day: `${year}-12-24`, name: "Christmas Eve", spans: [{ from: 600, to: 720 }] });
  await setAnswers(admin, answers);
  await setAssignment(admin, { isOn: true, capacity: 7 });
  await setAutoResolve(admin, { afterHours: 48, warningHours: 24, warning: "Still there?" });
  await setTopics(admin, { topics: ["Lockers", "Billing", "Lockers"] });
  await setTopics(admin, { topics: ["Sauna", "Lockers"] });
  await saveRule(admin, { ...rule, place: 9 });
  await saveRule(admin, rule);
  expect(await readDeskSetup(admin)).toMatchObject({
    gym: { name: "Iron Temple West", timeZone: "America/New_York", language: "de" },
    week,
    holidays: [{ day: `${year}-12-24`, name: "Christmas Eve", spans: [{ from: 600, to: 720 }] }],
    answers,
    assignment: { isOn: true, capacity: 7 },
    autoResolve: { afterHours: 48, warningHours: 24, warning: "Still there?" },
    topics: ["Sauna", "Lockers"],
    rules: [rule],
  });
  await setShift(await w.as(w.staff), { state: "on", handsOver: false });
  const settings = await readDeskSettings(await w.as(w.staff));
  expect(settings).toMatchObject({
    topics: ["Sauna", "Lockers"],
    shifts: [{ userId: w.staff, state: "on", handsOver: false }],
    hours: { timeZone: "America/New_York", week, days: { [`${year}-12-24`]: [{ from: 600, to: 720 }] } },
  });
  await removeHoliday(admin, { day: `${year}-12-24` });
  await removeRule(admin, rule);
  expect(await readDeskSetup(admin)).toMatchObject({ holidays: [], rules: [] });
  await setHours(admin, { week: null });
  expect(await readBusinessHours(w.services.db, w.gymId)).toBeNull();
});

test("hours that overlap, time zones that are none, and answers that name what nobody knows are refused", () => {
  const accepts = (schema: { safeParse(input: unknown): { success: boolean } }, input: unknown) => schema.safeParse(input).success;
  const days = (one: unknown) => ({ week: [one, [], [], [], [], [], []] });
  expect(accepts(SetHoursInput, days([{ from: 0, to: 1440 }]))).toBe(true);
  expect(accepts(SetHoursInput, days([{ from: 60, to: 60 }]))).toBe(false);
  expect(
    accepts(
      SetHoursInput,
      days([
        { from: 0, to: 100 },
        { from: 99, to: 200 },
      ]),
    ),
  ).toBe(false);
  expect(
    accepts(
      SetHoursInput,
      days([
        { from: 200, to: 300 },
        { from: 0, to: 100 },
      ]),
    ),
  ).toBe(false);
  expect(accepts(SetHoursInput, { week: [[]] })).toBe(false);
  // The last three are other zones to the database than to the program.
  for (const timeZone of ["Mars/Base", "CET", "EET", "+02:00"]) {
    expect(accepts(SetGymInput, { name: "Gym", timeZone, language: "en" })).toBe(false);
  }
  const answers = { greeting: null, replyTime: null, closed: null };
  expect(accepts(SetAnswersInput, { ...answers, closed: "Back on {{opensAt}}." })).toBe(true);
  expect(accepts(SetAnswersInput, { ...answers, greeting: "Back on {{opensAt}}." })).toBe(false);
  expect(accepts(SetAnswersInput, { ...answers, greeting: "x".repeat(limits.automaticAnswerCharactersMax + 1) })).toBe(false);
  expect(accepts(SetAutoResolveInput, { afterHours: 24, warningHours: 24, warning: null })).toBe(false);
  expect(accepts(SaveRuleInput, { id: uuidv7(), name: "x", place: 0, staffIds: [] })).toBe(false);
});

test("a rule names people of its own desk, and is changed by its own gym alone", async () => {
  await using w = await deskWorld();
  const rule = { id: uuidv7(), name: "Lockers", place: 1, isOn: true, topics: [], labels: [], staffIds: [w.staff] };
  await expect(saveRule(await w.as(w.admin), { ...rule, staffIds: [w.stranger] })).rejects.toMatchObject({ code: "NOT_AT_DESK" });
  await saveRule(await w.as(w.admin), rule);
  const stranger = await w.as(w.stranger);
  const foreign = { ...stranger, actor: { ...stranger.actor, role: "admin" as const } };
  await expect(saveRule(foreign, { ...rule, staffIds: [w.stranger] })).rejects.toMatchObject({ code: "FORBIDDEN" });
  await removeRule(foreign, rule);
  expect((await readDeskSetup(await w.as(w.admin))).rules).toEqual([rule]);
});

test("each coming and going stands in the log once, with who said it", async () => {
  await using w = await deskWorld();
  const [staff, admin] = [await w.as(w.staff), await w.as(w.admin)];
  await setShift(staff, { state: "on", handsOver: true });
  await setShift(staff, { state: "on", handsOver: false });
  await setShift(admin, { state: "away", handsOver: true, userId: w.staff });
  await expect(setShift(staff, { state: "on", handsOver: false, userId: w.admin })).rejects.toMatchObject({ code: "FORBIDDEN" });
  await expect(setShift(admin, { state: "on", handsOver: false, userId: w.stranger })).rejects.toMatchObject({ code: "NOT_AT_DESK" });
  const first = await readShiftLog(admin, { limit: 1 });
  const { items } = await readShiftLog(admin, { limit: 10, cursor: first.nextCursor });
  expect([...first.items, ...items]).toMatchObject([
    { userId: w.staff, state: "away", handsOver: true, actorId: w.admin },
    { userId: w.staff, state: "on", handsOver: false, actorId: w.staff },
  ]);
  expect((await readShiftLog(admin, { limit: 10, userId: w.admin })).items).toEqual([]);
});

test("of two admins who take each other's role, or shut each other out, at once, one stays", async () => {
  await using w = await deskWorld();
  const other = await makeUser(w.services.db, "admin", { gymId: w.gymId });
  // Both calls were let in while both were admins.
  const [one, two] = [await w.as(w.admin), await w.as(other)];
  await setStaff(one, { userId: other, role: "staff" });
  await expect(setStaff(two, { userId: w.admin, role: "staff" })).rejects.toMatchObject({ code: "FORBIDDEN" });
  await expect(setDisabled(w.services, two.actor, { userId: w.admin, disabled: true })).rejects.toMatchObject({ code: "FORBIDDEN" });
  await setStaff(one, { userId: other, role: "admin" });
  const both = await Promise.allSettled([
    setStaff(await w.as(w.admin), { userId: other, role: "trainer" }),
    setDisabled(w.services, (await w.as(other)).actor, { userId: w.admin, disabled: true }),
  ]);
  expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
});

test("another role ends every sign-in; nobody changes their own, or people of another gym, or makes staff of a member", async () => {
  await using w = await deskWorld();
  const admin = await w.as(w.admin);
  await w.say(w.staff, "Here I am.");
  await using member = await witness(w.services, w.member);
  const before = await w.as(w.staff);
  await setStaff(admin, { userId: w.staff, role: "trainer", capacity: 4 });
  const after = await w.as(w.staff);
  expect(after.actor).toMatchObject({ role: "trainer", sessionVersion: before.actor.sessionVersion + 1 });
  // Whoever talks with them sees what they are now.
  await member.waitFor((event) => event.type === "participant" && event.participant.id === w.staff && event.participant.role === "trainer");
  await member.expectLevel();
  const members = await readStaffMembers(admin);
  expect(members.find(({ id }) => id === w.staff)).toMatchObject({ role: "trainer", capacity: 4, shift: null });
  const other = await makeUser(w.services.db, "member", { gymId: w.gymId });
  for (const [userId, role] of [
    [w.admin, "staff"],
    [w.stranger, "admin"],
    [other, "staff"],
    [uuidv7(), "staff"],
  ] as const) {
    await expect(setStaff(admin, { userId, role })).rejects.toMatchObject({ code: "FORBIDDEN" });
  }
});

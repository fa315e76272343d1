import { expect, test } from "vitest";
import { limits } from "../../shared/limits";
import { findPeople } from "../accounts/find-people";
import { setDisabled } from "../accounts/set-disabled";
import { createConversation } from "../chat/create-conversation";
import { listMessages } from "../chat/list-messages";
import { type DeskWorld, deskWorld } from "../testing/desk-world";
import { makeUser } from "../testing/example-data";
import { manualClock } from "../testing/manual-clock";
import { witness } from "../testing/witness";
import { assignCase } from "./assign-case";
import { saveHoliday, setHours } from "./desk-hours";
import { readDeskSettings } from "./desk-settings";
import { setAnswers, setGym } from "./desk-setup";
import { greet } from "./greet";
import { openSupport } from "./open-support";
import { resolveCase } from "./resolve-case";
import { setShift } from "./shifts";
import { readStaffMembers, setStaff } from "./staff";

const answers = { greeting: "Hi {{member.firstName}}!", replyTime: "We answer within {{replyTime}}.", closed: "Back on {{opensAt}}." };
const always = Array.from({ length: 7 }, () => [{ from: 0, to: 1440 }]);
const never = Array.from({ length: 7 }, () => []);

/** A desk at which nobody waits, whose clock the test moves: nothing is greeted but by the test. */
async function greetingDesk(): Promise<DeskWorld> {
  const w = await deskWorld({ clock: manualClock() });
  await w.say(w.staff, "Here I am.");
  return w;
}

/** A member who has just written, of whom nobody knew. */
async function newcomer(w: DeskWorld) {
  const { member, id } = await w.newcomer({ name: "Zoë Groß" });
  return { member, id, said: async () => ofDesk(w, id, member) };
}

/** What the desk said by itself. */
async function ofDesk(w: DeskWorld, conversationId: string, member: string): Promise<string[]> {
  const { messages } = await listMessages(await w.as(member), { conversationId, limit: 100 });
  return messages.flatMap(({ kind, content }) => (kind === "system" ? [content] : []));
}

test("a member is greeted once, however many processes look, and still waits; nothing they wrote seems read by it", async () => {
  await using w = await greetingDesk();
  await using far = await w.anotherProcess();
  await setAnswers(await w.as(w.admin), answers);
  const { id, member, said } = await newcomer(w);
  await using there = await witness(far.services, member);
  await using desk = await witness(w.services, w.staff, "desk");
  const told = await Promise.all([w.services, far.services, w.services, far.services].map(greet));
  expect(told.reduce((sum, one) => sum + one)).toBe(1);
  expect(await said()).toEqual(["Hi Zoë!"]);
  const state = there.states.get(id);
  expect(state?.participants.map(({ role, lastReadSeq }) => [role, lastReadSeq])).toEqual([
    ["member", 1],
    ["staff", 0],
  ]);
  expect(state).toMatchObject({ lastSeq: 2, unreadCount: 1 });
  await w.say(member, "Anybody?", id);
  expect(await greet(w.services)).toBe(0);
  const { case: one } = desk.cases.get(id) ?? {};
  expect(one).toMatchObject({ status: "open", firstReplyAt: null, assigneeId: null });
  expect(one?.waitingSince).not.toBeNull();
  await there.expectLevel();
  await desk.expectLevel();
});

test("the next case is greeted anew, and one that was answered before is not", async () => {
  await using w = await greetingDesk();
  await setAnswers(await w.as(w.admin), answers);
  const { id, member, said } = await newcomer(w);
  expect(await greet(w.services)).toBe(1);
  const { version } = (await w.services.db.prisma.case.findFirstOrThrow({ where: { conversationId: id } })) ?? {};
  await resolveCase(await w.as(w.staff), { conversationId: id, version });
  await w.say(member, "Something else", id);
  expect(await greet(w.services)).toBe(1);
  expect(await said()).toEqual(["Hi Zoë!", "Hi Zoë!"]);
  const answered = await newcomer(w);
  await w.say(w.staff, "Hello!", answered.id);
  await w.say(answered.member, "Thanks. And the sauna?", answered.id);
  expect(await greet(w.services)).toBe(0);
});

test("out of hours the member is told once when the desk opens; on a day off too", async () => {
  await using w = await greetingDesk();
  const admin = await w.as(w.admin);
  await setAnswers(admin, answers);
  await setGym(admin, { name: "Iron Temple", timeZone: "UTC", language: "en" });
  await setHours(admin, { week: always });
  const today = new Date().toISOString().slice(0, 10);
  await saveHoliday(admin, { day: today, name: "Off", spans: [] });
  const { said, member, id } = await newcomer(w);
  expect(await greet(w.services)).toBeGreaterThan(0);
  await w.say(member, "Hm", id);
  expect(await greet(w.services)).toBe(0);
  const tomorrow = new Intl.DateTimeFormat("en", { weekday: "long", timeZone: "UTC" }).format(Date.now() + 86_400_000);
  expect(await said()).toEqual([`Back on ${tomorrow}, 00:00.`]);
});

test("the time that an answer takes is that of the last weeks, and what was long ago or too little says nothing", async () => {
  await using w = await greetingDesk();
  await setAnswers(await w.as(w.admin), answers);
  await setHours(await w.as(w.admin), { week: always });
  const others = await Promise.all([1, 2, 3, 4, 5].map(() => newcomer(w)));
  expect(await greet(w.services)).toBe(5);
  expect(await others[0]?.said()).toEqual(["Hi Zoë!"]);
  // Their timelines have to be written as if: no entry is ever changed.
  const age = (at: string) =>
    w.services.db.transaction(async (sql) => {
      await sql.rows({ name: "testing-unruly", text: "set local session_replication_role = replica" });
      const text = `update case_events set at = ${at}, data = data || jsonb_build_object('waitedSince', ${at} - interval '12 minutes') where kind = 'replied'`;
      await sql.rows({ name: `testing-age ${at}`, text });
    });
  await Promise.all(others.map(({ id }) => w.say(w.staff, "Hello!", id)));
  await age("now() - interval '30 days'");
  const unknown = await newcomer(w);
  await greet(w.services);
  expect(await unknown.said()).toEqual(["Hi Zoë!"]);
  await age("now() - interval '1 day'");
  const known = await newcomer(w);
  await greet(w.services);
  expect(await known.said()).toEqual(["Hi Zoë! We answer within 15 minutes."]);
});

test("the time that an answer takes begins with the member's words, not with a case that stood open before", async () => {
  await using w = await greetingDesk();
  await setAnswers(await w.as(w.admin), answers);
  await setHours(await w.as(w.admin), { week: always });
  for (let n = 0; n < 5; n++) {
    const member = await makeUser(w.services.db, "member", { gymId: w.gymId });
    const { id } = await openSupport(await w.as(member), null);
    // The screen was opened three days ago, and the first word written today.
    await w.services.db.pool.query("update cases set opened_at = now() - interval '3 days' where conversation_id = $1", [id]);
    await w.say(member, "Hello?", id);
    await w.say(w.staff, "Hello!", id);
  }
  const { said } = await newcomer(w);
  await greet(w.services);
  expect(await said()).toEqual(["Hi Zoë! We answer within 2 minutes."]);
});

test("whoever has waited for long when greetings are turned on is not greeted any more", async () => {
  await using w = await greetingDesk();
  const { said } = await newcomer(w);
  await w.services.db.pool.query("update cases set waiting_since = now() - interval '11 minutes'");
  await setAnswers(await w.as(w.admin), answers);
  await setHours(await w.as(w.admin), { week: never });
  expect(await greet(w.services)).toBe(0);
  expect(await said()).toEqual([]);
});

test("the gym's own voice works nowhere: nobody finds, assigns, changes or lets in the user it speaks as", async () => {
  await using w = await greetingDesk();
  await setAnswers(await w.as(w.admin), answers);
  await newcomer(w);
  await greet(w.services);
  const { voiceId } = await w.services.db.prisma.gym.findUniqueOrThrow({ where: { id: w.gymId } });
  const userId = voiceId ?? "";
  const admin = await w.as(w.admin);
  expect((await readStaffMembers(admin)).map(({ id }) => id)).not.toContain(userId);
  expect((await readDeskSettings(admin)).staff.map(({ id }) => id)).not.toContain(userId);
  expect((await findPeople(w.services, admin.actor, { query: "", limit: 100 })).items.map(({ id }) => id)).not.toContain(userId);
  await expect(setStaff(admin, { userId, role: "admin" })).rejects.toMatchObject({ code: "FORBIDDEN" });
  await expect(setDisabled(w.services, admin.actor, { userId, disabled: false })).rejects.toMatchObject({ code: "FORBIDDEN" });
  await expect(setShift(admin, { userId, state: "on", handsOver: false })).rejects.toMatchObject({ code: "NOT_AT_DESK" });
  await expect(assignCase(admin, { ...(await w.seen()), assigneeId: userId })).rejects.toMatchObject({ code: "NOT_AT_DESK" });
  const direct = { type: "direct" as const, participantIds: [userId] };
  await expect(createConversation(await w.as(w.member), direct)).rejects.toMatchObject({ code: "USER_UNREACHABLE" });
});

test("a greeting that names somebody so often that no message is that long is cut, and keeps nobody else from theirs", async () => {
  await using w = await greetingDesk();
  await setAnswers(await w.as(w.admin), { ...answers, greeting: "{{member.name}} ".repeat(30) });
  const { member: long, id } = await w.newcomer({ name: "N".repeat(120) });
  const other = await newcomer(w);
  expect(await greet(w.services)).toBe(2);
  expect((await ofDesk(w, id, long))[0]).toHaveLength(limits.messageCharactersMax);
  expect(await other.said()).toHaveLength(1);
});

import { uuidv7 } from "uuidv7";
import { expect, test } from "vitest";
import type { CaseEntry } from "../../shared/cases";
import type { Case } from "../../shared/support";
import { sendMessage } from "../chat/send-message";
import { type DeskWorld, deskWorld } from "../testing/desk-world";
import { makeUser } from "../testing/example-data";
import { manualClock } from "../testing/manual-clock";
import { witness } from "../testing/witness";
import { addNote } from "./add-note";
import { advanceCase } from "./advance-case";
import { assignCase } from "./assign-case";
import { setDeskSettings } from "./desk-settings";
import { getCase } from "./get-case";
import { removeLabel, saveLabel } from "./labels";
import { openSupport } from "./open-support";
import { resolveCase } from "./resolve-case";
import { setLabels } from "./set-labels";
import { setPriority } from "./set-priority";
import { setStatus } from "./set-status";
import { setTopic } from "./set-topic";
import { snoozeCase } from "./snooze-case";

/** The timeline in words: kind, and where from and where to. */
const inWords = (timeline: readonly CaseEntry[]) =>
  timeline.map((entry) => {
    if (entry.kind === "labels") return `labels +${entry.added} -${entry.removed}`;
    if (entry.kind === "replied") return entry.isFirst ? "replied first" : "replied";
    return "to" in entry ? `${entry.kind} ${entry.from}→${entry.to}` : entry.kind;
  });

const timelineOf = async (w: DeskWorld, userId = w.staff) => (await w.file(userId)).timeline;

test("each change of a case is told to the desk, stands on its timeline with who and when, and makes the fresh snapshot", async () => {
  await using w = await deskWorld();
  await using desk = await witness(w.services, w.staff, "desk");
  await using member = await witness(w.services, w.member);
  await saveLabel(await w.as(w.admin), { name: "Billing", tone: "neutral" });
  const change = async (
    verb: (ctx: Awaited<ReturnType<DeskWorld["as"]>>, seen: { conversationId: string; version: number }) => Promise<Case>,
  ) => verb(await w.as(w.staff), await w.seen());

  await change((ctx, seen) => assignCase(ctx, { ...seen, assigneeId: w.staff }));
  await change((ctx, seen) => setPriority(ctx, { ...seen, priority: "high" }));
  await change((ctx, seen) => setLabels(ctx, { ...seen, labels: ["Billing"] }));
  await change((ctx, seen) => setTopic(ctx, { ...seen, topic: "A charge" }));
  await change((ctx, seen) => setStatus(ctx, { ...seen, status: "pending" }));
  await w.say(w.staff, "We look into it.");
  const until = new Date(Date.now() + 3_600_000).toISOString();
  const asleep = await change((ctx, seen) => snoozeCase(ctx, { ...seen, until }));
  expect(asleep).toMatchObject({ status: "snoozed", snoozedUntil: until, assigneeId: w.staff, priority: "high", labels: ["Billing"] });
  await w.say(w.member, "Any news?");
  await w.say(w.staff, "It was our mistake.");
  const resolved = await change((ctx, seen) => resolveCase(ctx, seen));
  expect(resolved).toMatchObject({ status: "resolved", topic: "A charge", waitingSince: null, snoozedUntil: null });
  expect(resolved.resolvedAt).not.toBeNull();
  expect(resolved.firstReplyAt).not.toBe(resolved.lastReplyAt);
  await change((ctx, seen) => setStatus(ctx, { ...seen, status: "open" }));

  const timeline = await timelineOf(w);
  expect(inWords(timeline)).toEqual([
    "opened",
    `assigned null→${w.staff}`,
    "priority normal→high",
    "labels +Billing -",
    "topic null→A charge",
    "status open→pending",
    "replied first",
    "status pending→snoozed",
    "status snoozed→open",
    "replied",
    "status open→resolved",
    "status resolved→open",
  ]);
  expect(timeline.map(({ version }) => version)).toEqual([...timeline.map(({ version }) => version)].sort((a, b) => a - b));
  expect(timeline[8]).toMatchObject({ actorId: w.member });
  expect(timeline.filter(({ actorId }) => actorId === w.staff)).toHaveLength(10);
  await desk.expectLevel();
  await member.expectLevel();
  expect(member.heard.some(({ type }) => ["case", "note", "timeline"].includes(type))).toBe(false);
});

test("who comes back to the desk has missed nothing of cases, notes and timelines, over another process", async () => {
  await using w = await deskWorld();
  await using desk = await witness(w.services, w.staff, "desk");
  await desk.cut();
  await assignCase(await w.as(w.admin), { ...(await w.seen()), assigneeId: w.staff });
  await addNote(await w.as(w.admin), { conversationId: w.conversationId, id: uuidv7(), content: "A friend of ours.", mentions: [w.staff] });
  await resolveCase(await w.as(w.admin), await w.seen());
  await w.say(w.member, "One more thing.");
  await using far = await w.anotherProcess();
  await desk.resume(far.services);
  await desk.expectLevel();
  expect(desk.heard.filter(({ type }) => type === "resync")).toEqual([]);
  const kinds = desk.heard.map(({ type }) => type);
  expect(kinds).toEqual(expect.arrayContaining(["case", "note", "timeline"]));
});

test("what was seen too long ago changes nothing, and the answer says how the case is now and by whom", async () => {
  await using w = await deskWorld();
  const stale = await w.seen();
  const current = await assignCase(await w.as(w.admin), { ...stale, assigneeId: w.admin });
  const refused = { code: "CASE_CHANGED", details: { current, by: { id: w.admin } } };
  const staff = await w.as(w.staff);
  await expect(assignCase(staff, { ...stale, assigneeId: w.staff })).rejects.toMatchObject(refused);
  await expect(setPriority(staff, { ...stale, priority: "low" })).rejects.toMatchObject(refused);
  await expect(setStatus(staff, { ...stale, status: "pending" })).rejects.toMatchObject(refused);
  await expect(snoozeCase(staff, { ...stale, until: new Date(Date.now() + 60_000).toISOString() })).rejects.toMatchObject(refused);
  await expect(resolveCase(staff, stale)).rejects.toMatchObject(refused);
  expect(await timelineOf(w)).toHaveLength(2);
});

test("whoever was slower is told of the member's words and of a colleague's note, and not of whoever did something before", async () => {
  await using w = await deskWorld();
  await setPriority(await w.as(w.admin), { ...(await w.seen()), priority: "high" });
  await w.say(w.staff, "Here I am.");
  const asked = await w.seen();
  await w.say(w.member, "And tomorrow?");
  const staff = await w.as(w.staff);
  const refused = (by: string) => ({ code: "CASE_CHANGED", details: { by: { id: by } } });
  await expect(resolveCase(staff, asked)).rejects.toMatchObject(refused(w.member));
  const noted = await w.seen();
  await addNote(await w.as(w.admin), { conversationId: w.conversationId, id: uuidv7(), content: "Look", mentions: [w.staff] });
  await expect(resolveCase(staff, noted)).rejects.toMatchObject(refused(w.admin));
});

test("a change sent again, or one that two wanted alike, answers the case and happens once", async () => {
  await using w = await deskWorld();
  const seen = await w.seen();
  const first = await assignCase(await w.as(w.staff), { ...seen, assigneeId: w.staff });
  expect(await assignCase(await w.as(w.staff), { ...seen, assigneeId: w.staff })).toEqual(first);
  const resolved = await resolveCase(await w.as(w.staff), await w.seen());
  expect(await resolveCase(await w.as(w.admin), seen)).toEqual(resolved);
  expect(inWords(await timelineOf(w))).toEqual(["opened", `assigned null→${w.staff}`, "status open→resolved"]);
});

test("further words of a member who waits already change nothing of the case: whoever claims it then still gets it", async () => {
  await using w = await deskWorld();
  const seen = await w.seen();
  await w.say(w.member, "And another thing");
  await expect(assignCase(await w.as(w.staff), { ...seen, assigneeId: w.staff })).resolves.toMatchObject({ assigneeId: w.staff });
});

test("the next words after a resolved case begin another, and one opened again goes on", async () => {
  await using w = await deskWorld();
  await resolveCase(await w.as(w.staff), await w.seen());
  await w.say(w.staff, "Have a good day!");
  expect((await w.file()).case).toMatchObject({ number: 1, status: "resolved" });
  await w.say(w.member, "Something else");
  const file = await w.file();
  expect(file.case).toMatchObject({ number: 2, status: "open", assigneeId: null });
  expect(file.earlier.map(({ number, status }) => [number, status])).toEqual([[1, "resolved"]]);
  await expect(setStatus(await w.as(w.staff), { ...(await w.seen()), status: "open" })).resolves.toMatchObject({ number: 2 });
});

test("a resolved case cannot be laid aside or wait, and the refusal leaves it as it is", async () => {
  await using w = await deskWorld();
  await resolveCase(await w.as(w.staff), await w.seen());
  const staff = await w.as(w.staff);
  const until = new Date(Date.now() + 60_000).toISOString();
  await expect(setStatus(staff, { ...(await w.seen()), status: "pending" })).rejects.toMatchObject({ code: "CASE_MOVE_REFUSED" });
  await expect(snoozeCase(staff, { ...(await w.seen()), until })).rejects.toMatchObject({ code: "CASE_MOVE_REFUSED" });
  expect((await w.file()).case.status).toBe("resolved");
});

test("a case sleeps until a moment that lies ahead, a year at most", async () => {
  const clock = manualClock();
  await using w = await deskWorld({ clock });
  const staff = await w.as(w.staff);
  const seen = await w.seen();
  for (const inMs of [0, -1, 400 * 86_400_000]) {
    const until = new Date(clock.now() + inMs).toISOString();
    await expect(snoozeCase(staff, { ...seen, until })).rejects.toMatchObject({ code: "BAD_INPUT" });
  }
});

test("where the gym says so a case is resolved with a topic only", async () => {
  await using w = await deskWorld();
  await setDeskSettings(await w.as(w.admin), { requiresTopic: true });
  const staff = await w.as(w.staff);
  await expect(resolveCase(staff, await w.seen())).rejects.toMatchObject({ code: "TOPIC_REQUIRED" });
  await expect(resolveCase(staff, { ...(await w.seen()), topic: "Lockers" })).resolves.toMatchObject({
    status: "resolved",
    topic: "Lockers",
  });
});

test("a case is given to people of its own desk only", async () => {
  await using w = await deskWorld();
  const staff = await w.as(w.staff);
  const former = await makeUser(w.services.db, "staff", { gymId: w.gymId });
  await w.services.db.prisma.user.update({ where: { id: former }, data: { disabledAt: new Date() } });
  for (const assigneeId of [w.member, w.trainer, w.stranger, former, uuidv7()]) {
    await expect(assignCase(staff, { ...(await w.seen()), assigneeId })).rejects.toMatchObject({ code: "NOT_AT_DESK" });
  }
});

test("labels are those of the gym; a case keeps what it has when the gym gives one up", async () => {
  await using w = await deskWorld();
  const [staff, admin] = [await w.as(w.staff), await w.as(w.admin)];
  await saveLabel(admin, { name: "Billing", tone: "neutral" });
  await expect(setLabels(staff, { ...(await w.seen()), labels: ["Billing", "Made up"] })).rejects.toMatchObject({ code: "LABEL_UNKNOWN" });
  await setLabels(staff, { ...(await w.seen()), labels: ["Billing", "Billing"] });
  await removeLabel(admin, { name: "Billing" });
  await saveLabel(admin, { name: "Keys", tone: "warning" });
  await expect(setLabels(staff, { ...(await w.seen()), labels: ["Billing", "Keys"] })).resolves.toMatchObject({
    labels: ["Billing", "Keys"],
  });
  await expect(setLabels(staff, { ...(await w.seen()), labels: [] })).resolves.toMatchObject({ labels: [] });
  await expect(setLabels(staff, { ...(await w.seen()), labels: ["Billing"] })).rejects.toMatchObject({ code: "LABEL_UNKNOWN" });
});

test("nobody but its desk reads or changes a case: the member whose case it is gets the answer for what does not exist", async () => {
  await using w = await deskWorld();
  const seen = await w.seen();
  const until = new Date(Date.now() + 60_000).toISOString();
  for (const userId of [w.member, w.trainer, w.stranger, w.formerStaff]) {
    const ctx = await w.as(userId);
    for (const conversationId of [w.conversationId, uuidv7()]) {
      const wanted = { ...seen, conversationId };
      const refused = { code: "NOT_A_PARTICIPANT", details: {} };
      await expect(getCase(ctx, { conversationId, limit: 50 })).rejects.toMatchObject(refused);
      await expect(assignCase(ctx, { ...wanted, assigneeId: null })).rejects.toMatchObject(refused);
      await expect(setPriority(ctx, { ...wanted, priority: "low" })).rejects.toMatchObject(refused);
      await expect(snoozeCase(ctx, { ...wanted, until })).rejects.toMatchObject(refused);
      await expect(resolveCase(ctx, wanted)).rejects.toMatchObject(refused);
      await expect(addNote(ctx, { conversationId, id: uuidv7(), content: "Mine", mentions: [] })).rejects.toMatchObject(refused);
    }
  }
});

test("a page of notes and timeline is the newest, and what comes before follows without a hole or a double", async () => {
  await using w = await deskWorld();
  const staff = await w.as(w.staff);
  for (let n = 0; n < 30; n++) {
    if (n % 3 === 0) await addNote(staff, { conversationId: w.conversationId, id: uuidv7(), content: `Note ${n}`, mentions: [] });
    else await setPriority(staff, { ...(await w.seen()), priority: n % 2 ? "high" : "low" });
  }
  const whole = await getCase(staff, { conversationId: w.conversationId, limit: 100 });
  const seen: number[] = [];
  for (let before: number | null | undefined; before !== null; ) {
    const page = await getCase(staff, { conversationId: w.conversationId, limit: 10, ...(before !== undefined && { before }) });
    seen.unshift(...[...page.notes, ...page.timeline].map(({ version }) => version).sort((a, b) => a - b));
    before = page.before;
  }
  expect(whole.before).toBeNull();
  expect(seen).toEqual([...whole.notes, ...whole.timeline].map(({ version }) => version).sort((a, b) => a - b));
});

test("a support conversation that the member opens again after a resolved case has the next one", async () => {
  await using w = await deskWorld();
  await using desk = await witness(w.services, w.staff, "desk");
  await resolveCase(await w.as(w.staff), await w.seen());
  await openSupport(await w.as(w.member), "Lockers");
  expect((await w.file()).case).toMatchObject({ number: 2, topic: "Lockers", waitingSince: null });
  const send = { conversationId: w.conversationId, id: uuidv7(), content: "Hello" };
  await sendMessage(await w.as(w.member), send, advanceCase);
  await desk.expectLevel();
});

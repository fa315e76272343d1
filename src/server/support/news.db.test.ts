import { uuidv7 } from "uuidv7";
import { expect, test } from "vitest";
import type { DeskNews } from "../../shared/desk-news";
import { disableUser } from "../accounts/disable-user";
import type { Services } from "../api/services";
import { as } from "../testing/actors";
import { type DeskWorld, deskWorld } from "../testing/desk-world";
import { manualClock } from "../testing/manual-clock";
import { addNote } from "./add-note";
import { removeCannedReply, saveCannedReply } from "./canned-replies";
import { removeHoliday, saveHoliday, setHours } from "./desk-hours";
import { setDeskSettings } from "./desk-settings";
import { setAssignment, setGym } from "./desk-setup";
import { giveCases } from "./give-cases";
import { removeLabel, saveLabel } from "./labels";
import { removeView, saveView } from "./saved-views";
import { seeMentions } from "./see-mentions";
import { setShift } from "./shifts";
import { setStaff } from "./staff";
import { setTopics } from "./topics";
import { watchNews } from "./watch-news";

/** What somebody's desk is told, as it comes. */
async function listening(services: Services, userId: string) {
  const abort = new AbortController();
  const values = watchNews(await as(services, userId), abort.signal);
  const heard: DeskNews[] = [];
  const first = await values.next();
  if (!first.done) heard.push(first.value);
  const ended = (async () => {
    for await (const one of values) heard.push(one);
  })();
  return {
    heard,
    latest: () => heard.at(-1),
    async [Symbol.asyncDispose]() {
      abort.abort();
      await ended;
    },
  };
}

/** Whatever changes what a desk's screens have read, by the part that they are to ask for again. */
async function changesOf(w: DeskWorld): Promise<[part: "settings" | "replies" | "views", what: string, change: () => Promise<unknown>][]> {
  const admin = await w.as(w.admin);
  const reply = { id: uuidv7(), shortcut: "hi", content: "Hi!", isShared: true };
  const view = { id: uuidv7(), name: "Keys", isShared: true, view: "all" as const, filters: {} };
  const gym = { name: "Iron", language: "en" as const };
  return [
    ["settings", "a label", () => saveLabel(admin, { name: "Keys", tone: "neutral" })],
    ["settings", "its tone", () => saveLabel(admin, { name: "Keys", tone: "danger" })],
    ["settings", "no label", () => removeLabel(admin, { name: "Keys" })],
    ["settings", "topics", () => setTopics(admin, { topics: ["Sauna"] })],
    ["settings", "a required topic", () => setDeskSettings(admin, { requiresTopic: true })],
    ["settings", "hours", () => setHours(admin, { week: [[], [], [], [], [], [], []] })],
    ["settings", "a holiday", () => saveHoliday(admin, { day: "2026-12-24", name: "Christmas Eve", spans: [] })],
    ["settings", "no holiday", () => removeHoliday(admin, { day: "2026-12-24" })],
    ["settings", "a time zone", () => setGym(admin, { ...gym, timeZone: "Asia/Tokyo" })],
    ["settings", "a shift", () => setShift(admin, { state: "on", handsOver: false })],
    ["settings", "a role", () => setStaff(admin, { userId: w.staff, role: "trainer" })],
    ["settings", "a role again", () => setStaff(admin, { userId: w.staff, role: "staff" })],
    ["settings", "somebody shut out", () => disableUser(w.services, w.staff)],
    ["replies", "a reply", () => saveCannedReply(admin, reply)],
    ["replies", "its text", () => saveCannedReply(admin, { ...reply, content: "Hello!" })],
    ["replies", "no reply", () => removeCannedReply(admin, reply)],
    ["views", "a view", () => saveView(admin, view)],
    ["views", "its name", () => saveView(admin, { ...view, name: "Locks" })],
    ["views", "no view", () => removeView(admin, view)],
  ];
}

test("whatever changes what desks have read is told by its part, and by no other", async () => {
  await using w = await deskWorld();
  const { actor } = await w.as(w.admin);
  for (const [part, what, change] of await changesOf(w)) {
    const before = await w.services.news.read(actor);
    await change();
    const after = await w.services.news.read(actor);
    expect({ what, ...after, [part]: 0 }).toEqual({ what, ...before, [part]: 0 });
    expect(after[part], what).toBeGreaterThan(before[part]);
  }
});

test("what no desk shows is no news: another desk's changes, the same said again, members, and whom cases are given", async () => {
  // The process itself gives no case before the test does.
  await using w = await deskWorld({ clock: manualClock() });
  const [admin, stranger] = [await w.as(w.admin), await w.as(w.stranger)];
  await setAssignment(admin, { isOn: true, capacity: 5 });
  await setShift(await w.as(w.staff), { state: "on", handsOver: false });
  const before = await w.services.news.read(admin.actor);
  await saveLabel({ ...stranger, actor: { ...stranger.actor, role: "admin" } }, { name: "Keys", tone: "neutral" });
  await setShift(await w.as(w.staff), { state: "on", handsOver: false });
  await w.services.db.prisma.user.update({ where: { id: w.member }, data: { name: "Another Name" } });
  expect(await giveCases(w.services)).toBe(1);
  expect(await w.services.news.read(admin.actor)).toEqual(before);
});

test("a desk on another process hears within moments what an admin changed and who mentions them, and who comes back how it is now", async () => {
  await using w = await deskWorld();
  await using far = await w.anotherProcess();
  const { conversationId } = w;
  await using desk = await listening(far.services, w.staff);
  await using colleague = await listening(far.services, w.admin);
  const [before] = desk.heard;
  await saveLabel(await w.as(w.admin), { name: "Keys", tone: "neutral" });
  await expect.poll(() => desk.latest()?.settings).toBe((before?.settings ?? 0) + 1);
  const note = await addNote(await w.as(w.admin), { conversationId, id: uuidv7(), content: "Look!", mentions: [w.staff] });
  const unseen = [{ conversationId, noteId: note.id, version: note.version }];
  await expect.poll(() => desk.latest()?.unseen).toEqual(unseen);
  await using again = await listening(w.services, w.staff);
  expect(again.heard).toEqual([desk.latest()]);
  await seeMentions(await w.as(w.staff), { conversationId, version: note.version });
  await expect.poll(() => [desk.latest()?.unseen, again.latest()?.unseen]).toEqual([[], []]);
  // Nothing is said twice, and a colleague hears of the label alone.
  expect([desk.heard.length, again.heard.length, colleague.heard.length]).toEqual([4, 2, 2]);
});

test("nobody but a desk is told anything", async () => {
  await using w = await deskWorld();
  for (const userId of [w.member, w.trainer, w.formerStaff]) {
    await expect(watchNews(await w.as(userId), new AbortController().signal).next()).rejects.toMatchObject({ code: "FORBIDDEN" });
  }
});

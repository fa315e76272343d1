/** Somebody who works at the desks of two gyms, beside people of one, and of a third. */
import { uuidv7 } from "uuidv7";
import { afterAll, beforeAll, expect, test } from "vitest";
import { limits } from "../../shared/limits";
import { readPersonFile } from "../accounts/member-fields";
import { visibleUsers } from "../presence/visible-users";
import { type ChainWorld, chainWorld } from "../testing/chain-world";
import { makeGym, makeUser } from "../testing/example-data";
import { rawPeerOf } from "../testing/raw-peer";
import { addNote } from "./add-note";
import { assignCase } from "./assign-case";
import { saveRule } from "./assignment-rules";
import { listCannedReplies, saveCannedReply } from "./canned-replies";
import { readDeskSettings, setDeskSettings } from "./desk-settings";
import { readDeskSetup, setAssignment, setGym } from "./desk-setup";
import { fillCannedReply } from "./fill-canned-reply";
import { getCase } from "./get-case";
import { giveCases, giveLeftBehind } from "./give-cases";
import { saveLabel } from "./labels";
import { readDirectory } from "./read-directory";
import { readMentions } from "./read-mentions";
import { readQueue } from "./read-queue";
import { resolveCase } from "./resolve-case";
import { listViews, saveView } from "./saved-views";
import { setLabels } from "./set-labels";
import { readShiftLog, setShift } from "./shifts";
import { readStaffMembers, setStaff } from "./staff";

let w: ChainWorld;
beforeAll(async () => {
  w = await chainWorld();
});
afterAll(() => w[Symbol.asyncDispose]());

const adminOf = async (userId: string) => {
  const ctx = await w.as(userId);
  return { ...ctx, actor: { ...ctx.actor, role: "admin" as const } };
};
const seen = async (userId: string, conversationId: string) => {
  const { version } = (await getCase(await w.as(userId), { conversationId, limit: 10 })).case;
  return { conversationId, version };
};
const code = (error: string) => ({ code: error });

/** All conversations of a view, page by page. */
async function walk(userId: string, input: { gymIds?: string[] | undefined; view?: "all" | "resolved" } = {}): Promise<string[]> {
  const ids: string[] = [];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const filters = { gymIds: input.gymIds };
    const page = await readQueue(await w.as(userId), { view: input.view ?? "all", filters, limit: 2, cursor });
    ids.push(...page.items.map(({ conversation }) => conversation.id));
    cursor = page.nextCursor;
  }
  return ids;
}

test("one queue has the cases of all desks in one order, page by page; a filter narrows it, and what is not theirs is not there", async () => {
  const { west, south, east, guest } = w;
  const asked: { id: string; gymId: string }[] = [];
  for (const gym of [west, south, east, south, west, east]) asked.push({ id: await w.asks(gym), gymId: gym.gymId });
  const of = (...gymIds: string[]) => asked.filter(({ gymId }) => gymIds.includes(gymId)).map(({ id }) => id);
  expect(await walk(guest)).toEqual(of(west.gymId, south.gymId));
  expect(await walk(guest, { gymIds: [] })).toEqual(of(west.gymId, south.gymId));
  expect(await walk(guest, { gymIds: [south.gymId] })).toEqual(of(south.gymId));
  expect(await walk(guest, { gymIds: [east.gymId, south.gymId] })).toEqual(of(south.gymId));
  expect([await walk(guest, { gymIds: [east.gymId] }), await walk(guest, { gymIds: [uuidv7()] })]).toEqual([[], []]);
  expect([await walk(west.staff), await walk(south.staff)]).toEqual([of(west.gymId), of(south.gymId)]);
  const { items, counts } = await readQueue(await w.as(guest), { view: "all", limit: 20 });
  expect(items.map(({ conversation }) => conversation.gymId)).toEqual(
    asked.filter(({ gymId }) => gymId !== east.gymId).map(({ gymId }) => gymId),
  );
  expect(counts).toMatchObject({ all: 4, unassigned: 4, mine: 0 });
  const [, last] = of(south.gymId);
  for (const id of [of(west.gymId)[0], last]) await resolveCase(await w.as(guest), { ...(await seen(guest, id ?? "")), topic: "Keys" });
  expect(await walk(guest, { view: "resolved" })).toEqual([last, of(west.gymId)[0]]);
  const text = { view: "all", filters: { text: "Member" }, limit: 20 } as const;
  expect((await readQueue(await w.as(guest), text)).items).toHaveLength(2);
});

test("a saved view keeps its gyms, and whoever does not work there finds nothing by it", async () => {
  const { west, south, guest } = w;
  const view = { id: uuidv7(), name: "The south", isShared: true, view: "all" as const, filters: { gymIds: [south.gymId] } };
  await saveView(await w.as(guest), view);
  expect(await listViews(await w.as(west.staff))).toEqual([{ ...view, ownerId: guest }]);
  expect(await listViews(await w.as(south.staff))).toEqual([]);
  expect(await walk(west.staff, view.filters)).toEqual([]);
});

test("a case is judged by its own gym: whom it is given to and whom a note names, its labels, its topic, its canned replies", async () => {
  const { west, south, guest } = w;
  const here = await w.asks(south);
  const staff = await w.as(guest);
  await saveLabel(await w.as(south.admin), { name: "Sauna", tone: "neutral" });
  await saveLabel(await w.as(west.admin), { name: "Pool", tone: "neutral" });
  await setDeskSettings(await w.as(south.admin), { requiresTopic: true });
  const reply = (shortcut: string) => ({ id: uuidv7(), shortcut, content: "Welcome to {{gym.name}}", isShared: true });
  const [ofSouth, ofWest, own] = [reply("south"), reply("west"), { ...reply("own"), isShared: false }];
  await saveCannedReply(await w.as(south.admin), ofSouth);
  await saveCannedReply(await w.as(west.admin), ofWest);
  await saveCannedReply(staff, { ...own, gymId: south.gymId });

  await expect(assignCase(staff, { ...(await seen(guest, here)), assigneeId: west.staff })).rejects.toMatchObject(code("NOT_AT_DESK"));
  const note = { conversationId: here, id: uuidv7(), content: "Look!", mentions: [west.staff] };
  await expect(addNote(staff, note)).rejects.toMatchObject(code("NOT_AT_DESK"));
  await expect(setLabels(staff, { ...(await seen(guest, here)), labels: ["Pool"] })).rejects.toMatchObject(code("LABEL_UNKNOWN"));
  await expect(resolveCase(staff, await seen(guest, here))).rejects.toMatchObject(code("TOPIC_REQUIRED"));
  const unknown = { id: ofWest.id, conversationId: here };
  await expect(fillCannedReply(staff, unknown)).rejects.toMatchObject(code("CANNED_REPLY_UNKNOWN"));

  await addNote(await w.as(south.staff), { ...note, mentions: [guest] });
  expect((await readMentions(staff, { limit: 5 })).items.map((item) => [item.note.id, item.gymId])).toEqual([[note.id, south.gymId]]);
  await setLabels(staff, { ...(await seen(guest, here)), labels: ["Sauna"] });
  for (const one of [ofSouth, own]) {
    expect(await fillCannedReply(staff, { id: one.id, conversationId: here })).toEqual({ content: "Welcome to Iron Temple" });
  }
  expect((await listCannedReplies(staff, { gymId: south.gymId })).map(({ shortcut }) => shortcut)).toEqual(["own", "south"]);
  expect((await listCannedReplies(staff)).map(({ shortcut }) => shortcut)).toEqual(["own", "west"]);
  const given = await assignCase(await w.as(south.staff), { ...(await seen(guest, here)), assigneeId: guest });
  expect(given.assigneeId).toBe(guest);
  await resolveCase(staff, { ...(await seen(guest, here)), topic: "Keys" });
  await setDeskSettings(await w.as(south.admin), { requiresTopic: false });
});

test("a desk's settings name everybody who works at it, and a third gym's are as unknown as those of none", async () => {
  const { west, south, east, guest } = w;
  const staff = await w.as(guest);
  const [home, there] = [await readDeskSettings(staff), await readDeskSettings(staff, { gymId: south.gymId })];
  const gyms = [expect.objectContaining({ id: west.gymId }), expect.objectContaining({ id: south.gymId })];
  expect([home.gym.id, there.gym.id, home.gyms, there.gyms]).toEqual([west.gymId, south.gymId, gyms, gyms]);
  expect(there.staff.map(({ id }) => id).sort()).toEqual([guest, south.admin, south.staff].sort());
  expect(there.labels.map(({ name }) => name)).toEqual(["Sauna"]);
  for (const gymId of [east.gymId, uuidv7()]) {
    const admin = await adminOf(guest);
    const rule = { id: uuidv7(), name: "Keys", place: 0, isOn: true, topics: [], labels: [], staffIds: [guest] };
    const refused = [
      readDeskSettings(staff, { gymId }),
      listCannedReplies(staff, { gymId }),
      saveCannedReply(admin, { id: uuidv7(), shortcut: "x", content: "x", isShared: true, gymId }),
      readDeskSetup(admin, { gymId }),
      setGym(admin, { name: "Mine", timeZone: "UTC", language: "en", gymId }),
      saveLabel(admin, { name: "Mine", tone: "neutral", gymId }),
      saveRule(admin, { ...rule, gymId }),
      readStaffMembers(admin, { gymId }),
      readShiftLog(admin, { gymId, limit: 5 }),
    ];
    for (const call of refused) await expect(call).rejects.toMatchObject(code("FORBIDDEN"));
  }
  // Staff set up nothing, wherever they work.
  await expect(saveLabel(staff, { name: "Mine", tone: "neutral", gymId: south.gymId })).rejects.toMatchObject(code("FORBIDDEN"));
});

test("a question without a word about desks, null among them as some clients send it, is answered about one's own", async () => {
  const peer = await rawPeerOf(w.server, w.west.admin);
  for (const path of ["support.settings", "cannedReplies.list", "admin.setup", "admin.staff", "reports.board"]) {
    for (const input of [undefined, null, {}]) expect((await peer.ask({ path, method: "query", input }))?.error).toBeUndefined();
  }
  peer.socket.terminate();
});

test("one question answers what is needed of several desks, as their settings say it, with each person once; what is not theirs is not there", async () => {
  const { west, south, east, guest } = w;
  const staff = await w.as(guest);
  const both = [await readDeskSettings(staff, { gymId: west.gymId }), await readDeskSettings(staff, { gymId: south.gymId })];
  const { desks, people } = await readDirectory(staff, {});
  const person = new Map(people.map((one) => [one.id, one]));
  expect(desks.map(({ staffIds, ...desk }) => ({ ...desk, staff: staffIds.map((id) => person.get(id)) }))).toEqual(
    both.map(({ gym, labels, topics, requiresTopic, staff: everybody }) => ({ gym, labels, topics, requiresTopic, staff: everybody })),
  );
  expect(people).toHaveLength(person.size);
  expect(desks.every(({ staffIds }) => staffIds.includes(guest))).toBe(true);
  const named = await readDirectory(staff, { gymIds: [south.gymId, east.gymId, uuidv7()] });
  expect(named.desks.map(({ gym }) => gym.id)).toEqual([south.gymId]);
  expect(named.people.map(({ id }) => id)).not.toContain(east.staff);
  expect(await readDirectory(staff, { gymIds: [east.gymId] })).toEqual({ desks: [], people: [] });
  await expect(readDirectory(await w.as(west.trainer), {})).rejects.toMatchObject(code("FORBIDDEN"));
});

test("an admin sets up the desks at which they work; whoever comes from elsewhere keeps the role that their own gym gave them", async () => {
  const { south, east, guest } = w;
  const admin = await adminOf(guest);
  await saveLabel(admin, { name: "Towels", tone: "accent", gymId: south.gymId });
  expect((await readDeskSetup(admin, { gymId: south.gymId })).labels.map(({ name }) => name)).toEqual(["Sauna", "Towels"]);
  expect((await readDeskSetup(admin)).labels.map(({ name }) => name)).not.toContain("Towels");
  const listed = await readStaffMembers(await w.as(south.admin));
  expect(listed.find(({ id }) => id === guest)).toMatchObject({ gym: { id: w.west.gymId }, role: "staff", shift: { state: "away" } });
  await expect(setStaff(await w.as(south.admin), { userId: guest, role: "trainer" })).rejects.toMatchObject(code("FORBIDDEN"));
  await expect(setStaff(admin, { userId: east.staff, capacity: 1 })).rejects.toMatchObject(code("FORBIDDEN"));
  await setStaff(admin, { userId: south.staff, capacity: 9 });
  expect((await readStaffMembers(admin, { gymId: south.gymId })).find(({ id }) => id === south.staff)).toMatchObject({ capacity: 9 });
});

test("a reply that an admin moves to another desk takes a place there, if there is one", async () => {
  const { west, south, guest } = w;
  const admin = await adminOf(guest);
  const moved = { id: uuidv7(), shortcut: "moved", content: "Hello", isShared: true };
  await saveCannedReply(admin, { ...moved, gymId: west.gymId });
  const left = limits.cannedRepliesMax - (await listCannedReplies(await w.as(south.admin))).length;
  const replies = Array.from({ length: left }, (_, n) => ({ id: uuidv7(), gymId: south.gymId, shortcut: `reply-${n}`, content: "Hello" }));
  await admin.db.prisma.cannedReply.createMany({ data: replies });
  await expect(saveCannedReply(admin, { ...moved, gymId: south.gymId })).rejects.toMatchObject(code("TOO_MANY_SAVED"));
  await admin.db.prisma.cannedReply.deleteMany({ where: { shortcut: { startsWith: "reply-" } } });
  await saveCannedReply(admin, { ...moved, gymId: south.gymId });
  const shortcutsOf = async (gymId: string) => (await listCannedReplies(admin, { gymId })).map(({ shortcut }) => shortcut);
  expect([(await shortcutsOf(west.gymId)).includes("moved"), (await shortcutsOf(south.gymId)).includes("moved")]).toEqual([false, true]);
  // Who may not change it is refused, full or not.
  await expect(saveCannedReply(await adminOf(w.east.admin), { ...moved, isShared: false })).rejects.toMatchObject(code("FORBIDDEN"));
});

test("members and colleagues of each desk are known there: their file, and whether they are here", async () => {
  const { west, south, east, guest } = w;
  const staff = await w.as(guest);
  expect(await readPersonFile(staff, staff.actor, { userId: south.member })).toMatchObject({ gym: { id: south.gymId } });
  for (const userId of [east.member, uuidv7()]) {
    await expect(readPersonFile(staff, staff.actor, { userId })).rejects.toMatchObject(code("FORBIDDEN"));
  }
  const { db } = staff;
  expect(await visibleUsers(db, staff.actor, [south.member, south.staff, east.member])).toEqual([south.member, south.staff]);
  expect(await visibleUsers(db, (await w.as(south.staff)).actor, [guest, west.staff])).toEqual([guest]);
  expect(await visibleUsers(db, (await w.as(south.member)).actor, [guest, west.staff])).toEqual([guest]);
  expect(await visibleUsers(db, (await w.as(east.staff)).actor, [guest, south.member])).toEqual([]);
});

test("one shift is that of all desks: cases of each are given, as many as one person takes, and go to others when they leave or lose the desk", async () => {
  await using own = await chainWorld();
  const { west, south, east, guest } = own;
  const { services } = own.server;
  for (const gym of [west, south, east]) await setAssignment(await own.as(gym.admin), { isOn: true, capacity: 20 });
  await setStaff(await own.as(west.admin), { userId: guest, capacity: 2 });
  await setShift(await own.as(guest), { state: "on", handsOver: false });
  expect((await readDeskSettings(await own.as(south.staff))).shifts).toMatchObject([{ userId: guest, state: "on" }]);
  const ids = [await own.asks(south), await own.asks(west), await own.asks(south), await own.asks(east)];
  const owners = async () =>
    Promise.all(
      ids.map(async (conversationId) => (await services.db.prisma.case.findFirstOrThrow({ where: { conversationId } })).assigneeId),
    );
  await giveCases(services);
  expect(await owners()).toEqual([guest, guest, null, null]);
  await setShift(await own.as(south.staff), { state: "on", handsOver: false });
  await giveCases(services);
  expect(await owners()).toEqual([guest, guest, south.staff, null]);
  await own.sayDesks([]);
  expect(await giveLeftBehind(services)).toBe(1);
  expect(await owners()).toEqual([south.staff, guest, south.staff, null]);
});

test("a colleague who is given another role ends up at no desk, and gets none back with the old role", async () => {
  await using own = await chainWorld();
  const { west, south, guest } = own;
  for (const role of ["trainer", "staff"] as const) await setStaff(await own.as(west.admin), { userId: guest, role });
  const { actor } = await own.as(guest);
  expect([actor.role, actor.deskGymIds]).toEqual(["staff", [west.gymId]]);
  expect((await readDeskSettings(await own.as(south.staff))).staff.map(({ id }) => id)).not.toContain(guest);
});

test("the news of all desks are one, and name nothing of a desk that is not theirs", async () => {
  const { west, south, east, guest } = w;
  const news = async (userId: string) => w.server.services.news.read((await w.as(userId)).actor);
  const before = { guest: await news(guest), west: await news(west.staff), east: await news(east.staff) };
  await saveLabel(await w.as(south.admin), { name: "News", tone: "neutral" });
  expect((await news(guest)).settings).toBe(before.guest.settings + 1);
  expect([(await news(west.staff)).settings, (await news(east.staff)).settings]).toEqual([before.west.settings, before.east.settings]);
  // The south has another colleague now, and then one of another name.
  const [south1, west1] = [await news(south.staff), await news(west.staff)];
  const { db } = w.server.runtime;
  const newcomer = await makeUser(db, "staff", { gymId: await makeGym(db) });
  await db.prisma.deskMembership.create({ data: { userId: newcomer, gymId: south.gymId } });
  expect((await news(south.staff)).settings).toBe(south1.settings + 1);
  await db.prisma.user.update({ where: { id: newcomer }, data: { name: "Nina Neu" } });
  expect((await news(south.staff)).settings).toBe(south1.settings + 2);
  expect((await news(west.staff)).settings).toBe(west1.settings);
});

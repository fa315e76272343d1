import { uuidv7 } from "uuidv7";
import { expect, test } from "vitest";
import { SaveCannedReplyInput } from "../../shared/canned-reply-inputs";
import { limits } from "../../shared/limits";
import { deskWorld } from "../testing/desk-world";
import { listCannedReplies, removeCannedReply, saveCannedReply } from "./canned-replies";
import { fillCannedReply } from "./fill-canned-reply";
import { listViews, removeView, saveView } from "./saved-views";

test("a saved view is its owner's until it is shared; admins keep what is shared, and nobody touches another's", async () => {
  await using w = await deskWorld();
  const [staff, admin, stranger] = [await w.as(w.staff), await w.as(w.admin), await w.as(w.stranger)];
  const mine = {
    id: uuidv7(),
    name: "Keys that wait",
    isShared: false,
    view: "all",
    filters: { labels: ["Keys"], waitingForS: 600 },
  } as const;
  const input = { ...mine, filters: { ...mine.filters, labels: [...mine.filters.labels] } };
  await saveView(staff, input);
  expect(await listViews(staff)).toEqual([{ ...mine, ownerId: w.staff }]);
  expect(await listViews(admin)).toEqual([]);
  await expect(saveView(admin, { ...input, name: "Taken" })).rejects.toMatchObject({ code: "FORBIDDEN" });
  await saveView(staff, { ...input, isShared: true });
  await saveView(admin, { ...input, isShared: true, name: "Keys" });
  await expect(saveView(stranger, { ...input, name: "Taken" })).rejects.toMatchObject({ code: "FORBIDDEN" });
  await removeView(stranger, { id: mine.id });
  expect((await listViews(staff)).map(({ name, ownerId }) => [name, ownerId])).toEqual([["Keys", w.staff]]);
  expect(await listViews(stranger)).toEqual([]);
  await removeView(admin, { id: mine.id });
  expect(await listViews(staff)).toEqual([]);
});

test("of views so many are kept and no more, and one that is kept can still be changed", async () => {
  await using w = await deskWorld();
  const staff = await w.as(w.staff);
  const input = (n: number) => ({ id: uuidv7(), name: `View ${n}`, isShared: false, view: "mine" as const, filters: {} });
  const last = input(0);
  for (let n = 1; n < limits.savedViewsMax; n++) await saveView(staff, input(n));
  await saveView(staff, last);
  await expect(saveView(staff, input(1))).rejects.toMatchObject({ code: "TOO_MANY_SAVED" });
  await saveView(staff, { ...last, name: "The last" });
  expect((await listViews(staff)).some(({ name }) => name === "The last")).toBe(true);
});

test("a canned reply is filled in for the conversation and whoever answers; what it names that is not there stops it", async () => {
  await using w = await deskWorld();
  const [staff, admin] = [await w.as(w.staff), await w.as(w.admin)];
  await w.services.db.prisma.user.update({ where: { id: w.member }, data: { name: "Zoë Groß" } });
  const reply = { id: uuidv7(), shortcut: "hi", content: "Hi {{member.firstName}}, {{me.name}} of {{gym.name}} here.", isShared: true };
  await saveCannedReply(admin, reply);
  const content = `Hi Zoë, ${staff.actor.name} of ${staff.actor.gym.name} here.`;
  expect(await fillCannedReply(staff, { id: reply.id, conversationId: w.conversationId })).toEqual({ content });
  await w.services.db.prisma.user.update({ where: { id: w.member }, data: { name: " " } });
  const missing = { code: "VARIABLE_MISSING", details: { missing: ["member.firstName"] } };
  await expect(fillCannedReply(staff, { id: reply.id, conversationId: w.conversationId })).rejects.toMatchObject(missing);
  expect(SaveCannedReplyInput.safeParse({ ...reply, content: "Hi {{membr.name}}" }).success).toBe(false);
});

test("what is shared is the admins' to keep, one's own replies nobody else sees, and another desk's are unknown", async () => {
  await using w = await deskWorld();
  const [staff, admin, stranger] = [await w.as(w.staff), await w.as(w.admin), await w.as(w.stranger)];
  const shared = { id: uuidv7(), shortcut: "hours", content: "We open at 6.", isShared: true };
  const own = { id: uuidv7(), shortcut: "bye", content: "Take care!", isShared: false };
  await expect(saveCannedReply(staff, shared)).rejects.toMatchObject({ code: "FORBIDDEN" });
  await saveCannedReply(admin, shared);
  await saveCannedReply(staff, own);
  expect(await listCannedReplies(staff)).toEqual([own, shared]);
  expect(await listCannedReplies(admin)).toEqual([shared]);
  await expect(saveCannedReply(admin, { ...own, content: "Taken" })).rejects.toMatchObject({ code: "FORBIDDEN" });
  await expect(saveCannedReply(staff, { ...shared, isShared: false })).rejects.toMatchObject({ code: "FORBIDDEN" });
  const { conversationId } = w;
  await expect(fillCannedReply(admin, { id: own.id, conversationId })).rejects.toMatchObject({ code: "CANNED_REPLY_UNKNOWN" });
  await expect(fillCannedReply(stranger, { id: shared.id, conversationId })).rejects.toMatchObject({ code: "NOT_A_PARTICIPANT" });
  for (const ctx of [staff, stranger]) await removeCannedReply(ctx, shared);
  await removeCannedReply(admin, own);
  expect(await listCannedReplies(staff)).toEqual([own, shared]);
  await removeCannedReply(admin, shared);
  expect(await listCannedReplies(staff)).toEqual([own]);
});

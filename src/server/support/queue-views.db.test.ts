import { uuidv7 } from "uuidv7";
import { expect, test } from "vitest";
import type { DeskView, QueueFilters } from "../../shared/support";
import { markRead } from "../chat/mark-read";
import { type DeskWorld, deskWorld } from "../testing/desk-world";
import { addNote } from "./add-note";
import { assignCase } from "./assign-case";
import { getCase } from "./get-case";
import { saveLabel } from "./labels";
import { readQueue } from "./read-queue";
import { resolveCase } from "./resolve-case";
import { setLabels } from "./set-labels";
import { setPriority } from "./set-priority";
import { setStatus } from "./set-status";
import { snoozeCase } from "./snooze-case";

/** A member of this name who waits: their conversation. */
const waiting = async (w: DeskWorld, name: string, topic?: string) => (await w.newcomer({ name, topic })).id;

async function seen(w: DeskWorld, conversationId: string) {
  const { version } = (await getCase(await w.as(w.staff), { conversationId, limit: 10 })).case;
  return { conversationId, version };
}

async function idsOf(w: DeskWorld, view: DeskView, filters?: QueueFilters, userId = w.staff): Promise<string[]> {
  const ids: string[] = [];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page = await readQueue(await w.as(userId), { view, limit: 2, cursor, ...(filters && { filters }) });
    ids.push(...page.items.map(({ conversation }) => conversation.id));
    cursor = page.nextCursor;
  }
  return ids;
}

test("what sleeps leaves the open views and counts until it wakes or the member writes; mentions are one's own", async () => {
  await using w = await deskWorld();
  const [staff, first] = [await w.as(w.staff), w.conversationId];
  const [second, third] = [await waiting(w, "Bea"), await waiting(w, "Cem")];
  const inMinutes = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();
  await assignCase(staff, { ...(await seen(w, second)), assigneeId: w.staff });
  await snoozeCase(staff, { ...(await seen(w, second)), until: inMinutes(20) });
  await snoozeCase(staff, { ...(await seen(w, third)), until: inMinutes(10) });
  await addNote(await w.as(w.admin), { conversationId: first, id: uuidv7(), content: "Yours?", mentions: [w.staff] });
  await addNote(await w.as(w.admin), { conversationId: third, id: uuidv7(), content: "Yours too?", mentions: [w.staff] });

  expect(await idsOf(w, "snoozed")).toEqual([third, second]);
  for (const view of ["all", "unassigned", "mentions"] as const) expect(await idsOf(w, view)).toEqual([first]);
  expect(await idsOf(w, "mine")).toEqual([]);
  expect(await idsOf(w, "mentions", undefined, w.admin)).toEqual([]);
  const { counts } = await readQueue(staff, { view: "all", limit: 1 });
  expect(counts).toEqual({ mine: 0, unassigned: 1, all: 1, mentions: 1, snoozed: 2, resolved: 0 });

  await setStatus(staff, { ...(await seen(w, second)), status: "open" });
  expect(await idsOf(w, "mine")).toEqual([second]);
  await resolveCase(staff, await seen(w, first));
  expect(await idsOf(w, "mentions")).toEqual([]);
  expect(await idsOf(w, "resolved")).toEqual([first]);
});

test("filters narrow every view, together, page by page", async () => {
  await using w = await deskWorld();
  const staff = await w.as(w.staff);
  await saveLabel(await w.as(w.admin), { name: "Billing", tone: "neutral" });
  await saveLabel(await w.as(w.admin), { name: "VIP", tone: "accent" });
  const [anna, zoe, ben] = [await waiting(w, "Anna Groß", "A charge"), await waiting(w, "Zoë Groß"), await waiting(w, "Ben Koch")];
  await setLabels(staff, { ...(await seen(w, anna)), labels: ["Billing", "VIP"] });
  await setLabels(staff, { ...(await seen(w, zoe)), labels: ["Billing"] });
  await setPriority(staff, { ...(await seen(w, zoe)), priority: "urgent" });
  await assignCase(staff, { ...(await seen(w, ben)), assigneeId: w.admin });
  await markRead(staff, { conversationId: ben, seq: 1 });
  await w.services.db.pool.query("update cases set waiting_since = waiting_since - interval '1 hour' where conversation_id = $1", [zoe]);

  expect(await idsOf(w, "all", { labels: ["Billing"] })).toEqual([zoe, anna]);
  expect(await idsOf(w, "all", { labels: ["VIP", "Billing"] })).toEqual([anna]);
  expect(await idsOf(w, "all", { priorities: ["high", "urgent"] })).toEqual([zoe]);
  expect(await idsOf(w, "all", { assigneeId: w.admin })).toEqual([ben]);
  expect(await idsOf(w, "all", { assigneeId: null })).toEqual([zoe, w.conversationId, anna]);
  expect(await idsOf(w, "all", { waitingForS: 1800 })).toEqual([zoe]);
  expect(await idsOf(w, "all", { unread: true })).toEqual([zoe, w.conversationId, anna]);
  expect(await idsOf(w, "all", { text: "groß" })).toEqual([zoe, anna]);
  expect(await idsOf(w, "all", { text: "zoe gro" })).toEqual([zoe]);
  expect(await idsOf(w, "all", { text: "CHARGE a" })).toEqual([anna]);
  expect(await idsOf(w, "all", { text: "groß", labels: ["VIP"], assigneeId: null })).toEqual([anna]);
  expect(await idsOf(w, "unassigned", { priorities: ["urgent"] })).toEqual([zoe]);
  for (const id of [anna, zoe, ben]) await resolveCase(staff, await seen(w, id));
  expect(await idsOf(w, "resolved", { labels: ["Billing"] })).toEqual([zoe, anna]);
  expect(await idsOf(w, "resolved", { text: "koch" })).toEqual([ben]);
});

test("of a member who came back again and again only the newest case stands in the queue, and pages go on past the earlier ones", async () => {
  await using w = await deskWorld();
  const staff = await w.as(w.staff);
  const other = await waiting(w, "Bea");
  await resolveCase(staff, await seen(w, other));
  for (let n = 0; n < 30; n++) {
    await resolveCase(staff, await w.seen());
    await w.say(w.member, `Again ${n}`);
  }
  expect(await idsOf(w, "resolved")).toEqual([other]);
  expect(await idsOf(w, "all")).toEqual([w.conversationId]);
  await resolveCase(staff, await w.seen());
  expect(await idsOf(w, "resolved")).toEqual([w.conversationId, other]);
});

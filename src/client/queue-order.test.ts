import { expect, it } from "vitest";
import type { Case, CaseStatus, QueueItem } from "../shared/support";
import { byWaiting, isIn, orderOf } from "./queue-order";
import { exampleConversation } from "./testing/example-conversation";

function item(id: string, waitingSince: string | null, lastActivityAt: string): QueueItem {
  const times = { waitingSince, openedAt: lastActivityAt, firstReplyAt: null, lastReplyAt: null, resolvedAt: null, snoozedUntil: null };
  const one: Case = {
    conversationId: id,
    number: 1,
    status: "open",
    priority: "normal",
    topic: null,
    assigneeId: null,
    labels: [],
    mentionedIds: [],
    mergedInto: null,
    ...times,
    version: 1,
  };
  return { conversation: exampleConversation({ id, lastActivityAt }), case: one };
}

it("puts those who wait longest first, then those who do not wait, newest activity first", () => {
  const queue = [
    item("quiet-old", null, "2026-01-01T08:00:00.000Z"),
    item("waits-short", "2026-01-01T10:00:00.000Z", "2026-01-01T10:00:00.000Z"),
    item("quiet-new", null, "2026-01-01T11:00:00.000Z"),
    item("waits-long", "2026-01-01T09:00:00.000Z", "2026-01-01T12:00:00.000Z"),
  ];
  expect(queue.sort(byWaiting).map(({ conversation }) => conversation.id)).toEqual(["waits-long", "waits-short", "quiet-new", "quiet-old"]);
});

it("puts what sleeps by its waking, and what is resolved by its activity alone", () => {
  const [early, late] = [
    item("early", "2026-01-01T08:00:00.000Z", "2026-01-01T08:00:00.000Z"),
    item("late", null, "2026-01-01T09:00:00.000Z"),
  ];
  expect([early, late].sort(orderOf("resolved")).map(({ conversation }) => conversation.id)).toEqual(["late", "early"]);
  const until = (one: QueueItem, snoozedUntil: string) => ({ ...one, case: { ...one.case, snoozedUntil } });
  const asleep = [until(early, "2026-01-03T08:00:00.000Z"), until(late, "2026-01-02T08:00:00.000Z")];
  expect(asleep.sort(orderOf("snoozed")).map(({ conversation }) => conversation.id)).toEqual(["late", "early"]);
});

it("has each case in the views that its assignee, its notes and its status say", () => {
  const viewsOf = (status: CaseStatus, assigneeId: string | null, mentionedIds: string[] = []) =>
    (["mine", "unassigned", "all", "mentions", "snoozed", "resolved"] as const).filter((view) =>
      isIn(view, { status, assigneeId, mentionedIds }, "me"),
    );
  expect(viewsOf("open", null)).toEqual(["unassigned", "all"]);
  expect(viewsOf("pending", "me")).toEqual(["mine", "all"]);
  expect(viewsOf("open", "you", ["me"])).toEqual(["all", "mentions"]);
  expect(viewsOf("snoozed", "you", ["me"])).toEqual(["snoozed"]);
  expect(viewsOf("resolved", "me")).toEqual(["resolved"]);
});

import { expect, it } from "vitest";
import type { Case, QueueItem } from "../shared/support";
import { byWaiting, isIn } from "./queue-order";
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

it("has each case in the views that its assignee and status say", () => {
  const viewsOf = (one: Pick<Case, "status" | "assigneeId">) =>
    (["mine", "unassigned", "all", "resolved"] as const).filter((view) => isIn(view, one, "me"));
  expect(viewsOf({ status: "open", assigneeId: null })).toEqual(["unassigned", "all"]);
  expect(viewsOf({ status: "pending", assigneeId: "me" })).toEqual(["mine", "all"]);
  expect(viewsOf({ status: "snoozed", assigneeId: "you" })).toEqual([]);
  expect(viewsOf({ status: "resolved", assigneeId: "me" })).toEqual(["resolved"]);
});

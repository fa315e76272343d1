import { expect, it } from "vitest";
import type { Case, QueueFilters, QueueItem } from "../shared/support";
import { filtersKey, matchesFilters, matchesText } from "./desk-filters";
import { exampleConversation } from "./testing/example-conversation";

const viewer = { viewerId: "me", now: Date.parse("2026-01-01T12:00:00.000Z") };

function item(change: Partial<Case>, conversation: Parameters<typeof exampleConversation>[0] = {}): QueueItem {
  const times = { openedAt: "2026-01-01T08:00:00.000Z", firstReplyAt: null, lastReplyAt: null, resolvedAt: null, snoozedUntil: null };
  return {
    conversation: exampleConversation(conversation),
    case: {
      conversationId: "c",
      number: 1,
      status: "open",
      priority: "normal",
      topic: null,
      assigneeId: null,
      labels: [],
      mentionedIds: [],
      mergedInto: null,
      waitingSince: null,
      version: 1,
      ...times,
      ...change,
    },
  };
}

const isFound = (filters: QueueFilters, one: QueueItem) => matchesFilters(filters, one, viewer);

it("lets through what is of one of the gyms, and without any what is of all", () => {
  const one = item({}, { gymId: "south" });
  expect([isFound({ gymIds: ["west", "south"] }, one), isFound({ gymIds: ["west"] }, one), isFound({ gymIds: [] }, one)]).toEqual([
    true,
    false,
    true,
  ]);
  expect(filtersKey({ gymIds: ["a", "b"] })).toBe(filtersKey({ gymIds: ["b", "a"] }));
  expect([filtersKey({ gymIds: [] }), filtersKey({ gymIds: ["a"] }) === filtersKey({})]).toEqual(["", false]);
});

it("lets through what has all labels, one of the priorities and the assignee", () => {
  const one = item({ labels: ["billing", "vip"], priority: "high", assigneeId: "me" });
  expect(isFound({}, one)).toBe(true);
  expect([isFound({ labels: ["vip"] }, one), isFound({ labels: ["vip", "app"] }, one)]).toEqual([true, false]);
  expect([isFound({ priorities: ["urgent", "high"] }, one), isFound({ priorities: ["low"] }, one)]).toEqual([true, false]);
  expect([isFound({ assigneeId: "me" }, one), isFound({ assigneeId: "you" }, one), isFound({ assigneeId: null }, one)]).toEqual([
    true,
    false,
    false,
  ]);
});

it("lets through who has waited so long, to the second", () => {
  const waitsAnHour = item({ waitingSince: "2026-01-01T11:00:00.000Z" });
  expect([3_599, 3_600, 3_601].map((waitingForS) => isFound({ waitingForS }, waitsAnHour))).toEqual([true, true, false]);
  expect(isFound({ waitingForS: 1 }, item({ waitingSince: null }))).toBe(false);
});

it("takes everything for unread that somebody who does not take part could read", () => {
  expect(isFound({ unread: true }, item({}, { lastSeq: 3, unreadCount: 0, participants: [] }))).toBe(true);
  expect(isFound({ unread: true }, item({}, { lastSeq: 0, unreadCount: 0, participants: [] }))).toBe(false);
});

it("finds words in the topic whatever their case and accents", () => {
  const one = item({ topic: "Beitrag für März" });
  expect(["marz", "BEITRAG fur", "maerz", "beitrag april"].map((text) => matchesText(text, one))).toEqual([true, true, false, false]);
});

it("knows filters that ask for the same by the same key", () => {
  expect(filtersKey({ labels: [], priorities: [], text: "  " })).toBe("");
  expect(filtersKey({ labels: ["b", "a"], text: " x " })).toBe(filtersKey({ text: "x", labels: ["a", "b"] }));
  expect(filtersKey({ assigneeId: null })).not.toBe("");
});

import { expect, it } from "vitest";
import type { CaseEntry, Note } from "@/shared/cases";
import type { Message } from "@/shared/messages";
import { caseItems, rowOf } from "./case-items";

const at = "2026-11-20T10:00:00.000Z";
const ofConversation = { conversationId: "c" };

function entry(version: number, kind: "assigned" | "replied" = "assigned", place = 0): CaseEntry {
  const common = { ...ofConversation, number: 1, version, place, actorId: "anna", at };
  return kind === "assigned" ? { ...common, kind, from: null, to: "anna" } : { ...common, kind, waitedSince: at, isFirst: true };
}

function note(version: number, content = "A note"): Note {
  return { ...ofConversation, id: `n${version}`, authorId: "anna", content, mentions: [], createdAt: at, version };
}

function message(seq: number, version: number): Message {
  const nothing = { replyToId: null, editedAt: null, deletedAt: null };
  return { ...ofConversation, id: `m${seq}`, seq, version, senderId: "dan", kind: "text", content: "Hello", createdAt: at, ...nothing };
}

const keys = (items: ReturnType<typeof caseItems>) =>
  items.map((item) => (item.kind === "note" ? item.key : item.entries.map(({ version, place }) => `${version}.${place}`).join(" ")));

it("puts what was done between two messages into one item, and starts another behind a message or a note", () => {
  const timeline = [entry(2), entry(2, "assigned", 1), entry(3), entry(5), entry(7), entry(8)];
  const items = caseItems({ notes: [note(6)], timeline, pendingNoteIds: [], unsavedNoteIds: [] }, [message(1, 1), message(2, 4)]);
  expect(keys(items)).toEqual(["2.0 2.1 3.0", "5.0", "note:n6", "7.0 8.0"]);
  expect(items.map((item) => rowOf(item).version)).toEqual([2, 5, 6, 7]);
});

it("leaves out that somebody was answered, which the answer says itself", () => {
  expect(caseItems({ notes: [], timeline: [entry(2, "replied"), entry(3)], pendingNoteIds: [], unsavedNoteIds: [] }, [])).toHaveLength(1);
});

it("says which note is on its way, behind everything else", () => {
  const onItsWay = note(Number.MAX_SAFE_INTEGER, "Soon");
  const items = caseItems({ notes: [note(2), onItsWay], timeline: [entry(9)], pendingNoteIds: [onItsWay.id], unsavedNoteIds: [] }, []);
  expect(items.at(-1)).toMatchObject({ kind: "note", state: "pending" });
  expect(items[0]).toMatchObject({ kind: "note", state: "saved" });
});

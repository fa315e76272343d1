/**
 * The shapes in which a client keeps things on its device. Each carries the version of its shape: what another version of the program wrote, newer or
 * older, is passed over and left where it is, unless it is read here.
 */
import type { ConversationState } from "../shared/apply-event";
import type { Me } from "../shared/people";
import type { Case, DeskView } from "../shared/support";
import type { StorageChange, StorageEntry } from "./client-storage";
import type { WaitingMessage } from "./outbox-lanes";

const shapeVersion = 1;

/** How far a snapshot goes; its conversations stand beside it. */
export interface SnapshotRecord {
  me: Me;
  /** Everything up to this cursor is in the conversations of this snapshot … */
  cursor: string;
  /** … which are these. What else there is was left by another tab and may be older. */
  ids: string[];
  deskCursor: string | null;
  /** Whether the inbox has no more conversations than these. */
  isWhole: boolean;
  cases: Case[];
  counts: Readonly<Partial<Record<DeskView, number>>> | null;
  /** How far conversations were read, where the server may not know it yet. */
  marks: Record<string, number>;
}

export interface ConversationRecord {
  conversation: ConversationState;
  /** Up to this version of the conversation every change is in it (`Store`). */
  heard: number;
}

export interface DraftRecord {
  text: string;
  /** Epoch milliseconds of this device. */
  at: number;
}

/** What a device has of one user. */
export interface Kept {
  snapshot: SnapshotRecord | null;
  conversations: ConversationRecord[];
  waiting: WaitingMessage[];
  drafts: Map<string, DraftRecord>;
}

/** Who was last here. */
export const viewerKey = "viewer";
export const keysOf = (userId: string) => ({
  all: `${userId}/`,
  snapshot: `${userId}/snapshot`,
  conversations: `${userId}/conversation/`,
  outbox: `${userId}/outbox/`,
  drafts: `${userId}/draft/`,
});

/** A change that writes a record, or removes it. */
export function recordChange(key: string, record: object | undefined): StorageChange {
  return { key, value: record && { v: shapeVersion, ...record } };
}

/** Reads what stands under a user's keys, as far as this version of the program can. */
export function keptOf(userId: string, entries: readonly StorageEntry[]): Kept {
  const keys = keysOf(userId);
  const kept: Kept = { snapshot: null, conversations: [], waiting: [], drafts: new Map() };
  for (const { key, value } of entries) {
    const record = recordOf(value);
    if (!record) continue;
    if (key === keys.snapshot) kept.snapshot = isSnapshot(record, userId) ? record : null;
    else if (key.startsWith(keys.conversations)) kept.conversations.push(...(isConversation(record) ? [record] : []));
    else if (key.startsWith(keys.outbox)) kept.waiting.push(...(isWaiting(record) ? [waitingOf(record)] : []));
    else if (key.startsWith(keys.drafts) && isDraft(record)) kept.drafts.set(key.slice(keys.drafts.length), record);
  }
  return kept;
}

type Fields = Record<string, unknown>;

function recordOf(value: unknown): Fields | null {
  const record = value as Fields | null;
  return typeof record === "object" && record?.v === shapeVersion ? record : null;
}

function isSnapshot(record: Fields, userId: string): record is Fields & SnapshotRecord {
  const { me, cursor, ids, cases, marks } = record as Partial<SnapshotRecord>;
  const isWhole = Array.isArray(ids) && Array.isArray(cases) && typeof marks === "object";
  return me?.id === userId && typeof me.gym === "object" && typeof cursor === "string" && isWhole;
}

function isConversation(record: Fields): record is Fields & ConversationRecord {
  const { conversation, heard } = record as Partial<ConversationRecord>;
  return (
    typeof heard === "number" &&
    typeof conversation?.id === "string" &&
    typeof conversation.version === "number" &&
    Array.isArray(conversation.participants) &&
    Array.isArray(conversation.messages)
  );
}

function isWaiting(record: Fields): record is Fields & WaitingMessage {
  const { id, conversationId, content, place, state } = record as Partial<WaitingMessage>;
  return (
    typeof id === "string" &&
    typeof conversationId === "string" &&
    typeof content === "string" &&
    typeof place === "number" &&
    (state === "pending" || state === "failed")
  );
}

function waitingOf({ id, conversationId, content, replyToId, afterSeq, writtenAt, state, error, place }: WaitingMessage): WaitingMessage {
  return { id, conversationId, content, replyToId, ...(afterSeq !== undefined && { afterSeq }), writtenAt, state, error, place };
}

function isDraft(record: Fields): record is Fields & DraftRecord {
  return typeof record.text === "string" && typeof record.at === "number";
}

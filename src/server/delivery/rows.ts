/** Rows of the database as the wire shows them. Times may come from a column (already ISO) or from inside a JSON column (with an offset). */
import type { CaseEntry, CaseFact, Note } from "../../shared/cases";
import type { Conversation, OwnSettings, Participant } from "../../shared/conversations";
import type { Message, MessageKind } from "../../shared/messages";
import type { Role } from "../../shared/people";
import type { Case, CasePriority, CaseStatus } from "../../shared/support";

export interface MessageRow {
  conversation_id: string;
  id: string;
  seq: number;
  version: number;
  sender_id: string;
  kind: MessageKind;
  content: string;
  reply_to_id: string | null;
  created_at: string;
  edited_at: string | null;
  deleted_at: string | null;
}

export interface ParticipantRow {
  user_id: string;
  name: string;
  avatar_url: string | null;
  role: Role;
  joined_at: string;
  left_at: string | null;
  last_delivered_seq: number;
  last_read_seq: number;
  last_read_at: string | null;
  membership_version: number;
  settings_version: number;
  muted_until: string | null;
  archived_at: string | null;
  archived_seq: number;
}

export interface ConversationRow {
  id: string;
  type: Conversation["type"];
  name: string | null;
  name_version: number;
  gym_id: string;
  member_id: string | null;
  created_at: string;
  last_seq: number;
  last_message_at: string | null;
  version: number;
}

export interface CaseRow {
  conversation_id: string;
  number: number;
  status: CaseStatus;
  priority: CasePriority;
  topic: string | null;
  assignee_id: string | null;
  labels: string[];
  waiting_since: string | null;
  opened_at: string;
  first_reply_at: string | null;
  last_reply_at: string | null;
  resolved_at: string | null;
  snoozed_until: string | null;
  mentioned_ids: string[];
  merged_into: number | null;
  version: number;
}

export interface NoteRow {
  conversation_id: string;
  id: string;
  author_id: string;
  content: string;
  mentions: string[];
  created_at: string;
  version: number;
}

export interface EntryRow {
  conversation_id: string;
  number: number;
  version: number;
  place: number;
  kind: CaseFact["kind"];
  actor_id: string | null;
  at: string;
  /** The rest of the fact. */
  data: Omit<CaseFact, "kind">;
}

/** Of `cases`, as `caseOf` reads them. */
export const caseColumns = `conversation_id, number, status, priority, topic, assignee_id, labels, waiting_since, opened_at, first_reply_at, last_reply_at,
  resolved_at, snoozed_until, mentioned_ids, merged_into, version`;

/** Of `notes`, as `noteOf` reads them. */
export const noteColumns = `conversation_id, id, author_id, content, created_at, version,
  array(select m.user_id from note_mentions m where m.conversation_id = notes.conversation_id and m.note_id = notes.id order by m.user_id) as mentions`;

/** Of `case_events`, as `entryOf` reads them. */
export const entryColumns = "conversation_id, number, version, place, kind, actor_id, at, data";

export const messageColumns = "conversation_id, id, seq, version, sender_id, kind, content, reply_to_id, created_at, edited_at, deleted_at";

// Inside JSON a session in UTC writes 2026-03-01T12:00:00.5+00:00; there are hundreds in a page, and a Date costs twenty times as much.
function iso(time: string): string {
  if (time.endsWith("Z")) return time;
  if (time.endsWith("+00:00")) return `${time.slice(0, 19)}.${time.slice(20, -6).padEnd(3, "0")}Z`;
  return new Date(time).toISOString();
}

/** The same for a time that may be missing. */
export function isoOrNull(time: string | null): string | null {
  return time === null ? null : iso(time);
}

export function messageOf(row: MessageRow): Message {
  return {
    id: row.id,
    conversationId: row.conversation_id,
    seq: row.seq,
    version: row.version,
    senderId: row.sender_id,
    kind: row.kind,
    content: row.content,
    replyToId: row.reply_to_id,
    createdAt: iso(row.created_at),
    editedAt: isoOrNull(row.edited_at),
    deletedAt: isoOrNull(row.deleted_at),
  };
}

export function participantOf(row: ParticipantRow): Participant {
  return {
    id: row.user_id,
    name: row.name,
    avatarUrl: row.avatar_url,
    role: row.role,
    joinedAt: iso(row.joined_at),
    leftAt: isoOrNull(row.left_at),
    lastDeliveredSeq: row.last_delivered_seq,
    lastReadSeq: row.last_read_seq,
    lastReadAt: isoOrNull(row.last_read_at),
    version: row.membership_version,
  };
}

export function settingsOf(row: ParticipantRow): OwnSettings {
  return {
    mutedUntil: isoOrNull(row.muted_until),
    archivedAt: isoOrNull(row.archived_at),
    archivedSeq: row.archived_seq,
    version: row.settings_version,
  };
}

export function conversationOf(
  row: ConversationRow,
  participants: readonly ParticipantRow[],
  lastMessage: MessageRow | null,
): Conversation {
  return {
    id: row.id,
    type: row.type,
    name: row.name,
    nameVersion: row.name_version,
    gymId: row.gym_id,
    memberId: row.member_id,
    createdAt: iso(row.created_at),
    lastSeq: row.last_seq,
    lastMessage: lastMessage && messageOf(lastMessage),
    lastActivityAt: iso(row.last_message_at ?? row.created_at),
    version: row.version,
    participants: participants.map(participantOf),
  };
}

export function caseOf(row: CaseRow): Case {
  return {
    conversationId: row.conversation_id,
    number: row.number,
    status: row.status,
    priority: row.priority,
    topic: row.topic,
    assigneeId: row.assignee_id,
    labels: row.labels,
    waitingSince: isoOrNull(row.waiting_since),
    openedAt: iso(row.opened_at),
    firstReplyAt: isoOrNull(row.first_reply_at),
    lastReplyAt: isoOrNull(row.last_reply_at),
    resolvedAt: isoOrNull(row.resolved_at),
    snoozedUntil: isoOrNull(row.snoozed_until),
    mentionedIds: row.mentioned_ids,
    mergedInto: row.merged_into,
    version: row.version,
  };
}

export function noteOf(row: NoteRow): Note {
  return {
    id: row.id,
    conversationId: row.conversation_id,
    authorId: row.author_id,
    content: row.content,
    mentions: row.mentions,
    createdAt: iso(row.created_at),
    version: row.version,
  };
}

export function entryOf(row: EntryRow): CaseEntry {
  // The kind was written with its data (`support/case-rows.ts`).
  const fact = { kind: row.kind, ...row.data } as CaseFact;
  return {
    ...fact,
    conversationId: row.conversation_id,
    number: row.number,
    version: row.version,
    place: row.place,
    actorId: row.actor_id,
    at: iso(row.at),
  };
}

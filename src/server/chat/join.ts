import type { Change, Step } from "../delivery/change";
import { type ParticipantRow, participantOf, settingsOf } from "../delivery/rows";
import { type ConversationKey, everyone, type Membership, only, type TellEvent } from "../delivery/told";
import type { Sql } from "../platform/db";
import { readConversation } from "./read-summary";

interface JoinRequest {
  key: ConversationKey;
  /** `lastSeq`: how far those who join have read. */
  step: Step;
  userIds: readonly string[];
}

// Who joins, anew or again, has nothing unread: what was said before is history. Each gets the role they have now.
const insertParticipants = {
  name: "chat-insert-participants",
  text: `
    insert into conversation_participants as p (conversation_id, user_id, role, joined_at, last_read_seq, last_delivered_seq, last_read_at,
      version, membership_version, changed_at)
    select $1, u.id, u.role, $4, $5, $5, $4, $3, $3, $4 from users u where u.id = any($2::uuid[])
    on conflict (conversation_id, user_id) do update set
      role = excluded.role, joined_at = excluded.joined_at, left_at = null,
      last_read_at = case when excluded.last_read_seq > p.last_read_seq then excluded.last_read_at else p.last_read_at end,
      last_read_seq = greatest(p.last_read_seq, excluded.last_read_seq),
      last_delivered_seq = greatest(p.last_delivered_seq, excluded.last_delivered_seq),
      version = excluded.version, membership_version = excluded.membership_version, changed_at = excluded.changed_at`,
};

const participantRows = {
  name: "chat-participant-rows",
  text: `
    select cp.user_id, u.name, u.avatar_url, cp.role, cp.joined_at, cp.left_at, cp.last_delivered_seq, cp.last_read_seq, cp.last_read_at,
      cp.membership_version, cp.settings_version, cp.muted_until, cp.archived_at, cp.archived_seq
    from conversation_participants cp join users u on u.id = cp.user_id
    where cp.conversation_id = $1 and cp.user_id = any($2::uuid[])`,
};

/**
 * Lets people into a conversation, as part of a step: those inside hear who came, those who came get the conversation.
 * @returns what is to be told
 */
export async function join(change: Change, request: JoinRequest): Promise<Joined> {
  await enroll(change, request);
  return joined(change, request);
}

/** What is to be told of those who joined. */
export interface Joined {
  events: TellEvent[];
  memberships: Membership[];
}

/** The first half of `join`, for those who write in the same step: a message is by somebody who takes part. */
export async function enroll({ sql }: Change, { key, step, userIds }: JoinRequest): Promise<void> {
  await sql.rows(insertParticipants, [key.id, userIds, step.version, step.at, step.lastSeq]);
}

/** The second half of `join`: the conversation as it stands at the end of the step. */
export async function joined({ sql }: Change, { key, userIds }: JoinRequest): Promise<Joined> {
  const rows = await readParticipantRows(sql, key.id, userIds);
  const conversation = await readConversation(sql, key.id);
  return {
    memberships: rows.map((row) => ({ userId: row.user_id, joined: true })),
    events: [
      { event: { type: "conversation", conversation }, to: only(...userIds) },
      ...rows.flatMap((row) => (row.settings_version > 0 ? [settingsEvent(key.id, row)] : [])),
      ...rows.map((row) => ({ event: participantEvent(key.id, row), to: everyone })),
    ],
  };
}

export function readParticipantRows(sql: Sql, conversationId: string, userIds: readonly string[]): Promise<ParticipantRow[]> {
  return sql.rows<ParticipantRow & Record<string, unknown>>(participantRows, [conversationId, userIds]);
}

/** Who comes back finds what they had set. */
function settingsEvent(conversationId: string, row: ParticipantRow): TellEvent {
  return { event: { type: "settings", conversationId, version: row.settings_version, own: settingsOf(row) }, to: only(row.user_id) };
}

export function participantEvent(conversationId: string, row: ParticipantRow) {
  return { type: "participant", conversationId, version: row.membership_version, participant: participantOf(row) } as const;
}

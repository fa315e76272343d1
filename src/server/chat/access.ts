/** Who may be in a conversation, asked of the database at the moment of reading or writing. "Absent" and "not yours" are one answer. */
import { AppError } from "../../shared/errors";
import { isDeskRole, mayTakePart, worksAtDesk } from "../../shared/permissions";
import type { Actor } from "../accounts/actor";
import type { Change, LockedConversation } from "../delivery/change";
import type { ConversationKey } from "../delivery/told";
import type { Sql } from "../platform/db";

/** The actor's own row of a conversation. */
export interface Part {
  isActive: boolean;
  lastReadSeq: number;
  lastDeliveredSeq: number;
}

interface PartRow extends Record<string, unknown> {
  left_at: string | null;
  last_read_seq: number;
  last_delivered_seq: number;
}

const readPart = {
  name: "chat-read-part",
  text: "select left_at, last_read_seq, last_delivered_seq from conversation_participants where conversation_id = $1 and user_id = $2",
};

/**
 * Locks a conversation for a change by the actor.
 * @returns the conversation, and the actor's row, `null` for desk staff who have none yet
 * @throws NOT_A_PARTICIPANT
 */
export async function enter(
  change: Change,
  actor: Actor,
  conversationId: string,
): Promise<{ conversation: LockedConversation; part: Part | null }> {
  const conversation = await change.lock(conversationId);
  if (!conversation) throw new AppError("NOT_A_PARTICIPANT");
  const [row] = await change.sql.rows<PartRow>(readPart, [conversationId, actor.id]);
  const part = row ? { isActive: row.left_at === null, lastReadSeq: row.last_read_seq, lastDeliveredSeq: row.last_delivered_seq } : null;
  if (!mayTakePart(actor, conversation.key, part?.isActive ?? false)) throw new AppError("NOT_A_PARTICIPANT");
  return { conversation, part };
}

interface AccessRow extends Record<string, unknown> {
  type: ConversationKey["type"];
  gym_id: string;
  member_id: string | null;
  last_seq: number;
  participates: boolean;
}

const readAccess = {
  name: "chat-read-access",
  text: `
    select c.type, c.gym_id, c.member_id, c.last_seq, (p.user_id is not null and p.left_at is null) as participates
    from conversations c left join conversation_participants p on p.conversation_id = c.id and p.user_id = $2
    where c.id = $1`,
};

/**
 * Checks that the actor may read a conversation now.
 * @returns the conversation's `lastSeq`, and whether the actor has a part of their own (desk staff may read without one)
 * @throws NOT_A_PARTICIPANT
 */
export async function mayRead(sql: Sql, actor: Actor, conversationId: string): Promise<{ lastSeq: number; participates: boolean }> {
  const [row] = await sql.rows<AccessRow>(readAccess, [conversationId, actor.id]);
  const key = row && { type: row.type, gymId: row.gym_id, memberId: row.member_id };
  if (!row || !key || !mayTakePart(actor, key, row.participates)) throw new AppError("NOT_A_PARTICIPANT");
  return { lastSeq: row.last_seq, participates: row.participates };
}

/** @throws FORBIDDEN for everybody but staff and admins */
export function requireDesk(actor: Actor): void {
  if (!isDeskRole(actor.role)) throw new AppError("FORBIDDEN");
}

/**
 * The gym whose desk a call is about: the one that it names, otherwise the caller's own.
 * @throws FORBIDDEN where the caller does not work at the desk, whether there is such a gym or not
 */
export function requireDeskOf(actor: Actor, gymId: string = actor.gymId): string {
  if (!worksAtDesk(actor, gymId)) throw new AppError("FORBIDDEN");
  return gymId;
}

/** The desks that a question is about: those of the caller that it names, or all of them when it names none. Others are passed over, like what is not there. */
export function desksAmong({ deskGymIds }: Pick<Actor, "deskGymIds">, gymIds: readonly string[] = []): readonly string[] {
  return gymIds.length > 0 ? deskGymIds.filter((gymId) => gymIds.includes(gymId)) : deskGymIds;
}

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

/** Somebody, and a conversation that they would read. */
export interface Access {
  actor: Actor;
  conversationId: string;
}

interface AccessRow extends Record<string, unknown> {
  /** `null` where there is no such conversation. */
  type: ConversationKey["type"] | null;
  gym_id: string;
  member_id: string | null;
  participates: boolean;
}

// Every look-up ends in LIMIT 1, which cannot become a join: the plan holds whatever the statistics say.
const readAccess = {
  name: "chat-read-access",
  text: `
    select c.type, c.gym_id, c.member_id, p.user_id is not null and p.left_at is null as participates
    from unnest($1::uuid[], $2::uuid[]) with ordinality as s (conversation_id, user_id, n)
    left join lateral (select x.type, x.gym_id, x.member_id from conversations x where x.id = s.conversation_id limit 1) c on true
    left join lateral (
      select x.user_id, x.left_at from conversation_participants x
      where x.conversation_id = s.conversation_id and x.user_id = s.user_id limit 1) p on true
    order by s.n`,
};

/** Of each whether they may read that conversation now, in one question. */
export async function mayReadEach(sql: Sql, all: readonly Access[]): Promise<boolean[]> {
  const rows = await sql.rows<AccessRow>(readAccess, [all.map(({ conversationId }) => conversationId), all.map(({ actor }) => actor.id)]);
  return all.map(({ actor }, at) => {
    const row = rows[at];
    if (!row || row.type === null) return false;
    return mayTakePart(actor, { type: row.type, gymId: row.gym_id, memberId: row.member_id }, row.participates);
  });
}

/**
 * Checks that the actor may read a conversation now; desk staff may without taking part in it.
 * @throws NOT_A_PARTICIPANT
 */
export async function mayRead(sql: Sql, actor: Actor, conversationId: string): Promise<void> {
  const [may] = await mayReadEach(sql, [{ actor, conversationId }]);
  if (!may) throw new AppError("NOT_A_PARTICIPANT");
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

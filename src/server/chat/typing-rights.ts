/**
 * Who may type, and who may watch that, is asked of the database each time, as everywhere: somebody removed a moment ago is refused. But of all that
 * passes a socket signs of typing are the most frequent and the least urgent, so those of one moment are asked about together: thirty who watch a
 * class cost one question, not thirty.
 */
import { AppError } from "../../shared/errors";
import { mayTakePart } from "../../shared/permissions";
import type { Actor } from "../accounts/actor";
import type { ConversationKey } from "../delivery/told";
import type { Clock } from "../platform/clock";
import type { Sql } from "../platform/db";
import { together } from "../platform/together";

/** From one question to the next, where people type all the time. */
const gatherMs = 50;
const pairsPerQuestion = 500;

interface Asked {
  actor: Actor;
  conversationId: string;
}

export interface TypingRights {
  /** @throws NOT_A_PARTICIPANT */
  requireType(actor: Actor, conversationId: string): Promise<void>;
  /** @throws NOT_A_PARTICIPANT */
  requireWatch(actor: Actor, conversationId: string): Promise<void>;
}

interface RightRow extends Record<string, unknown> {
  /** `null` where there is no such conversation. */
  type: ConversationKey["type"] | null;
  gym_id: string;
  member_id: string | null;
  participates: boolean;
}

// Every look-up ends in LIMIT 1, which cannot become a join: the plan holds whatever the statistics say.
const readRights = {
  name: "chat-read-typing-rights",
  text: `
    select c.type, c.gym_id, c.member_id, p.left_at is null and p.user_id is not null as participates
    from unnest($1::uuid[], $2::uuid[]) with ordinality as s (conversation_id, user_id, n)
    left join lateral (select x.type, x.gym_id, x.member_id from conversations x where x.id = s.conversation_id limit 1) c on true
    left join lateral (
      select x.user_id, x.left_at from conversation_participants x
      where x.conversation_id = s.conversation_id and x.user_id = s.user_id limit 1) p on true
    order by s.n`,
};

/** @param clock for the moment in which questions gather; the first after a silence is asked at once */
export function openTypingRights(db: Sql, clock: Pick<Clock, "after">): TypingRights {
  // A question of their own each: who watches is asked about because somebody types, and would always come into the other's pause.
  const mayType = asker(db, clock);
  const mayWatch = asker(db, clock);
  const required = (may: (asked: Asked) => Promise<boolean>) => async (actor: Actor, conversationId: string) => {
    if (!(await may({ actor, conversationId }))) throw new AppError("NOT_A_PARTICIPANT");
  };
  return { requireType: required(mayType), requireWatch: required(mayWatch) };
}

function asker(db: Sql, clock: Pick<Clock, "after">): (asked: Asked) => Promise<boolean> {
  const ask = async (all: readonly Asked[]) => {
    const pairs = [all.map(({ conversationId }) => conversationId), all.map(({ actor }) => actor.id)];
    const rows = await db.rows<RightRow>(readRights, pairs);
    return rows.map((row, at) => mayBeIn(row, all[at]?.actor));
  };
  return together(ask, { most: pairsPerQuestion, atATime: 1, pause: { ms: gatherMs, clock } });
}

function mayBeIn({ type, gym_id: gymId, member_id: memberId, participates }: RightRow, actor: Actor | undefined): boolean {
  return type !== null && actor !== undefined && mayTakePart(actor, { type, gymId, memberId }, participates);
}

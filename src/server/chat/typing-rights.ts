/**
 * Who may type, and who may watch that, is asked of the database each time, as everywhere: somebody removed a moment ago is refused. But of all that
 * passes a socket signs of typing are the most frequent and the least urgent, so those of one moment are asked about together: thirty who watch a
 * class cost one question, not thirty.
 */
import { AppError } from "../../shared/errors";
import type { Actor } from "../accounts/actor";
import type { Clock } from "../platform/clock";
import type { Sql } from "../platform/db";
import { together } from "../platform/together";
import { type Access, mayReadEach } from "./access";

/** From one question to the next, where people type all the time. */
const gatherMs = 50;
const pairsPerQuestion = 500;

export interface TypingRights {
  /** @throws NOT_A_PARTICIPANT */
  requireType(actor: Actor, conversationId: string): Promise<void>;
  /** @throws NOT_A_PARTICIPANT */
  requireWatch(actor: Actor, conversationId: string): Promise<void>;
}

/** @param clock for the moment in which questions gather; the first after a silence is asked at once */
export function openTypingRights(db: Sql, clock: Pick<Clock, "after">): TypingRights {
  // A question of their own each: who watches is asked about because somebody types, and would always come into the other's pause.
  const mayType = asker(db, clock);
  const mayWatch = asker(db, clock);
  const required = (may: (access: Access) => Promise<boolean>) => async (actor: Actor, conversationId: string) => {
    if (!(await may({ actor, conversationId }))) throw new AppError("NOT_A_PARTICIPANT");
  };
  return { requireType: required(mayType), requireWatch: required(mayWatch) };
}

function asker(db: Sql, clock: Pick<Clock, "after">): (access: Access) => Promise<boolean> {
  const ask = (all: readonly Access[]) => mayReadEach(db, all);
  return together(ask, { most: pairsPerQuestion, atATime: 1, pause: { ms: gatherMs, clock } });
}

import { AppError } from "../../shared/errors";
import { worksAtDesk } from "../../shared/permissions";
import type { Case } from "../../shared/support";
import type { ChatContext } from "../chat/context";
import type { Change, LockedConversation } from "../delivery/change";
import { told } from "../delivery/told";
import type { Sql } from "../platform/db";
import { type CaseChanges, readCurrentCase, writeCase } from "./case-rows";

/** What a verb wants of a case. */
export interface Wanted {
  /** Whether the case is as wanted already: then nothing changes, whatever was seen, and the same call sent again answers the same. */
  isSo(current: Case): boolean;
  /** What is to change, of a case that is as the caller saw it; what its gym has (people, labels, rules) decides. */
  decide(current: Case, change: Change, gymId: string): CaseChanges | Promise<CaseChanges>;
}

/** A case as the caller saw it. */
export interface SeenCase {
  conversationId: string;
  version: number;
}

/** What a change is part of, such as an action over many cases. */
export interface PartOf {
  /** Refuses a case before anything of it is looked at. */
  enter(sql: Sql, conversationId: string): Promise<void>;
  /** What else belongs into the commit of the change. */
  record(sql: Sql, changed: { before: Case; after: Case }): Promise<void>;
}

/**
 * Changes the present case of a support conversation, for somebody at its desk. One of several who saw the same version succeeds; the others are told
 * how the case is now, and by whom.
 * @throws RATE_LIMITED · NOT_A_PARTICIPANT · CASE_CHANGED
 */
export async function changeCase(ctx: ChatContext, seen: SeenCase, wanted: Wanted): Promise<Case> {
  await ctx.rateLimits.take("marks", ctx.actor.id);
  return changeOneCase(ctx, { seen, wanted });
}

/**
 * The same uncounted, for one of many.
 * @throws NOT_A_PARTICIPANT · CASE_CHANGED
 */
export function changeOneCase(
  ctx: Pick<ChatContext, "actor" | "delivery">,
  { seen: { conversationId, version }, wanted: { isSo, decide }, partOf }: { seen: SeenCase; wanted: Wanted; partOf?: PartOf },
): Promise<Case> {
  const { actor } = ctx;
  return ctx.delivery.change(async (change) => {
    const { conversation, current } = await enterCase(change, ctx, conversationId);
    await partOf?.enter(change.sql, conversationId);
    if (isSo(current)) return current;
    if (current.version !== version) throw await caseChanged(change.sql, current);
    const changes = await decide(current, change, conversation.key.gymId);
    const step = await change.step(conversation);
    const written = await writeCase(change.sql, { before: current, ...changes }, { step, actorId: actor.id });
    await partOf?.record(change.sql, { before: current, after: written.case });
    change.tell(told(conversation.key, step.version, { events: written.events }));
    return written.case;
  });
}

/**
 * Locks a support conversation for somebody at its desk.
 * @throws NOT_A_PARTICIPANT to everybody else, the member whose conversation it is too
 */
export async function enterCase(
  change: Change,
  { actor }: Pick<ChatContext, "actor">,
  conversationId: string,
): Promise<{ conversation: LockedConversation; current: Case }> {
  const conversation = await change.lock(conversationId);
  if (conversation?.key.type !== "support" || !worksAtDesk(actor, conversation.key.gymId)) throw new AppError("NOT_A_PARTICIPANT");
  const current = await readCurrentCase(change.sql, conversationId);
  if (!current) throw new Error(`support conversation ${conversationId} has no case`);
  return { conversation, current };
}

// Whoever raised the case to its version: as its timeline says, or by a note that mentions somebody, or by words that began a wait. Of what the clock did,
// nobody.
const readLastActor = {
  name: "support-read-last-actor",
  text: `
    select u.id, u.name from (
      (select 1 as rank, actor_id from case_events where conversation_id = $1 and version = $2 limit 1)
      union all (select 2, author_id from notes where conversation_id = $1 and version = $2)
      union all (select 3, sender_id from messages where conversation_id = $1 and version = $2)
      order by rank limit 1) last
    join users u on u.id = last.actor_id`,
};

/** The refusal of what was decided on an older case. */
export async function caseChanged(sql: Sql, current: Case): Promise<AppError> {
  const [by] = await sql.rows<{ id: string; name: string }>(readLastActor, [current.conversationId, current.version]);
  return new AppError("CASE_CHANGED", { current, by: by ?? null });
}

import type { BulkFailure, BulkUndone } from "../../shared/bulk";
import type { CaseFact } from "../../shared/cases";
import { AppError } from "../../shared/errors";
import type { Case } from "../../shared/support";
import { requireDesk } from "../chat/access";
import type { ChatContext } from "../chat/context";
import { told } from "../delivery/told";
import type { Sql } from "../platform/db";
import { type BulkStep, countLeftToUndo, endBulk, markStepUndone, stepsToUndo } from "./bulk-rows";
import { type CaseChanges, writeCase } from "./case-rows";
import { caseChanged, enterCase } from "./change-case";
import { attempt, stillTheirs } from "./change-many";

const readMeanwhile = {
  name: "support-read-meanwhile",
  text: `
    select exists (select 1 from desk_people d where d.user_id = $3 and d.gym_id = c.gym_id) as is_at_desk,
      exists (select 1 from desk_people d where d.user_id = $4 and d.gym_id = c.gym_id) as is_actor_at_desk,
      exists (
        select 1 from messages m where m.conversation_id = c.id and m.version > $2 and m.sender_id <> c.member_id and m.kind <> 'system'
          and m.created_at >= (select e.at from case_events e where e.conversation_id = c.id and e.version = $2 limit 1)) as is_answered
    from conversations c where c.id = $1`,
};

/**
 * Puts back what an action of the caller over many cases did; the next of them, until none is left. A case that somebody has changed since stays as it is.
 * Once begun it can be finished at any time; the same call again puts nothing back twice.
 * @throws RATE_LIMITED · FORBIDDEN for everybody but staff and admins · UNDO_EXPIRED
 */
export async function undoMany(ctx: ChatContext, { id }: { id: string }): Promise<BulkUndone> {
  const { actor, db } = ctx;
  requireDesk(actor);
  await ctx.rateLimits.take("marks", actor.id);
  await endBulk(db, actor, id);
  const done: string[] = [];
  const failed: BulkFailure[] = [];
  for (const step of await stepsToUndo(db, id)) {
    const failure = await attempt(() => putBack(ctx, id, step), step);
    if (!failure) done.push(step.conversationId);
    else {
      failed.push(failure);
      await markStepUndone(db, id, step.conversationId);
    }
  }
  return { done, failed: await stillTheirs(ctx, failed), left: await countLeftToUndo(db, id) };
}

function putBack(ctx: ChatContext, id: string, { conversationId, number, before, version }: BulkStep): Promise<void> {
  return ctx.delivery.change(async (change) => {
    const { conversation, current } = await enterCase(change, ctx, conversationId);
    if (!(await markStepUndone(change.sql, id, conversationId))) return;
    if (current.number !== number || current.version !== version) throw await caseChanged(change.sql, current);
    const back = backTo(current, await stillTrue(change.sql, current, { before, actorId: ctx.actor.id }));
    const step = await change.step(conversation);
    const { events } = await writeCase(change.sql, { before: current, ...back }, { step, actorId: ctx.actor.id });
    change.tell(told(conversation.key, step.version, { events }));
  });
}

/**
 * What the case was, but for an owner who has left the desk, and a wait that the desk has answered although the case was resolved.
 * @throws NOT_A_PARTICIPANT to who has left the desk since the call began: a chunk takes seconds
 */
async function stillTrue(
  sql: Sql,
  { conversationId, version }: Case,
  { before, actorId }: { before: BulkStep["before"]; actorId: string },
): Promise<BulkStep["before"]> {
  const { assigneeId, waitingSince } = before;
  const values = [conversationId, version, assigneeId, actorId];
  const [row] = await sql.rows<{ is_at_desk: boolean; is_answered: boolean; is_actor_at_desk: boolean }>(readMeanwhile, values);
  if (!row?.is_actor_at_desk) throw new AppError("NOT_A_PARTICIPANT");
  return { ...before, assigneeId: row?.is_at_desk ? assigneeId : null, waitingSince: row?.is_answered ? null : waitingSince };
}

/** The way back, told on the timeline like any other change. */
function backTo(current: Case, before: BulkStep["before"]): CaseChanges {
  const facts: CaseFact[] = [];
  if (current.assigneeId !== before.assigneeId) facts.push({ kind: "assigned", from: current.assigneeId, to: before.assigneeId });
  if (current.priority !== before.priority) facts.push({ kind: "priority", from: current.priority, to: before.priority });
  const added = before.labels.filter((label) => !current.labels.includes(label));
  const removed = current.labels.filter((label) => !before.labels.includes(label));
  if (added.length + removed.length > 0) facts.push({ kind: "labels", added, removed });
  if (current.topic !== before.topic) facts.push({ kind: "topic", from: current.topic, to: before.topic });
  if (current.status !== before.status || current.snoozedUntil !== before.snoozedUntil) {
    const waitsSince = current.waitingSince === null ? before.waitingSince : null;
    const fact = { kind: "status", from: current.status, to: before.status, until: before.snoozedUntil, waitedSince: null } as const;
    facts.push({ ...fact, ...(waitsSince !== null && { waitsSince }) });
  }
  return { patch: before, facts };
}

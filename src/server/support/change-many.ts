import type { BulkAction, BulkAnswer, BulkFailure, BulkInput } from "../../shared/bulk";
import { AppError } from "../../shared/errors";
import { limits } from "../../shared/limits";
import { requireDesk } from "../chat/access";
import type { ChatContext } from "../chat/context";
import { assigned } from "./assign-case";
import { beginBulk, countChanged, doneBefore, elsewhere, partOfRun } from "./bulk-rows";
import { changeOneCase, type SeenCase, type Wanted } from "./change-case";
import { readMatching } from "./read-queue";
import { settled } from "./resolve-case";
import { labelled } from "./set-labels";
import { ofPriority } from "./set-priority";
import { inStatus } from "./set-status";
import { asleep } from "./snooze-case";

/** So many cases at a time: the rest of the pool is for people who wait for an answer. */
const atATime = 2;

/**
 * Does the same to many cases, each in a commit of its own with its timeline: the chosen ones, or the next of all that match a view with its filters.
 * A chunk sent again does nothing twice. Whatever keeps one case from being changed is answered for it, and the others are done.
 * @throws RATE_LIMITED · FORBIDDEN for everybody but staff and admins · BULK_ID_TAKEN · BAD_INPUT (a cursor that is not of this view)
 */
export async function changeMany(ctx: ChatContext, { id, action, target }: BulkInput): Promise<BulkAnswer> {
  const { actor, db } = ctx;
  requireDesk(actor);
  await ctx.rateLimits.take("marks", actor.id);
  await beginBulk(db, actor, { id, action });
  const { cases, nextCursor } = await chosenOf(ctx, target);
  const done = await doneBefore(
    db,
    id,
    cases.map(({ conversationId }) => conversationId),
  );
  const failed: BulkFailure[] = [];
  const wanted = wantedBy(ctx, action);
  const left = cases.filter(({ conversationId }) => !done.has(conversationId));
  const take = async () => {
    for (let seen = left.shift(); seen; seen = left.shift()) {
      const failure = await attempt(() => changeOneCase(ctx, { seen: seen as SeenCase, wanted, partOf: partOfRun(id) }), seen);
      if (failure) failed.push(failure);
      else done.add(seen.conversationId);
    }
  };
  await Promise.all(Array.from({ length: atATime }, take));
  return { done: [...done], failed: await stillTheirs(ctx, failed), changed: await countChanged(db, id), nextCursor };
}

/** Runs a change of one case; what the product foresees becomes that case's failure, and everything else is thrown on. */
export async function attempt(change: () => Promise<unknown>, { conversationId }: { conversationId: string }): Promise<BulkFailure | null> {
  try {
    await change();
    return null;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const { code, details } = error;
    return { conversationId, code, ...(details.by !== undefined && { by: details.by }) };
  }
}

/** Failures as the caller may hear them by now: how a case is, and by whom, is no affair of who has left its desk since it failed. */
export async function stillTheirs({ actor, db }: Pick<ChatContext, "actor" | "db">, failed: BulkFailure[]): Promise<BulkFailure[]> {
  if (failed.length === 0) return failed;
  const ids = failed.map(({ conversationId }) => conversationId);
  const left = await elsewhere(db, actor.id, ids);
  return failed.map((one) => (left.has(one.conversationId) ? { conversationId: one.conversationId, code: "NOT_A_PARTICIPANT" } : one));
}

async function chosenOf(ctx: ChatContext, target: BulkInput["target"]): Promise<{ cases: SeenCase[]; nextCursor: string | null }> {
  if (target.kind === "matching") return readMatching(ctx, { ...target, cursor: target.cursor ?? null, limit: limits.bulkCasesMax });
  // One that was chosen twice is chosen.
  return { cases: [...new Map(target.cases.map((one) => [one.conversationId, one])).values()], nextCursor: null };
}

function wantedBy(ctx: ChatContext, action: BulkAction): Wanted {
  switch (action.kind) {
    case "assign":
      return assigned(action.assigneeId);
    case "setStatus":
      return inStatus(action.status);
    case "setPriority":
      return ofPriority(action.priority);
    case "addLabels":
      return labelled((labels) => [...new Set([...labels, ...action.labels])]);
    case "removeLabels":
      return labelled((labels) => labels.filter((label) => !action.labels.includes(label)));
    case "snooze":
      return asleep(ctx, action.until);
    case "resolve":
      return settled(action.topic);
  }
}

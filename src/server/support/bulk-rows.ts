/** What an action over many cases did, kept for as long as it may be put back. */
import type { BulkAction } from "../../shared/bulk";
import { AppError } from "../../shared/errors";
import { limits } from "../../shared/limits";
import type { Case } from "../../shared/support";
import type { Actor } from "../accounts/actor";
import type { Sql } from "../platform/db";
import type { PartOf } from "./change-case";

/** What a case can be put back to. */
type Before = Pick<Case, "status" | "priority" | "topic" | "assigneeId" | "labels" | "waitingSince" | "snoozedUntil">;

/** One case that an action changed. */
export interface BulkStep {
  conversationId: string;
  number: number;
  before: Before;
  /** The version that the action left. */
  version: number;
}

// The same id again is the same action's next chunk, or a chunk sent again. Each makes the time to undo begin anew.
const beginRun = {
  name: "support-begin-bulk",
  text: `
    insert into bulk_runs as r (id, gym_id, actor_id, action) values ($1, $2, $3, $4)
    on conflict (id) do update set at = now() where r.gym_id = $2 and r.actor_id = $3 and r.action = $4::jsonb and r.undone_at is null
    returning id`,
};

const insertStep = {
  name: "support-insert-bulk-step",
  text: "insert into bulk_steps (run_id, conversation_id, number, before, version) values ($1, $2, $3, $4, $5)",
};

const readDone = {
  name: "support-read-bulk-done",
  text: "select conversation_id from bulk_steps where run_id = $1 and conversation_id = any($2::uuid[])",
};

const readElsewhere = {
  name: "support-read-bulk-elsewhere",
  text: `
    select c.id from conversations c
    where c.id = any($2::uuid[]) and not exists (select 1 from desk_people d where d.gym_id = c.gym_id and d.user_id = $1)`,
};

const countSteps = { name: "support-count-bulk-steps", text: "select count(*) as count from bulk_steps where run_id = $1" };

const forgetOld = {
  name: "support-forget-bulk-runs",
  text: "delete from bulk_runs where id in (select id from bulk_runs where at < now() - interval '1 day' order by at limit 20)",
};

// Whoever undoes forbids further chunks: one that is still on its way finds no run of its own.
const endRun = {
  name: "support-end-bulk",
  text: `
    update bulk_runs set undone_at = coalesce(undone_at, now())
    where id = $1 and gym_id = $2 and actor_id = $3 and (undone_at is not null or at > now() - make_interval(secs => $4))
    returning id`,
};

const readSteps = {
  name: "support-read-bulk-steps",
  text: `
    select conversation_id, number, before, version from bulk_steps
    where run_id = $1 and undone_at is null order by conversation_id limit $2`,
};

const markUndone = {
  name: "support-mark-bulk-step-undone",
  text: "update bulk_steps set undone_at = now() where run_id = $1 and conversation_id = $2 and undone_at is null returning run_id",
};

const countLeft = {
  name: "support-count-bulk-left",
  text: "select count(*) as count from bulk_steps where run_id = $1 and undone_at is null",
};

/** @throws BULK_ID_TAKEN (this id by somebody else, for another action, or undone already) */
export async function beginBulk(sql: Sql, actor: Actor, { id, action }: { id: string; action: BulkAction }): Promise<void> {
  await sql.rows(forgetOld);
  const begun = await sql.rows(beginRun, [id, actor.gymId, actor.id, JSON.stringify(action)]);
  if (begun.length === 0) throw new AppError("BULK_ID_TAKEN");
}

// Whoever has left the desk since the call began changes nothing there any more, and hears nothing of its cases: a chunk takes seconds.
const lockRun = {
  name: "support-lock-bulk",
  text: `
    select exists (
      select 1 from conversations c join desk_people d on d.gym_id = c.gym_id where c.id = $2 and d.user_id = r.actor_id) as is_at_desk
    from bulk_runs r where r.id = $1 and r.undone_at is null for share of r`,
};

/** Has each change of a run belong to it: while it may go on, and with what the case was before. */
export function partOfRun(id: string): PartOf {
  return {
    async enter(sql, conversationId) {
      const [run] = await sql.rows<{ is_at_desk: boolean }>(lockRun, [id, conversationId]);
      if (!run) throw new AppError("BULK_ID_TAKEN");
      if (!run.is_at_desk) throw new AppError("NOT_A_PARTICIPANT");
    },
    async record(sql, { before, after }) {
      const { status, priority, topic, assigneeId, labels, waitingSince, snoozedUntil } = before;
      const kept: Before = { status, priority, topic, assigneeId, labels, waitingSince, snoozedUntil };
      await sql.rows(insertStep, [id, before.conversationId, before.number, JSON.stringify(kept), after.version]);
    },
  };
}

/** Which of these conversations' cases the action has changed already. */
export async function doneBefore(sql: Sql, id: string, conversationIds: readonly string[]): Promise<Set<string>> {
  const rows = await sql.rows<{ conversation_id: string }>(readDone, [id, conversationIds]);
  return new Set(rows.map(({ conversation_id }) => conversation_id));
}

/** Which of these conversations are of a desk at which this person does not work now. */
export async function elsewhere(sql: Sql, userId: string, conversationIds: readonly string[]): Promise<Set<string>> {
  const rows = await sql.rows<{ id: string }>(readElsewhere, [userId, conversationIds]);
  return new Set(rows.map(({ id }) => id));
}

/** How many cases the action has changed. */
export async function countChanged(sql: Sql, id: string): Promise<number> {
  const [row] = await sql.rows<{ count: number }>(countSteps, [id]);
  return row?.count ?? 0;
}

/** @throws UNDO_EXPIRED (too late, another's action, or one that never was) */
export async function endBulk(sql: Sql, actor: Actor, id: string): Promise<void> {
  const ended = await sql.rows(endRun, [id, actor.gymId, actor.id, limits.bulkUndoMs / 1_000]);
  if (ended.length === 0) throw new AppError("UNDO_EXPIRED");
}

/** The next cases to put back. */
export async function stepsToUndo(sql: Sql, id: string): Promise<BulkStep[]> {
  const rows = await sql.rows<{ conversation_id: string; number: number; before: Before; version: number }>(readSteps, [
    id,
    limits.bulkCasesMax,
  ]);
  return rows.map(({ conversation_id, ...row }) => ({ ...row, conversationId: conversation_id }));
}

/** Marks a case as looked at; `false` when another call was quicker. */
export async function markStepUndone(sql: Sql, id: string, conversationId: string): Promise<boolean> {
  return (await sql.rows(markUndone, [id, conversationId])).length > 0;
}

/** How many cases are still to be put back. */
export async function countLeftToUndo(sql: Sql, id: string): Promise<number> {
  const [row] = await sql.rows<{ count: number }>(countLeft, [id]);
  return row?.count ?? 0;
}

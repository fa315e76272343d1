import { limits } from "../../shared/limits";
import type { DeskView, QueueFilters, QueueInput, QueuePage } from "../../shared/support";
import { desksAmong, requireDesk } from "../chat/access";
import type { ChatContext } from "../chat/context";
import { decodeKeyset, encodeKeyset } from "../chat/keyset";
import { readSummaries } from "../chat/read-summary";
import { type CaseRow, caseOf } from "../delivery/rows";
import type { Statement } from "../platform/named-query";
import { countCases, filterValues, idleIn, type OpenView, openIn, resolved, snoozed } from "./queue-statements";

interface QueueRow extends CaseRow, Record<string, unknown> {
  active_at: string;
}

interface Rows {
  rows: QueueRow[];
  nextCursor: string | null;
}

interface Question {
  ctx: ChatContext;
  cursor: string | null;
  limit: number;
  filters: QueueFilters;
}

const open = (view: OpenView) => (question: Question) => readOpen(view, question);

const readers: Record<DeskView, (question: Question) => Promise<Rows>> = {
  mine: open("mine"),
  unassigned: open("unassigned"),
  all: open("all"),
  mentions: open("mentions"),
  snoozed: readSnoozed,
  resolved: readResolved,
};

/**
 * A page of the support queue of the caller's desks.
 * @throws FORBIDDEN for everybody but staff and admins · RATE_LIMITED · BAD_INPUT (a cursor that is not of this view)
 */
export async function readQueue(ctx: ChatContext, { view, filters = {}, cursor = null, limit }: QueueInput): Promise<QueuePage> {
  const { actor, db } = ctx;
  requireDesk(actor);
  await ctx.rateLimits.take("reads", actor.id);
  const [{ rows, nextCursor }, [counts]] = await Promise.all([
    readers[view]({ ctx, cursor, limit, filters }),
    db.rows<Record<DeskView, number>>(countCases, [desksAmong(actor, filters.gymIds), actor.id, limits.resolvedCountMax]),
  ]);
  const ids = rows.map((row) => row.conversation_id);
  const byId = new Map((await readSummaries(db, actor.id, ids)).map((summary) => [summary.id, summary]));
  return {
    items: rows.flatMap((row) => {
      const conversation = byId.get(row.conversation_id);
      return conversation ? [{ conversation, case: caseOf(row) }] : [];
    }),
    nextCursor,
    counts: counts ?? { mine: 0, unassigned: 0, all: 0, mentions: 0, snoozed: 0, resolved: 0 },
  };
}

/**
 * The next cases of a view, without all that a screen shows of them. Counts as no read of its own.
 * @throws BAD_INPUT (a cursor that is not of this view)
 */
export async function readMatching(
  ctx: ChatContext,
  { view, filters, cursor, limit }: { view: DeskView; filters: QueueFilters; cursor: string | null; limit: number },
): Promise<{ cases: { conversationId: string; version: number }[]; nextCursor: string | null }> {
  const { rows, nextCursor } = await readers[view]({ ctx, cursor, limit, filters });
  return { cases: rows.map(({ conversation_id, version }) => ({ conversationId: conversation_id, version })), nextCursor };
}

async function readOpen(view: OpenView, question: Question): Promise<Rows> {
  const { limit } = question;
  const [since, active, id] = question.cursor ? decodeKeyset(question.cursor, ["timeOrInfinity", "time", "uuid"]) : [];
  const rows =
    since === "infinity"
      ? await read(idleIn(view), question, { most: limit + 1, after: [active, id] })
      : await read(openIn(view), question, { most: limit + 1, after: [since, id] });
  return pageOf(rows, limit, (last) => [last.waiting_since ?? "infinity", last.active_at, last.conversation_id]);
}

async function readSnoozed(question: Question): Promise<Rows> {
  const after = question.cursor ? decodeKeyset(question.cursor, ["time", "uuid"]) : [];
  const rows = await read(snoozed, question, { most: question.limit + 1, after });
  return pageOf(rows, question.limit, (last) => [last.snoozed_until ?? "", last.conversation_id]);
}

interface ResolvedRow extends QueueRow {
  stopped_id: string;
  stopped_at: string;
  looked: number;
}

async function readResolved(question: Question): Promise<Rows> {
  const { cursor, limit, filters } = question;
  const { gymIds: _, ...narrowing } = filters;
  const after = cursor ? decodeKeyset(cursor, ["time", "uuid"]) : [];
  const most = Object.keys(narrowing).length > 0 ? limits.resolvedScanMax : limit + 1;
  const all = await read<ResolvedRow>(resolved, question, { most: limit + 1, after, more: [most] });
  const rows = all.filter((row) => row.conversation_id !== null);
  if (rows.length > limit) return pageOf(rows, limit, (last) => [last.active_at, last.conversation_id]);
  const [end] = all;
  return { rows, nextCursor: end && end.looked === most ? encodeKeyset([end.stopped_at, end.stopped_id]) : null };
}

function read<Row extends QueueRow = QueueRow>(
  statement: Statement,
  { ctx: { actor, db }, filters }: Question,
  { most, after, more = [] }: { most: number; after: readonly (string | undefined)[]; more?: readonly unknown[] },
): Promise<Row[]> {
  const [time, id] = after;
  const gymIds = desksAmong(actor, filters.gymIds);
  return db.rows<Row>(statement, [gymIds, most, time ?? null, id ?? null, actor.id, ...filterValues(filters), ...more]);
}

function pageOf(rows: readonly QueueRow[], limit: number, place: (last: QueueRow) => string[]): Rows {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return { rows: page, nextCursor: rows.length > limit && last ? encodeKeyset(place(last)) : null };
}

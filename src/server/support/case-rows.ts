/** Cases and their timelines in the database. Whatever changes a case writes what happened, in the same commit. */
import type { CaseFact } from "../../shared/cases";
import type { Case } from "../../shared/support";
import type { Step } from "../delivery/change";
import { type CaseRow, caseColumns, caseOf, type EntryRow, entryColumns, entryOf } from "../delivery/rows";
import { deskOnly, type TellEvent } from "../delivery/told";
import type { Sql } from "../platform/db";

const readCurrent = {
  name: "support-read-current-case",
  text: `select ${caseColumns} from cases where conversation_id = $1 order by number desc limit 1`,
};

const insertCase = {
  name: "support-insert-case",
  text: `
    insert into cases (conversation_id, number, topic, waiting_since, opened_at, version, changed_at)
    values ($1, $2, $3, $4, $5, $6, $5)
    returning ${caseColumns}`,
};

// `active_at` follows the conversation, for the order of the queue. Of a case that turns nobody was warned any more.
const updateCase = {
  name: "support-update-case",
  text: `
    update cases set
      status = $3, priority = $4, topic = $5, assignee_id = $6, labels = $7, waiting_since = $8, opened_at = $9, first_reply_at = $10,
      last_reply_at = $11, resolved_at = $12, snoozed_until = $13, mentioned_ids = $14, merged_into = $15, version = $16, changed_at = $17,
      warned_seq = case when status = $3 then warned_seq end,
      active_at = (select coalesce(c.last_message_at, c.created_at) from conversations c where c.id = $1)
    where conversation_id = $1 and number = $2
    returning ${caseColumns}`,
};

const insertEntries = {
  name: "support-insert-case-events",
  text: `
    insert into case_events (conversation_id, version, place, number, kind, actor_id, at, data)
    select $1, $2, e.place - 1, $3, e.kind, $4, $5, e.data from unnest($6::text[], $7::jsonb[]) with ordinality as e (kind, data, place)
    returning ${entryColumns}`,
};

/** The newest case of a support conversation; to be read under the conversation's lock by whoever means to change it. */
export async function readCurrentCase(sql: Sql, conversationId: string): Promise<Case | null> {
  const [row] = await sql.rows<CaseRow & Record<string, unknown>>(readCurrent, [conversationId]);
  return row ? caseOf(row) : null;
}

/** By whom and when a case is changed: `actorId` is `null` for the clock. */
export interface Author {
  step: Step;
  actorId: string | null;
}

/** Opens the next episode; answers what its desk is to be told. */
export async function openCase(
  sql: Sql,
  opening: Pick<Case, "conversationId" | "number" | "topic" | "waitingSince">,
  { step, actorId }: Author,
): Promise<TellEvent[]> {
  const { conversationId, number, topic, waitingSince } = opening;
  const [row] = await sql.rows<CaseRow & Record<string, unknown>>(insertCase, [
    conversationId,
    number,
    topic,
    waitingSince,
    step.at,
    step.version,
  ]);
  if (!row) throw new Error("an insert answered no row");
  return caseEvents(sql, { one: caseOf(row), facts: [{ kind: "opened", topic }], author: { step, actorId } });
}

/** What is new of a case, and what happened. */
export interface CaseChanges {
  patch: Partial<Case>;
  facts: CaseFact[];
}

/** Writes a change of a case; answers the case as it is now, and what its desk is to be told. */
export async function writeCase(
  sql: Sql,
  { before, patch, facts }: CaseChanges & { before: Case },
  author: Author,
): Promise<{ case: Case; events: TellEvent[] }> {
  const { step } = author;
  const one = { ...before, ...patch };
  if (one.status !== "resolved") one.resolvedAt = null;
  else if (before.status !== "resolved") one.resolvedAt = step.at;
  const [row] = await sql.rows<CaseRow & Record<string, unknown>>(updateCase, [
    one.conversationId,
    one.number,
    one.status,
    one.priority,
    one.topic,
    one.assigneeId,
    one.labels,
    one.waitingSince,
    one.openedAt,
    one.firstReplyAt,
    one.lastReplyAt,
    one.resolvedAt,
    one.snoozedUntil,
    one.mentionedIds,
    one.mergedInto,
    step.version,
    step.at,
  ]);
  if (!row) throw new Error("a case vanished under the lock");
  const written = caseOf(row);
  return { case: written, events: await caseEvents(sql, { one: written, facts, author }) };
}

/** A case and what happened to it, told to its desk and to nobody else. */
async function caseEvents(
  sql: Sql,
  { one, facts, author: { step, actorId } }: { one: Case; facts: readonly CaseFact[]; author: Author },
): Promise<TellEvent[]> {
  const { conversationId, number } = one;
  const events: TellEvent[] = [{ event: { type: "case", conversationId, case: one }, to: deskOnly }];
  if (facts.length === 0) return events;
  const kinds = facts.map(({ kind }) => kind);
  const data = facts.map(({ kind: _kind, ...rest }) => JSON.stringify(rest));
  const rows = await sql.rows<EntryRow & Record<string, unknown>>(insertEntries, [
    conversationId,
    step.version,
    number,
    actorId,
    step.at,
    kinds,
    data,
  ]);
  const entries = rows.map(entryOf).sort((a, b) => a.place - b.place);
  return [...events, ...entries.map((entry): TellEvent => ({ event: { type: "timeline", conversationId, entry }, to: deskOnly }))];
}

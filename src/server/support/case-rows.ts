import type { Case } from "../../shared/support";
import { type CaseRow, caseOf } from "../delivery/rows";
import { deskOnly, type TellEvent } from "../delivery/told";
import type { Sql } from "../platform/db";

const columns =
  "conversation_id, number, status, priority, topic, assignee_id, labels, waiting_since, opened_at, first_reply_at, resolved_at, version";

const readCurrent = {
  name: "support-read-current-case",
  text: `select ${columns} from cases where conversation_id = $1 order by number desc limit 1`,
};

const insertCase = {
  name: "support-insert-case",
  text: `
    insert into cases (conversation_id, number, topic, waiting_since, opened_at, version, changed_at)
    values ($1, $2, $3, $4, $5, $6, $5)
    returning ${columns}`,
};

/** The newest case of a support conversation; to be read under the conversation's lock by whoever means to change it. */
export async function readCurrentCase(sql: Sql, conversationId: string): Promise<Case | null> {
  const [row] = await sql.rows<CaseRow & Record<string, unknown>>(readCurrent, [conversationId]);
  return row ? caseOf(row) : null;
}

/** Opens the next episode. */
export async function openCase(
  sql: Sql,
  opening: { conversationId: string; number: number; topic: string | null; waitingSince: string | null; at: string; version: number },
): Promise<Case> {
  const { conversationId, number, topic, waitingSince, at, version } = opening;
  const [row] = await sql.rows<CaseRow & Record<string, unknown>>(insertCase, [conversationId, number, topic, waitingSince, at, version]);
  if (!row) throw new Error("an insert answered no row");
  return caseOf(row);
}

/** A case, told to its desk and to nobody else. */
export function caseEvent(one: Case): TellEvent {
  return { event: { type: "case", conversationId: one.conversationId, case: one }, to: deskOnly };
}

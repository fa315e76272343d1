import type { Alongside } from "../chat/send-message";
import { type CaseRow, caseOf } from "../delivery/rows";
import { caseEvent, openCase, readCurrentCase } from "./case-rows";

// A member's words start a wait unless one runs already; an answer ends it.
const advance = {
  name: "support-advance-case",
  text: `
    update cases set
      status = case when $3 and status <> 'open' then 'open' else status end,
      waiting_since = case when $3 then coalesce(waiting_since, $4) end,
      first_reply_at = case when $3 then first_reply_at else coalesce(first_reply_at, $4) end,
      version = $5, changed_at = $4
    where conversation_id = $1 and number = $2
    returning conversation_id, number, status, priority, topic, assignee_id, labels, waiting_since, opened_at, first_reply_at, resolved_at, version`,
};

/**
 * What a message does to the case of its support conversation, in the same commit: a member's reopens or begins a wait, the desk's ends it,
 * and after a resolved case the member's next words open a new one.
 */
export const advanceCase: Alongside = async ({ sql }, { conversation: { key }, step, message }) => {
  const isFromMember = message.senderId === key.memberId;
  const current = await readCurrentCase(sql, key.id);
  if (!current || (current.status === "resolved" && isFromMember)) {
    const waitingSince = isFromMember ? step.at : null;
    const number = (current?.number ?? 0) + 1;
    return [
      caseEvent(await openCase(sql, { conversationId: key.id, number, topic: null, waitingSince, at: step.at, version: step.version })),
    ];
  }
  // An afterword of the desk leaves a resolved case resolved.
  if (current.status === "resolved") return [];
  const [row] = await sql.rows<CaseRow & Record<string, unknown>>(advance, [key.id, current.number, isFromMember, step.at, step.version]);
  return row ? [caseEvent(caseOf(row))] : [];
};

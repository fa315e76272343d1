import { moveCase } from "../../shared/case-status";
import type { CaseFact } from "../../shared/cases";
import type { Case } from "../../shared/support";
import type { Alongside } from "../chat/send-message";
import type { Sql } from "../platform/db";
import { type CaseChanges, openCase, readCurrentCase, writeCase } from "./case-rows";

// A message that changes nothing of the case moves it in the queue all the same. Nobody is told: it is not the case that changed.
const touchCase = {
  name: "support-touch-case",
  text: "update cases set active_at = $3 where conversation_id = $1 and number = $2",
};

/**
 * What a message does to the case of its support conversation, in the same commit: a member's reopens or begins a wait, the desk's ends it,
 * and after a resolved case the member's next words open a new one.
 */
export const advanceCase: Alongside = async ({ sql }, { conversation: { key }, step, message }) => {
  const isFromMember = message.senderId === key.memberId;
  const author = { step, actorId: message.senderId };
  const current = await readCurrentCase(sql, key.id);
  if (!current || (isFromMember && moveCase(current.status, "memberWrites") === "nextCase")) {
    const waitingSince = isFromMember ? step.at : null;
    return openCase(sql, { conversationId: key.id, number: (current?.number ?? 0) + 1, topic: null, waitingSince }, author);
  }
  const changes = isFromMember ? memberWrites(current, step.at) : deskWrites(current, step.at);
  if (!changes) return touch(sql, current, step.at);
  return (await writeCase(sql, { before: current, ...changes }, author)).events;
};

/** `null` when nothing of the case changes. */
function memberWrites(current: Case, at: string): CaseChanges | null {
  const { status, waitingSince } = current;
  if (status === "open") return waitingSince === null ? { patch: { waitingSince: at }, facts: [] } : null;
  const reopened: CaseFact = { kind: "status", from: status, to: "open", until: null, waitedSince: null };
  return { patch: { status: "open", snoozedUntil: null, waitingSince: waitingSince ?? at }, facts: [reopened] };
}

function deskWrites({ waitingSince, firstReplyAt }: Case, at: string): CaseChanges | null {
  // An afterword of the desk leaves a resolved case resolved, and words that nobody waited for answer nothing.
  if (waitingSince === null) return null;
  return {
    patch: { waitingSince: null, firstReplyAt: firstReplyAt ?? at, lastReplyAt: at },
    facts: [{ kind: "replied", waitedSince: waitingSince, isFirst: firstReplyAt === null }],
  };
}

async function touch(sql: Sql, { conversationId, number }: Case, at: string): Promise<[]> {
  await sql.rows(touchCase, [conversationId, number, at]);
  return [];
}

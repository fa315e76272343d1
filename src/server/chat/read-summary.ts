import { unreadOf } from "../../shared/apply-event";
import type { Conversation, ConversationSummary } from "../../shared/conversations";
import { AppError } from "../../shared/errors";
import { type ConversationAsItStands, readConversations } from "../delivery/read-changes";
import { conversationOf, settingsOf } from "../delivery/rows";
import type { Sql } from "../platform/db";

/** The conversations of `ids` as `viewerId` sees them, in the order of `ids`; those that do not exist are left out. Checks nothing. */
export async function readSummaries(sql: Sql, viewerId: string, ids: readonly string[]): Promise<ConversationSummary[]> {
  if (ids.length === 0) return [];
  const rows = await readConversations(sql, ids);
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => {
    const row = byId.get(id);
    return row ? [summaryOf(row, viewerId)] : [];
  });
}

/** One conversation as `viewerId` sees it. Checks nothing but that it exists. */
export async function readSummary(sql: Sql, viewerId: string, id: string): Promise<ConversationSummary> {
  const [summary] = await readSummaries(sql, viewerId, [id]);
  if (!summary) throw new AppError("NOT_A_PARTICIPANT");
  return summary;
}

/** One conversation as everybody in it sees it. */
export async function readConversation(sql: Sql, id: string): Promise<Conversation> {
  const { own: _own, unreadCount: _unreadCount, ...conversation } = await readSummary(sql, "", id);
  return conversation;
}

function summaryOf(row: ConversationAsItStands, viewerId: string): ConversationSummary {
  const conversation = conversationOf(row, row.participants, row.last_message);
  const own = row.participants.find(({ user_id }) => user_id === viewerId);
  return {
    ...conversation,
    own: own ? settingsOf(own) : { mutedUntil: null, archivedAt: null, archivedSeq: 0, version: 0 },
    unreadCount: unreadOf(conversation, viewerId),
  };
}

import type { UnreadConversation } from "../../shared/conversations";
import { limits } from "../../shared/limits";
import { isoOrNull } from "../delivery/rows";
import type { ChatContext } from "./context";

interface Row extends Record<string, unknown> {
  id: string;
  unread: number;
  muted_until: string | null;
}

// As the pages of the inbox are read: each conversation by its key, so that the cost is what one person has.
const readUnread = {
  name: "chat-list-unread",
  text: `
    select c.id, c.last_seq - p.last_read_seq as unread, p.muted_until
    from conversation_participants p
    cross join lateral (
      select id, type, gym_id, member_id, last_seq, last_message_at, created_at from conversations where id = p.conversation_id offset 0) c
    where p.user_id = $1 and p.left_at is null and c.last_seq > p.last_read_seq
      and (c.type <> 'support' or c.member_id = $1 or c.gym_id = any($2::uuid[]))
      and not (p.archived_at is not null and c.last_seq <= p.archived_seq)
    order by coalesce(c.last_message_at, c.created_at) desc, c.id desc
    limit $3`,
};

/**
 * Which conversations of the caller's inbox have something unread, newest activity first, and how much: for a count over more than what is loaded.
 * @throws RATE_LIMITED
 */
export async function listUnread({ actor, db, rateLimits }: ChatContext): Promise<UnreadConversation[]> {
  await rateLimits.take("reads", actor.id);
  const rows = await db.rows<Row>(readUnread, [actor.id, actor.deskGymIds, limits.unreadConversationsMax]);
  return rows.map(({ id, unread, muted_until }) => ({ id, unreadCount: unread, mutedUntil: isoOrNull(muted_until) }));
}

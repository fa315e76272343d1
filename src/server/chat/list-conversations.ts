import type { ConversationPage, ListConversationsInput } from "../../shared/conversations";
import type { ChatContext } from "./context";
import { decodeKeyset, encodeKeyset } from "./keyset";
import { readSummaries } from "./read-summary";

interface KeyRow extends Record<string, unknown> {
  id: string;
  activity: string;
}

// Each conversation is looked up by its key (`offset 0` keeps PostgreSQL from reading the table instead): what they cost is what one person has.
// $4: at whose desks the caller works; a former staff member's rows in support conversations show nothing.
const readPage = {
  name: "chat-list-conversations",
  text: `
    select c.id, coalesce(c.last_message_at, c.created_at) as activity
    from conversation_participants p
    cross join lateral (
      select id, type, gym_id, member_id, last_seq, last_message_at, created_at from conversations where id = p.conversation_id offset 0) c
    where p.user_id = $1 and p.left_at is null
      and (c.type <> 'support' or c.member_id = $1 or c.gym_id = any($4::uuid[]))
      and (p.archived_at is not null and c.last_seq <= p.archived_seq) = $2
      and ($5::timestamptz is null or (coalesce(c.last_message_at, c.created_at), c.id) < ($5, $6::uuid))
    order by activity desc, c.id desc
    limit $3`,
};

/**
 * The caller's conversations, newest activity first.
 * @throws RATE_LIMITED · BAD_INPUT (a cursor that is not ours)
 */
export async function listConversations(
  ctx: Pick<ChatContext, "actor" | "db" | "rateLimits">,
  input: ListConversationsInput,
): Promise<ConversationPage> {
  const { actor, db } = ctx;
  await ctx.rateLimits.take("reads", actor.id);
  const [activity, id] = input.cursor ? decodeKeyset(input.cursor, ["time", "uuid"]) : [null, null];
  const values = [actor.id, input.archived, input.limit + 1, actor.deskGymIds, activity, id];
  const keys = await db.rows<KeyRow>(readPage, values);
  const page = keys.slice(0, input.limit);
  const last = page.at(-1);
  return {
    items: await readSummaries(
      db,
      actor.id,
      page.map((key) => key.id),
    ),
    nextCursor: keys.length > input.limit && last ? encodeKeyset([last.activity, last.id]) : null,
  };
}

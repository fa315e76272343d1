import type { PeopleOfInput } from "../../shared/conversations";
import type { Person, Role } from "../../shared/people";
import { mayRead } from "./access";
import type { ChatContext } from "./context";

interface Row extends Record<string, unknown> {
  id: string;
  name: string;
  avatar_url: string | null;
  role: Role;
}

const readPeople = {
  name: "chat-list-people",
  text: `
    select u.id, u.name, u.avatar_url, u.role
    from conversation_participants p join users u on u.id = p.user_id
    where p.conversation_id = $1 and p.user_id = any($2::uuid[])
    order by u.id`,
};

/**
 * Those of `userIds` who take part in a conversation or ever did: a conversation is shown with those who left it last, and its messages may be of others.
 * @throws RATE_LIMITED · NOT_A_PARTICIPANT
 */
export async function listPeople(ctx: ChatContext, { conversationId, userIds }: PeopleOfInput): Promise<Person[]> {
  await ctx.rateLimits.take("reads", ctx.actor.id);
  await mayRead(ctx.db, ctx.actor, conversationId);
  const rows = await ctx.db.rows<Row>(readPeople, [conversationId, userIds]);
  return rows.map(({ id, name, avatar_url, role }) => ({ id, name, avatarUrl: avatar_url, role }));
}

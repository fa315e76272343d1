/** What the peer asks PostgreSQL: named statements, planned once per connection. */
import type pg from "pg";

export interface Message {
  id: string;
  conversationId: string;
  senderId: string;
  content: string;
  createdAt: string;
}

const isParticipant = {
  name: "is-participant",
  text: "select 1 from conversation_participants where conversation_id = $1 and user_id = $2",
};
const messageColumns = `id, conversation_id as "conversationId", sender_id as "senderId", content, created_at as "createdAt"`;
const insertMessage = {
  name: "insert-message",
  text: `insert into messages (id, conversation_id, sender_id, content) values ($1, $2, $3, $4)
         on conflict (id) do nothing returning ${messageColumns}`,
};
const findMessage = { name: "find-message", text: `select ${messageColumns} from messages where id = $1 and sender_id = $2` };
const markRead = {
  name: "mark-read",
  text: `update conversation_participants set last_read_at = greatest(last_read_at, $3) where conversation_id = $1 and user_id = $2`,
};
const listMessages = {
  name: "list-messages",
  text: `select ${messageColumns} from messages where conversation_id = $1 and created_at < coalesce($2::timestamptz, 'infinity')
         order by created_at desc limit $3`,
};
const listConversations = {
  name: "list-conversations",
  text: `
    select c.id, c.type, c.name, last.message as "lastMessage",
           (select json_agg(json_build_object('id', u.id, 'name', u.name)) from conversation_participants q join users u on u.id = q.user_id
             where q.conversation_id = c.id) as participants,
           (select count(*)::int from messages m where m.conversation_id = c.id and m.created_at > p.last_read_at and m.sender_id <> $1)
             as "unreadCount"
      from conversation_participants p
      join conversations c on c.id = p.conversation_id
      left join lateral (
        select m.created_at, json_build_object('id', m.id, 'content', m.content, 'createdAt', m.created_at) as message
          from messages m where m.conversation_id = c.id order by m.created_at desc limit 1) last on true
     where p.user_id = $1
     order by last.created_at desc nulls last
     limit 20`,
};

type Values = readonly unknown[];

export function chatStore(pool: pg.Pool) {
  pool.on("error", (error) => console.error(error.message));
  const rows = async <Row extends pg.QueryResultRow>(statement: { name: string; text: string }, values: Values) =>
    (await pool.query<Row>({ ...statement, values: [...values] })).rows;
  return {
    async isParticipant(conversationId: string, userId: string): Promise<boolean> {
      return (await rows(isParticipant, [conversationId, userId])).length > 0;
    },

    /** Once for each id: a repetition answers the first. */
    async insertMessage({
      id,
      conversationId,
      senderId,
      content,
    }: Omit<Message, "createdAt">): Promise<{ message: Message; isNew: boolean }> {
      const [inserted] = await rows<Message>(insertMessage, [id, conversationId, senderId, content]);
      const message = inserted ?? (await rows<Message>(findMessage, [id, senderId]))[0];
      if (!message) throw new Error("IdTaken");
      return { message, isNew: inserted !== undefined };
    },

    async markRead(conversationId: string, userId: string, timestamp: string): Promise<boolean> {
      return ((await pool.query({ ...markRead, values: [conversationId, userId, timestamp] })).rowCount ?? 0) > 0;
    },

    async listMessages(conversationId: string, { before, limit }: { before: string | null; limit: number }) {
      const messages = await rows<Message>(listMessages, [conversationId, before, limit + 1]);
      return { messages: messages.slice(0, limit), hasMore: messages.length > limit };
    },

    listConversations: (userId: string) => rows(listConversations, [userId]),
  };
}

import { AppError } from "../../shared/errors";
import type { ListMessagesInput, MessagePage } from "../../shared/messages";
import { mayTakePart } from "../../shared/permissions";
import { type MessageRow, messageColumns, messageOf } from "../delivery/rows";
import type { ConversationKey } from "../delivery/told";
import type { ChatContext } from "./context";

/** What stands beside the first row of a page. */
interface Head {
  type: ConversationKey["type"];
  gym_id: string;
  member_id: string | null;
  participates: boolean;
  last_seq: number;
  from: number;
  to: number;
}

type Row = MessageRow & Record<string, unknown> & { head: Head | null };

// `seq` has no holes, so a page is a range of the unique index and costs the page; an empty one ends before it begins. Who may read it is asked by the
// same statement: whoever was removed meanwhile gets what was there before, or nothing.
const readPage = {
  name: "chat-read-page",
  text: `
    select m.*, case when m.seq is null or m.seq = low then
      json_build_object('type', c.type, 'gym_id', c.gym_id, 'member_id', c.member_id, 'last_seq', c.last_seq, 'from', low, 'to', high,
        'participates', p.user_id is not null and p.left_at is null) end as head
    from conversations c
    left join conversation_participants p on p.conversation_id = c.id and p.user_id = $2
    cross join lateral (select coalesce($5::int, (select seq from messages where conversation_id = c.id and id = $7::uuid)) as around) a
    cross join lateral (select case
      when $4::int is not null then least($4, c.last_seq) + 1
      when a.around is not null then greatest(1, least(a.around, c.last_seq) - $6::int / 2)
      else greatest(1, least(coalesce($3::int, c.last_seq + 1), c.last_seq + 1) - $6::int) end as low) l
    cross join lateral (select case
      when $4::int is null and a.around is null then least(coalesce($3::int, c.last_seq + 1), c.last_seq + 1) - 1
      else least(low + $6::int - 1, c.last_seq) end as high) h
    left join lateral (select ${messageColumns} from messages where conversation_id = c.id and seq between low and high) m on true
    where c.id = $1
    order by m.seq`,
};

/**
 * A page of a conversation's messages: the newest, those before, after or around a `seq`, or those around a message.
 * @throws RATE_LIMITED · NOT_A_PARTICIPANT
 */
export async function listMessages(
  ctx: ChatContext,
  { conversationId, before, after, around, aroundId, limit }: ListMessagesInput,
): Promise<MessagePage> {
  const { actor } = ctx;
  await ctx.rateLimits.take("reads", actor.id);
  const values = [conversationId, actor.id, before ?? null, after ?? null, around ?? null, limit, aroundId ?? null];
  const rows = await ctx.db.rows<Row>(readPage, values);
  const head = rows[0]?.head;
  const key = head && { type: head.type, gymId: head.gym_id, memberId: head.member_id };
  if (!head || !key || !mayTakePart(actor, key, head.participates)) throw new AppError("NOT_A_PARTICIPANT");
  const messages = head.from > head.to ? [] : rows.map(messageOf);
  return { messages, hasMoreBefore: Math.min(head.from, head.last_seq + 1) > 1, hasMoreAfter: head.to < head.last_seq };
}

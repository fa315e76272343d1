import type { ListMessagesInput, MessagePage } from "../../shared/messages";
import { type MessageRow, messageColumns, messageOf } from "../delivery/rows";
import { mayRead } from "./access";
import type { ChatContext } from "./context";

// `seq` has no holes, so a page is a range of the unique index and costs the page.
const readRange = {
  name: "chat-read-range",
  text: `select ${messageColumns} from messages where conversation_id = $1 and seq between $2 and $3 order by seq`,
};

/**
 * A page of a conversation's messages: the newest, or those before, after or around a `seq`.
 * @throws RATE_LIMITED · NOT_A_PARTICIPANT
 */
export async function listMessages(ctx: ChatContext, input: ListMessagesInput): Promise<MessagePage> {
  await ctx.rateLimits.take("reads", ctx.actor.id);
  const { lastSeq } = await mayRead(ctx.db, ctx.actor, input.conversationId);
  const [from, to] = rangeOf(input, lastSeq);
  const rows = from > to ? [] : await ctx.db.rows<MessageRow & Record<string, unknown>>(readRange, [input.conversationId, from, to]);
  return { messages: rows.map(messageOf), hasMoreBefore: Math.min(from, lastSeq + 1) > 1, hasMoreAfter: to < lastSeq };
}

/** The first and last `seq` of the page; an empty one has the first after the last. */
function rangeOf({ before, after, around, limit }: ListMessagesInput, lastSeq: number): [number, number] {
  if (after !== undefined) {
    const from = Math.min(after, lastSeq) + 1;
    return [from, Math.min(from + limit - 1, lastSeq)];
  }
  if (around !== undefined) {
    const from = Math.max(1, Math.min(around, lastSeq) - Math.floor(limit / 2));
    return [from, Math.min(from + limit - 1, lastSeq)];
  }
  const to = Math.min(before ?? lastSeq + 1, lastSeq + 1) - 1;
  return [Math.max(1, to - limit + 1), to];
}

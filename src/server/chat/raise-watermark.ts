import type { MarkInput } from "../../shared/conversations";
import { AppError } from "../../shared/errors";
import type { Change, LockedConversation } from "../delivery/change";
import { some, told } from "../delivery/told";
import { enter } from "./access";
import type { ChatContext } from "./context";
import { join } from "./join";
import type { MarkBatches } from "./mark-batches";

/** What a mark runs in. */
export type MarkContext = ChatContext & { marks: MarkBatches };

/** How far the caller has received and read. */
export interface Watermarks {
  deliveredSeq: number;
  readSeq: number;
}

interface RaisedRow extends Record<string, unknown> {
  last_read_seq: number;
  last_delivered_seq: number;
  last_read_at: string | null;
}

const raise = {
  name: "chat-raise-watermarks",
  text: `
    update conversation_participants set
      last_delivered_seq = greatest(last_delivered_seq, $3), last_read_seq = greatest(last_read_seq, $4),
      last_read_at = case when $4 > last_read_seq then $5 else last_read_at end, version = $6, changed_at = $5
    where conversation_id = $1 and user_id = $2
    returning last_read_seq, last_delivered_seq, last_read_at`,
};

const insertReadMark = {
  name: "chat-insert-read-mark",
  text: "insert into read_marks (conversation_id, user_id, read_seq, read_at) values ($1, $2, $3, $4) on conflict do nothing",
};

const readAuthors = {
  name: "chat-read-authors",
  text: "select distinct sender_id from messages where conversation_id = $1 and seq > $2 and seq <= $3",
};

/**
 * Raises the caller's watermarks to `seq`; a lower or equal one changes nothing. Told to the authors whose messages it covers.
 * @param kind `read` implies delivered
 * @throws RATE_LIMITED · NOT_A_PARTICIPANT · SEQ_AHEAD
 */
export async function raiseWatermark(ctx: MarkContext, input: MarkInput, kind: "read" | "delivered"): Promise<Watermarks> {
  await ctx.rateLimits.take("marks", ctx.actor.id);
  const marked = await ctx.marks.mark({ userId: ctx.actor.id, conversationId: input.conversationId, seq: input.seq, kind });
  switch (marked.verdict) {
    case "raised":
    case "known":
      return { readSeq: marked.read_seq, deliveredSeq: marked.delivered_seq };
    case "no_part":
      throw new AppError("NOT_A_PARTICIPANT");
    case "ahead":
      throw new AppError("SEQ_AHEAD");
    default:
      return raiseApart(ctx, input, kind);
  }
}

/** The same in a transaction of its own: in a support conversation, and where somebody holds the conversation for long. */
async function raiseApart(ctx: ChatContext, { conversationId, seq }: MarkInput, kind: "read" | "delivered"): Promise<Watermarks> {
  const { actor } = ctx;
  return ctx.delivery.change(async (change) => {
    const { conversation, part } = await enter(change, actor, conversationId);
    if (seq > conversation.lastSeq) throw new AppError("SEQ_AHEAD");
    if (!part?.isActive) {
      // Staff who read a member's words say so by joining; a device that merely received them has no part in it.
      if (kind === "delivered" || seq === 0) throw new AppError("NOT_A_PARTICIPANT");
      return joinAsReader(change, { ctx, conversation, seq });
    }
    const readSeq = kind === "read" ? Math.max(seq, part.lastReadSeq) : part.lastReadSeq;
    const deliveredSeq = Math.max(seq, part.lastDeliveredSeq);
    if (readSeq === part.lastReadSeq && deliveredSeq === part.lastDeliveredSeq) return { readSeq, deliveredSeq };
    const step = await change.step(conversation);
    const [row] = await change.sql.rows<RaisedRow>(raise, [conversationId, actor.id, deliveredSeq, readSeq, step.at, step.version]);
    if (readSeq > part.lastReadSeq) await change.sql.rows(insertReadMark, [conversationId, actor.id, readSeq, step.at]);
    const coveredFrom = Math.min(kind === "read" ? part.lastReadSeq : part.lastDeliveredSeq, part.lastDeliveredSeq);
    const authors = await change.sql.rows<{ sender_id: string }>(readAuthors, [conversationId, coveredFrom, seq]);
    const audience = new Set([actor.id, ...authors.map(({ sender_id }) => sender_id)]);
    const readAt = row?.last_read_at ?? null;
    const event = { type: "receipt", conversationId, version: step.version, userId: actor.id, deliveredSeq, readSeq, readAt } as const;
    change.tell(told(conversation.key, step.version, { events: [{ event, to: some([...audience]) }] }));
    return { readSeq, deliveredSeq };
  });
}

async function joinAsReader(
  change: Change,
  { ctx, conversation, seq }: { ctx: ChatContext; conversation: LockedConversation; seq: number },
): Promise<Watermarks> {
  const { key } = conversation;
  const step = await change.step(conversation);
  const { events, memberships } = await join(change, { key, step: { ...step, lastSeq: seq }, userIds: [ctx.actor.id] });
  await change.sql.rows(insertReadMark, [key.id, ctx.actor.id, seq, step.at]);
  change.tell(told(key, step.version, { events, memberships }));
  return { readSeq: seq, deliveredSeq: seq };
}

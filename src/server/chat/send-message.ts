import { AppError } from "../../shared/errors";
import type { Message, SendMessageInput } from "../../shared/messages";
import type { Change, LockedConversation, Step } from "../delivery/change";
import { type MessageRow, messageColumns, messageOf } from "../delivery/rows";
import { everyone, type TellEvent, told } from "../delivery/told";
import { enter, type Part } from "./access";
import type { ChatContext } from "./context";
import { enroll, joined } from "./join";
import type { SendBatches } from "./send-batches";

/** What the room above adds to the same commit when a message is written into a support conversation: its case moves. */
export type Alongside = (
  change: Change,
  written: { conversation: LockedConversation; step: Step; message: Message },
) => Promise<TellEvent[]>;

type SendContext = ChatContext & { sends: SendBatches };

const findMessage = {
  name: "chat-find-message",
  text: `select ${messageColumns} from messages where conversation_id = $1 and id = $2`,
};

const insertMessage = {
  name: "chat-insert-message",
  text: `
    insert into messages (conversation_id, id, seq, version, sender_id, content, reply_to_id, created_at, changed_at)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $8)
    returning ${messageColumns}`,
};

// Who writes has read what stands before: the message itself is the mark of it (migration 0017).
const raiseAuthor = {
  name: "chat-raise-author",
  text: `
    update conversation_participants set last_read_seq = $3, last_delivered_seq = $3, last_read_at = $4, version = $5, changed_at = $4
    where conversation_id = $1 and user_id = $2`,
};

/**
 * Writes a message into a conversation, once: the same id sent again answers the first message and changes nothing.
 * @throws RATE_LIMITED · NOT_A_PARTICIPANT · MESSAGE_ID_TAKEN (this id with another sender, text or reply) · REPLY_NOT_FOUND · CONVERSATION_MOVED_ON (of
 *   the desk, where others wrote after `afterSeq`)
 */
export async function sendMessage(ctx: SendContext, input: SendMessageInput, alongside: Alongside): Promise<Message> {
  await ctx.rateLimits.take("messages", ctx.actor.id);
  return ctx.sends.send(ctx.actor.id, input, () => sendSupportMessage(ctx, input, alongside));
}

/**
 * The same in a support conversation, where staff may join by answering and the case moves in the same commit. It answers in the order in which
 * `send_messages` looks: this very message, whoever has left since; then who may write; then what is wrong with the message.
 */
async function sendSupportMessage(ctx: ChatContext, input: SendMessageInput, alongside: Alongside): Promise<Message> {
  let isNew = false;
  const message = await ctx.delivery.change(async (change) => {
    await change.lock(input.conversationId);
    const [first] = await change.sql.rows<MessageRow & Record<string, unknown>>(findMessage, [input.conversationId, input.id]);
    isNew = !first;
    if (first && isSame(messageOf(first), ctx.actor.id, input)) return messageOf(first);
    const { conversation, part } = await enter(change, ctx.actor, input.conversationId);
    if (first) throw new AppError("MESSAGE_ID_TAKEN");
    await checkReply(change, input);
    await checkSeen(change, conversation, { senderId: ctx.actor.id, afterSeq: input.afterSeq });
    return write(change, { ctx, input, conversation, part, alongside });
  });
  if (isNew) ctx.metrics.messagesSent.inc();
  return message;
}

interface Writing {
  ctx: ChatContext;
  input: SendMessageInput;
  conversation: LockedConversation;
  part: Part | null;
  alongside: Alongside;
}

async function write(change: Change, { ctx: { actor }, input, conversation, part, alongside }: Writing): Promise<Message> {
  const { key } = conversation;
  const step = await change.step(conversation, { addsMessage: true });
  const values = [key.id, input.id, step.lastSeq, step.version, actor.id, input.content, input.replyToId ?? null, step.at];
  // Staff who answer a member become part of the conversation: the member sees who they are, and whether they have read.
  const joining = part?.isActive ? null : { key, step, userIds: [actor.id] };
  if (joining) await enroll(change, joining);
  const [row] = await change.sql.rows<MessageRow & Record<string, unknown>>(insertMessage, values);
  if (!row) throw new Error("an insert answered no row");
  const came = joining && (await joined(change, joining));
  await change.sql.rows(raiseAuthor, [key.id, actor.id, step.lastSeq, step.at, step.version]);
  const message = messageOf(row);
  const events: TellEvent[] = [
    ...(came?.events ?? []),
    { event: { type: "message", message }, to: everyone },
    ...(await alongside(change, { conversation, step, message })),
  ];
  change.tell(told(key, step.version, { events, memberships: came?.memberships }));
  return message;
}

function isSame(first: Message, senderId: string, { content, replyToId }: SendMessageInput): boolean {
  const isUnchanged = first.editedAt === null && first.deletedAt === null;
  return first.senderId === senderId && first.replyToId === (replyToId ?? null) && (!isUnchanged || first.content === content);
}

const findUnseen = {
  name: "chat-find-unseen",
  text: "select 1 from messages where conversation_id = $1 and seq > $2 and sender_id <> $3 and kind = 'text' limit 1",
};

/**
 * Nobody at the desk answers past what others wrote in the meantime; what it says by itself nobody wrote. Under the conversation's lock there is no
 * meantime left.
 */
async function checkSeen(
  { sql }: Change,
  { key, lastSeq }: LockedConversation,
  { senderId, afterSeq }: { senderId: string; afterSeq: number | undefined },
): Promise<void> {
  if (afterSeq === undefined || afterSeq >= lastSeq || senderId === key.memberId) return;
  const [unseen] = await sql.rows(findUnseen, [key.id, afterSeq, senderId]);
  if (unseen) throw new AppError("CONVERSATION_MOVED_ON", { lastSeq });
}

async function checkReply({ sql }: Change, { conversationId, replyToId }: SendMessageInput): Promise<void> {
  if (!replyToId) return;
  const [target] = await sql.rows(findMessage, [conversationId, replyToId]);
  if (!target) throw new AppError("REPLY_NOT_FOUND");
}

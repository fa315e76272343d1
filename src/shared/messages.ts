import * as z from "zod";
import { Id } from "./ids";
import { limits } from "./limits";
import { MessageContent } from "./text-inputs";

/** `text`: somebody wrote it; `system`: the chat says what happened. A client shows a kind that it does not know as its text. */
export const MessageKind = z.enum(["text", "system"]);
export type MessageKind = z.infer<typeof MessageKind>;

/** A message as everybody in its conversation sees it. */
export interface Message {
  /** The UUID (v7) that the sending client made. */
  id: string;
  conversationId: string;
  /** The place in the conversation: 1, 2, 3 … without holes. */
  seq: number;
  /** The conversation's `version` at this message's last change. */
  version: number;
  senderId: string;
  kind: MessageKind;
  /** Plain text, exactly as typed; empty once deleted. */
  content: string;
  replyToId: string | null;
  /** ISO. For people only: `seq` orders. */
  createdAt: string;
  editedAt: string | null;
  deletedAt: string | null;
}

const Seq = z.number().int().min(0).max(2_147_483_647);

/** A message to be sent; sending it again, with the same id, changes nothing. */
export const SendMessageInput = z.object({
  conversationId: Id,
  /** Made by the client; the same id sent again returns the first message. */
  id: Id,
  content: MessageContent,
  replyToId: Id.nullish(),
  /**
   * Of the desk, in a support conversation: `seq` of the newest message that the writer saw. Where others have written since, nothing is sent
   * (`CONVERSATION_MOVED_ON`). Elsewhere it says nothing.
   */
  afterSeq: Seq.optional(),
});
export type SendMessageInput = z.infer<typeof SendMessageInput>;

/** A page of messages: the newest, those before, after or around a `seq`, or those around a message. */
export const ListMessagesInput = z
  .object({
    conversationId: Id,
    /** Messages with a smaller `seq`. */
    before: Seq.optional(),
    /** Messages with a greater `seq`. */
    after: Seq.optional(),
    /** The message with this `seq` and its neighbours. */
    around: Seq.optional(),
    /** The message with this id and its neighbours; where the conversation has no such message, the newest. */
    aroundId: Id.optional(),
    limit: z.number().int().min(1).max(limits.pageMax).default(limits.messagesPageDefault),
  })
  .refine(
    ({ before, after, around, aroundId }) => [before, after, around, aroundId].filter((place) => place !== undefined).length <= 1,
    "takes one of before, after, around and aroundId",
  );
export type ListMessagesInput = z.infer<typeof ListMessagesInput>;

/** A page of `messages.list`. */
export interface MessagePage {
  /** Ascending `seq`. */
  messages: Message[];
  hasMoreBefore: boolean;
  hasMoreAfter: boolean;
}

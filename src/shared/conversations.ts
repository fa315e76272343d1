import * as z from "zod";
import { Id } from "./ids";
import { limits } from "./limits";
import type { Message } from "./messages";
import { Moment } from "./moment";
import type { Person } from "./people";
import { line } from "./text-inputs";

/** `direct`: two people; `group`: a class or a team; `support`: a member and the front desk. */
export const ConversationType = z.enum(["direct", "group", "support"]);
export type ConversationType = z.infer<typeof ConversationType>;

/** A person's part in a conversation. */
export interface Participant extends Person {
  /** ISO. */
  joinedAt: string;
  /** ISO; `null` while the person takes part. */
  leftAt: string | null;
  /** Watermark: every message up to this `seq` has reached a device of theirs. */
  lastDeliveredSeq: number;
  /** Watermark: every message up to this `seq` has been read. */
  lastReadSeq: number;
  /** When `lastReadSeq` last grew (ISO). */
  lastReadAt: string | null;
  /** The conversation's `version` when this person last joined, left or changed their name. */
  version: number;
}

/** A conversation as everybody in it may see it: the state that events carry. */
export interface Conversation {
  id: string;
  type: ConversationType;
  /** A group's name; `null` otherwise. */
  name: string | null;
  /** The `version` at which the name was last set. */
  nameVersion: number;
  gymId: string;
  /** Whose support conversation this is; `null` otherwise. */
  memberId: string | null;
  /** ISO. */
  createdAt: string;
  /** `seq` of the newest message, 0 when there is none. */
  lastSeq: number;
  lastMessage: Message | null;
  /** ISO. The order of lists: newest activity first. */
  lastActivityAt: string;
  /** The change counter of this conversation. */
  version: number;
  /** Those who take part now, and of those who left (with `leftAt`) the last `limits.formerParticipantsMax`; in the order of joining. */
  participants: Participant[];
}

/** What only the caller sees of their own part. */
export interface OwnSettings {
  /** ISO, or `null`: notifications are silent until then. */
  mutedUntil: string | null;
  /** ISO, or `null`: put away since then … */
  archivedAt: string | null;
  /** … until a message after this `seq` brings it back (`isArchived`). */
  archivedSeq: number;
  /** The conversation's `version` when these were last set. */
  version: number;
}

/** A conversation as its caller sees it: what everybody may see, and the own part. */
export interface ConversationSummary extends Conversation {
  own: OwnSettings;
  /** `lastSeq - lastReadSeq` of the caller; 0 for somebody who does not take part. */
  unreadCount: number;
}

/** A page of `conversations.list`, newest activity first; `nextCursor` asks for the next one. */
export interface ConversationPage {
  items: ConversationSummary[];
  nextCursor: string | null;
}

/** A conversation of the inbox with something unread, as `conversations.unread` counts. */
export interface UnreadConversation {
  id: string;
  unreadCount: number;
  /** ISO, or `null`: notifications are silent until then. */
  mutedUntil: string | null;
}

const Cursor = z.string().min(1).max(200);

/** Pages through the inbox, or through what was archived. */
export const ListConversationsInput = z.object({
  cursor: Cursor.nullish(),
  limit: z.number().int().min(1).max(limits.pageMax).default(limits.pageDefault),
  archived: z.boolean().default(false),
});
export type ListConversationsInput = z.infer<typeof ListConversationsInput>;

/** One conversation by its id. */
export const GetConversationInput = z.object({ id: Id });

/** Those of `userIds` who take part in a conversation or ever did: the authors of its messages. */
export const PeopleOfInput = z.object({ conversationId: Id, userIds: z.array(Id).min(1).max(limits.pageMax) });
export type PeopleOfInput = z.infer<typeof PeopleOfInput>;

/** Begins a conversation. A direct one of two people exists once: asking again answers the same. `participantIds` are the others. */
export const CreateConversationInput = z.discriminatedUnion("type", [
  z.object({ type: z.literal("direct"), participantIds: z.array(Id).length(1) }),
  z.object({
    type: z.literal("group"),
    participantIds: z
      .array(Id)
      .min(1)
      .max(limits.groupParticipantsMax - 1),
    name: line(limits.conversationNameCharactersMax),
  }),
]);
export type CreateConversationInput = z.infer<typeof CreateConversationInput>;

const Seq = z.number().int().min(0).max(2_147_483_647);

/** How far the caller has received or read: only the highest `seq` counts. */
export const MarkInput = z.object({ conversationId: Id, seq: Seq });
export type MarkInput = z.infer<typeof MarkInput>;

/** A new name for a group. */
export const RenameInput = z.object({ conversationId: Id, name: line(limits.conversationNameCharactersMax) });
/** Brings people into a group. */
export const AddParticipantsInput = z.object({
  conversationId: Id,
  participantIds: z.array(Id).min(1).max(limits.groupParticipantsMax),
});
/** Takes somebody out of a group. */
export const RemoveParticipantInput = z.object({ conversationId: Id, userId: Id });
/** Leaves a group. */
export const LeaveInput = z.object({ conversationId: Id });
/** Puts a conversation away until its next message, or takes it out again. */
export const SetArchivedInput = z.object({ conversationId: Id, archived: z.boolean() });
/** Silences a conversation until then. */
export const SetMutedInput = z.object({
  conversationId: Id,
  /** ISO; `null` hears everything again. */
  mutedUntil: Moment.nullable(),
});

/** The input of the durable subscriptions. `lastEventId` is the `id` of the last event seen; a stock tRPC client sends it by itself. */
export const OnChangeInput = z.object({ lastEventId: z.string().max(200).nullish() }).optional();

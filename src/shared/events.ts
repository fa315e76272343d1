/**
 * What travels to listeners. An event carries the new state of what it names, never an operation: applied twice, or late, it changes nothing
 * (`apply-event.ts` decides by `version`). Fields are only ever added; a client ignores a type it does not know.
 *
 * Wire history: 1 message, participant, settings, conversation, receipt, resync; case for desks. 2 note, timeline for desks.
 */
import type { CaseEntry, Note } from "./cases";
import type { Conversation, OwnSettings, Participant } from "./conversations";
import type { Message } from "./messages";
import type { Case } from "./support";

/** A message was sent, edited or deleted. */
export interface MessageEvent {
  type: "message";
  message: Message;
}

/** Somebody joined, left or changed their name. Their watermarks travel as receipts. */
export interface ParticipantEvent {
  type: "participant";
  conversationId: string;
  version: number;
  participant: Participant;
}

/** The caller's own settings of a conversation changed, perhaps on another device. Nobody else hears it. */
export interface SettingsEvent {
  type: "settings";
  conversationId: string;
  version: number;
  own: OwnSettings;
}

/** A conversation is new to the caller, or its name changed. */
export interface ConversationEvent {
  type: "conversation";
  conversation: Conversation;
}

/** A watermark grew. Told to the authors whose messages it covers, and to the reader's own devices. */
export interface ReceiptEvent {
  type: "receipt";
  conversationId: string;
  version: number;
  userId: string;
  deliveredSeq: number;
  readSeq: number;
  readAt: string | null;
}

/** What the listener knows can no longer be brought up to date by events: load everything afresh. */
export interface ResyncEvent {
  type: "resync";
}

/** What `conversations.onChange` carries. A client passes over types that it does not know. */
export type ChatEvent = MessageEvent | ParticipantEvent | SettingsEvent | ConversationEvent | ReceiptEvent | ResyncEvent;

/** A case changed. Told to desks only. */
export interface CaseEvent {
  type: "case";
  conversationId: string;
  case: Case;
}

/** A note was written. Told to desks only. */
export interface NoteEvent {
  type: "note";
  conversationId: string;
  note: Note;
}

/** Something happened to a case. Told to desks only. */
export interface TimelineEvent {
  type: "timeline";
  conversationId: string;
  entry: CaseEntry;
}

/** What desks alone hear: `apply-desk-event.ts`. */
export type CaseChange = CaseEvent | NoteEvent | TimelineEvent;

/** What `support.onChange` carries. */
export type DeskEvent = ChatEvent | CaseChange;

/** One frame of `conversations.onChange`; the tRPC `id` beside it is the cursor. */
export interface ChangeFrame {
  events: ChatEvent[];
}

/** One frame of `support.onChange`. */
export interface DeskFrame {
  events: DeskEvent[];
}

/** What the screens of a desk see of its cases, beyond the queue: `caseDesk` (case-desk.ts) makes one upon a chat client. */

import type { CannedReply } from "../shared/canned-replies";
import type { SaveCannedReplyInput } from "../shared/canned-reply-inputs";
import type { CaseEntry, DeskDirectory, DeskSettings, Mention, Note } from "../shared/cases";
import type { DeskNews } from "../shared/desk-news";
import type { AppErrorShape } from "../shared/errors";
import type { MemberField, PersonFile } from "../shared/member-fields";
import type { ShiftState } from "../shared/shifts";
import type { Case, CasePriority } from "../shared/support";
import type { Viewing, ViewingState } from "../shared/viewing";
import type { CaseMessages } from "./case-messages";
import type { LoadStatus, Readable } from "./chat-client.types";

/** A case with all that the desk wrote and did about its member, as far as it is loaded. */
export interface CaseFileView {
  status: LoadStatus;
  /** With what the viewer has just done and the server has not confirmed yet; `null` until it is known. */
  case: Case | null;
  /** Ascending `version`; last those that are not saved yet, and those that are on their way. */
  notes: readonly Note[];
  /** Which notes are on their way. */
  pendingNoteIds: readonly string[];
  /** Which notes were on their way when their page was closed: nobody saves them until the viewer says so (`retryNote`, `discardNote`). */
  unsavedNoteIds: readonly string[];
  /** Ascending `version`, `place`. */
  timeline: readonly CaseEntry[];
  /** The member's cases before this one, newest first. */
  earlier: readonly Case[];
  /** What the main API says about the member. */
  fields: readonly MemberField[];
  /** Notes and entries from this `version` on are all here; 0 when all of them are. */
  completeFrom: number;
  isLoadingBefore: boolean;
  error: AppErrorShape | null;
}

/** What a verb did. */
export interface CaseDone {
  case: Case;
  /** Puts it back, with the same refusals as any change; `null` where that cannot be. */
  undo: (() => Promise<unknown>) | null;
}

/** The notes that mention the viewer, newest first. */
export interface MentionList {
  status: LoadStatus;
  items: readonly Mention[];
  hasMore: boolean;
}

/**
 * The desk's work on cases. A verb shows at once what it does and takes it back when it is refused: then it rejects with what `readAppError` reads,
 * CASE_CHANGED with who was first. What others have changed meanwhile is no obstacle to a verb that does not touch the same.
 */
export interface CaseDesk {
  /** While watched it is loaded and kept current. */
  file(conversationId: string): Readable<CaseFileView>;
  /** Reads the file of a case again, such as one that could not be read. */
  reload(conversationId: string): Promise<void>;
  /** Loads the notes and entries before those that are here. */
  loadBefore(conversationId: string): Promise<void>;
  /** Somebody as their desk sees them. */
  person(userId: string): Promise<PersonFile>;
  /** What was said in an earlier case. */
  messagesOf(episode: Pick<Case, "conversationId" | "number" | "openedAt" | "resolvedAt">): Promise<CaseMessages>;
  /** Of the desk of the viewer's own gym. `null` until it is loaded; while watched it follows what an admin changes. */
  settings: Readable<DeskSettings | null>;
  /** The same of one of the viewer's desks: what holds for a case is what its own gym says. */
  settingsOf(gymId: string): Readable<DeskSettings | null>;
  /** What is needed of one of the viewer's desks wherever its cases stand among those of others. Of many that are watched at once it is one question. */
  directoryOf(gymId: string): Readable<DeskDirectory | null>;
  /** The viewer takes cases from now on, or does not; `handsOver` gives what waits for them to others. */
  setShift(state: ShiftState, options?: { handsOver?: boolean }): Promise<void>;
  /** The replies that are kept ready, the desk's and the viewer's own; `null` until they are loaded. */
  cannedReplies: Readable<readonly CannedReply[] | null>;
  /** Those of one of the viewer's desks, and the viewer's own. */
  cannedRepliesOf(gymId: string): Readable<readonly CannedReply[] | null>;
  mentions: Readable<MentionList>;
  loadMoreMentions(): Promise<void>;
  /** Says that the viewer has seen the notes of a case that name them, up to this version. */
  seeMentions(conversationId: string, version: number): Promise<void>;
  /** What the desk is told beside its cases: which mentions the viewer has not seen, say. `null` until it is known. */
  news: Readable<DeskNews | null>;
  /** Which colleagues look at a conversation, or write in it. */
  viewers(conversationId: string): Readable<Viewing["viewers"]>;
  /** Says what the viewer does there, until it is said otherwise. `none` ends it. */
  setViewing(conversationId: string, state: ViewingState | "none"): void;

  assign(conversationId: string, assigneeId: string | null): Promise<CaseDone>;
  setStatus(conversationId: string, status: "open" | "pending"): Promise<CaseDone>;
  setPriority(conversationId: string, priority: CasePriority): Promise<CaseDone>;
  setLabels(conversationId: string, labels: string[]): Promise<CaseDone>;
  setTopic(conversationId: string, topic: string | null): Promise<CaseDone>;
  /** @param until ISO */
  snooze(conversationId: string, until: string): Promise<CaseDone>;
  resolve(conversationId: string, topic?: string): Promise<CaseDone>;
  /** The earlier case of this number becomes part of the present one. */
  merge(conversationId: string, number: number): Promise<CaseDone>;
  /** The note stands in the file at once, as one that is on its way. */
  addNote(conversationId: string, content: string, mentions: readonly string[]): Promise<Note>;
  /** Saves a note that is not saved yet: the same one, also where it had been saved after all. */
  retryNote(conversationId: string, noteId: string): Promise<Note>;
  /** Takes a note away that is not saved yet. */
  discardNote(conversationId: string, noteId: string): void;
  saveReply(reply: SaveCannedReplyInput): Promise<void>;
  removeReply(id: string): Promise<void>;
}

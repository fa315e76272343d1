/** What somebody's desk is told beside its cases: that what it has read is no longer so, and where somebody wants them. */

/** A note that mentions the caller, in a case that they have not opened since. */
export interface UnseenMention {
  conversationId: string;
  noteId: string;
  /** The note's `version`. */
  version: number;
}

/** `support.onNews`: how things stand at all desks of the caller, first at once and then whenever something of it has changed. A number that differs from the last one means: ask again. */
export interface DeskNews {
  /** Changes with what `support.settings` answers … */
  settings: number;
  /** … with what `cannedReplies.list` answers … */
  replies: number;
  /** … and with what `support.views.list` answers. */
  views: number;
  /** The newest first; at most `limits.unseenMentionsMax`. */
  unseen: UnseenMention[];
}

/** How much a client keeps on its device, and how soon. In one place, as the server's bounds are. */
export const keptLimits = {
  /** Conversations of the inbox and the desk each, newest activity first: what their first page holds. */
  conversations: 50,
  /** Messages of each of them, the newest. */
  messagesPerConversation: 50,
  /** Characters of messages over all conversations; past it the quietest keep only their last message. */
  messageCharacters: 1_500_000,
  drafts: 100,
  draftCharacters: 10_000,
  /** Messages that wait to be sent, over all conversations; past it sending is refused with OUTBOX_FULL. */
  outboxMessages: 500,
  /** What changed is written down this often at most … */
  writeEveryMs: 1_000,
  /** … and drafts, which people see in their other tabs, this often. */
  draftEveryMs: 200,
  /** A storage that has not answered after this long is done without at the start … */
  readWithinMs: 3_000,
  /** … and a message that it has not kept after this long is shown nevertheless, as one that is not kept yet. */
  showWithinMs: 400,
} as const;

"use client";

export interface ConversationPaneProps {
  conversationId: string;
  /** `desk` is dense, for a day at a computer; `member` is made for a phone first. */
  mode: "desk" | "member";
  /** Draws a way back to the list, on a phone. */
  onBack?: () => void;
  /** The person or the group in the header was chosen. */
  onShowPerson?: () => void;
}

/** One conversation: its header, its messages and the composer. */
export function ConversationPane({ conversationId }: ConversationPaneProps) {
  return <section aria-label="Conversation" data-conversation={conversationId} className="flex h-full min-h-0 flex-col bg-surface" />;
}

import type { ConversationState } from "@/shared/apply-event";
import type { BubbleContent } from "@/ui/conversation/message-rows";
import type { SendGuard } from "./use-send-guard";

/** What can be asked of the field that one writes in. */
export interface CaseComposerHandle {
  focus(): void;
  /** Sends what is written to the member; whether it was sent, or nothing was written. A note is not sent. */
  send(): Promise<boolean>;
  openReplies(): void;
  saveReply(): void;
}

/** Where a reply is written, and what happens around it. */
export interface ReplyPlace {
  conversation: ConversationState;
  guard: SendGuard;
  replyTo: { bubble: BubbleContent; author: string } | null;
  onCancelReply(): void;
  onSent(): void;
  /** Leaves the field for the conversation around it, where keys are for this case. */
  onLeave(): void;
  /** Whether the list shows its newest message. */
  isListAtEnd(): boolean;
  /** A key was pressed, so that colleagues see that one writes; `false` when what was written is gone. */
  onWriting(isWriting: boolean): void;
}

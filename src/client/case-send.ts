import type { AppErrorShape } from "../shared/errors";
import type { Message } from "../shared/messages";
import type { ChatClient } from "./chat-client.types";

/** How a message that was given to the outbox ended: the server has it, it was refused, or it was discarded before. */
export type SendEnd = { sent: Message } | { refused: AppErrorShape | null } | "discarded";

/** Resolves when it is known how a message ended; with no connection that takes until there is one. */
export function whenSent(client: ChatClient, conversationId: string, id: string): Promise<SendEnd> {
  const thread = client.thread(conversationId);
  return new Promise((resolve) => {
    let end: () => void = () => undefined;
    let wasWaiting = false;
    const look = () => {
      const { messages, outbox } = thread.getSnapshot();
      const sent = messages.findLast((one) => one.id === id);
      const waiting = outbox.find((one) => one.id === id);
      const isOver = sent !== undefined || waiting?.state === "failed" || (wasWaiting && !waiting);
      wasWaiting ||= waiting !== undefined;
      if (!isOver) return;
      end();
      resolve(sent ? { sent } : waiting ? { refused: waiting.error } : "discarded");
    };
    end = thread.subscribe(look);
    look();
  });
}

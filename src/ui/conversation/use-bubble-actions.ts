"use client";
import { useEffect, useMemo, useRef } from "react";
import { useChatClient } from "../hooks/chat-client-context";
import type { BubbleActions } from "./bubble-actions";
import type { BubbleContent } from "./message-rows";

interface BubbleActionsOptions {
  bubbles: ReadonlyMap<string, BubbleContent>;
  goTo(messageId: string): void;
  onReply(bubble: BubbleContent): void;
}

/** The same object for ever, over the newest options: bubbles are drawn again only when something of their own changes. */
export function useBubbleActions(options: BubbleActionsOptions): BubbleActions {
  const client = useChatClient();
  const latest = useRef(options);
  useEffect(() => {
    latest.current = options;
  });
  return useMemo(
    () => ({
      reply(bubbleId) {
        const bubble = latest.current.bubbles.get(bubbleId);
        if (bubble?.message && !bubble.message.deletedAt) latest.current.onReply(bubble);
      },
      goTo: (messageId) => latest.current.goTo(messageId),
      retry: (messageId) => client.retry(messageId),
      discard: (messageId) => client.discard(messageId),
    }),
    [client],
  );
}

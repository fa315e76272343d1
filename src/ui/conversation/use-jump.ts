"use client";
import { useCallback, useLayoutEffect, useState } from "react";
import { explainError } from "@/ui/connect/explain-error";
import { useChatClient } from "../hooks/chat-client-context";
import { tell } from "../primitives/notices";
import type { MessageRow } from "./message-rows";

interface JumpOptions {
  conversationId: string;
  rows: readonly MessageRow[];
  hasMoreAfter: boolean;
  /** The newest message is among the rows. */
  isComplete: boolean;
  goToIndex(index: number): void;
  scrollToEnd(): void;
  setHighlighted(key: string): void;
}

type Target = { messageId: string } | "newest" | null;

/** Ways through a conversation: to a message, with what stands around it if it is not loaded, and to the newest. */
export function useJump({ conversationId, rows, hasMoreAfter, isComplete, goToIndex, scrollToEnd, setHighlighted }: JumpOptions) {
  const client = useChatClient();
  const [target, setTarget] = useState<Target>(null);
  const index = target === null || target === "newest" ? -1 : rows.findIndex(({ key }) => key === target.messageId);
  // The way goes by the index in the rows that are drawn, so it is gone once those of the target are.
  useLayoutEffect(() => {
    if (target === null || (target === "newest" ? !isComplete : index < 0)) return;
    setTarget(null);
    if (target === "newest") scrollToEnd();
    else {
      goToIndex(index);
      setHighlighted(target.messageId);
    }
  }, [target, index, isComplete, goToIndex, scrollToEnd, setHighlighted]);

  const goTo = useCallback(
    (messageId: string) => {
      const wanted = { messageId };
      setTarget(wanted);
      const giveUp = () => setTarget((now) => (now === wanted ? null : now));
      client.goToMessage(conversationId, messageId).then(
        (isThere) => isThere || giveUp(),
        (error: unknown) => {
          giveUp();
          tell("error", explainError(error));
        },
      );
    },
    [client, conversationId],
  );
  const toNewest = useCallback(() => {
    if (hasMoreAfter) {
      client.showNewest(conversationId);
      setTarget("newest");
    } else scrollToEnd();
  }, [client, conversationId, hasMoreAfter, scrollToEnd]);
  return { goTo, toNewest };
}

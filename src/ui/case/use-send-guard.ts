"use client";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { Thread } from "@/client/chat-client.types";
import type { ConversationState } from "@/shared/apply-event";
import type { Message } from "@/shared/messages";

export interface SendGuard {
  /** Messages up to this `seq` were in sight for a moment. */
  onSeen(seq: number): void;
  /** Somebody begins to write: what the list shows at its end now, they know. */
  begin(isAtEnd: boolean): void;
  /** What to send as `afterSeq`; `null` when there are messages that the writer has not seen, which from now on are shown as such. */
  pass(): number | null;
  /** The server knew of messages that were not here: they are on their way. */
  stop(): void;
  /** What holds the text up: the newer messages of others, as far as they are here; `null` while nothing does. */
  newer: readonly Message[] | null;
  /** It was sent, or given up. */
  clear(): void;
}

/**
 * Nobody at the desk answers blindly: a text goes out only after what its writer has seen. Newer messages stop it once; then they are shown, and sending
 * again is meant so.
 */
export function useSendGuard(thread: Thread, conversation: ConversationState, viewerId: string): SendGuard {
  const newestSeq = thread.messages.at(-1)?.seq ?? 0;
  const knownSeq = useRef(0);
  const [isMounted] = useState(() => ({ seq: conversation.participants.find((one) => one.id === viewerId)?.lastReadSeq ?? 0 }));
  /** After which message the text that is held up was written. */
  const [heldAfter, setHeldAfter] = useState<number | null>(null);
  const latest = useRef({ newestSeq, messages: thread.messages, isHeld: false });
  useEffect(() => {
    latest.current = { newestSeq, messages: thread.messages, isHeld: heldAfter !== null };
  });

  const know = useCallback((seq: number) => {
    knownSeq.current = Math.max(knownSeq.current, seq);
  }, []);
  useEffect(() => know(isMounted.seq), [know, isMounted]);

  const verbs = useMemo(
    () => ({
      onSeen: know,
      begin(isAtEnd: boolean) {
        if (isAtEnd) know(latest.current.newestSeq);
      },
      pass() {
        const { messages, isHeld } = latest.current;
        // They stand above the field, with words about it.
        if (isHeld) know(latest.current.newestSeq);
        const unseen = othersAfter(messages, knownSeq.current, viewerId);
        if (unseen.length === 0) return latest.current.newestSeq;
        setHeldAfter(knownSeq.current);
        return null;
      },
      stop() {
        setHeldAfter(knownSeq.current);
      },
      clear: () => setHeldAfter(null),
    }),
    [know, viewerId],
  );
  const newer = useMemo(
    () => (heldAfter === null ? null : othersAfter(thread.messages, heldAfter, viewerId)),
    [heldAfter, thread.messages, viewerId],
  );
  return { ...verbs, newer };
}

function othersAfter(messages: readonly Message[], seq: number, viewerId: string): Message[] {
  return messages.filter((one) => one.seq > seq && one.senderId !== viewerId);
}

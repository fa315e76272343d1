"use client";
import { useCallback, useEffect, useRef, useState } from "react";
import { useChatClient } from "../hooks/chat-client-context";

/** The unsent text of a conversation, and the way to change it. It outlives the page, and is the same in all tabs of this browser. */
export function useDraft(conversationId: string): [string, (text: string) => void] {
  const client = useChatClient();
  const [text, setText] = useState(() => client.draft(conversationId).getSnapshot());
  const written = useRef(text);
  useEffect(() => {
    const draft = client.draft(conversationId);
    const take = () => {
      // The field must hold what is typed at once, so that it keeps its own text; only what another tab wrote is taken over.
      const kept = draft.getSnapshot();
      if (kept === written.current) return;
      written.current = kept;
      setText(kept);
    };
    take();
    return draft.subscribe(take);
  }, [client, conversationId]);
  const write = useCallback(
    (next: string) => {
      written.current = next;
      setText(next);
      client.setDraft(conversationId, next);
    },
    [client, conversationId],
  );
  return [text, write];
}

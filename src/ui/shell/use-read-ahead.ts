"use client";
import { type RefObject, useEffect } from "react";
import { useChatClient } from "@/ui/hooks/chat-client-context";
import type { ListHandle } from "@/ui/list/virtual-list";

/** Whoever only passes on the way through the list reads nothing ahead. */
const settleMs = 400;

/** Loads the conversation that comes after the open one, so that it stands there at once when somebody goes on. */
export function useReadAhead(list: RefObject<ListHandle | null>, openId: string | null): void {
  const client = useChatClient();
  useEffect(() => {
    if (openId === null) return;
    let end: () => void = () => undefined;
    const timer = setTimeout(() => {
      const next = list.current?.beside("next");
      if (next) end = client.thread(next).subscribe(() => undefined);
    }, settleMs);
    return () => {
      clearTimeout(timer);
      end();
    };
  }, [client, list, openId]);
}

"use client";
import { useEffect, useState } from "react";
import { useChatClient } from "./chat-client-context";
import { useReadable } from "./use-readable";

/** The server's time in epoch ms, fresh every `everyMs`; `null` stands still. */
export function useNow(everyMs: number | null = 30_000): number {
  const offsetMs = useReadable(useChatClient().clockOffsetMs);
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (everyMs === null) return;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now + offsetMs;
}

"use client";
import { useCallback, useEffect, useRef, useState } from "react";
import { useCaseDesk } from "./use-case-desk";

/** Whoever has not pressed a key for so long no longer writes. */
const writingMs = 30_000;

/** Tells colleagues that the viewer is at this conversation while it is open and in sight, and that they write; answers how to say so. */
export function usePresenceHere(conversationId: string): (isWriting: boolean) => void {
  const desk = useCaseDesk();
  const [isWriting, setWriting] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => {
    const say = () => desk.setViewing(conversationId, document.visibilityState === "hidden" ? "none" : isWriting ? "replying" : "viewing");
    say();
    document.addEventListener("visibilitychange", say);
    return () => document.removeEventListener("visibilitychange", say);
  }, [desk, conversationId, isWriting]);
  useEffect(
    () => () => {
      clearTimeout(timer.current);
      desk.setViewing(conversationId, "none");
    },
    [desk, conversationId],
  );
  return useCallback((next: boolean) => {
    clearTimeout(timer.current);
    setWriting(next);
    if (next) timer.current = setTimeout(() => setWriting(false), writingMs);
  }, []);
}

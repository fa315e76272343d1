"use client";
import { useEffect, useState } from "react";
import type { Note } from "@/shared/cases";
import { useCaseDesk, useDeskNews } from "./use-case-desk";

/** Whoever has a case open in sight has seen its notes that name them, as far as they are on the screen. */
export function useSeenMentions(conversationId: string, notes: readonly Note[]): void {
  const desk = useCaseDesk();
  const unseen = useDeskNews()?.unseen;
  const isInSight = useInSight();
  const shown = new Set(notes.map(({ id }) => id));
  const seen = (unseen ?? []).filter((one) => one.conversationId === conversationId && shown.has(one.noteId));
  const version = Math.max(0, ...seen.map((one) => one.version));
  useEffect(() => {
    // What could not be said is said when the case is opened again.
    if (isInSight && version > 0) desk.seeMentions(conversationId, version).catch(() => undefined);
  }, [desk, conversationId, version, isInSight]);
}

/** Whether the page is in front of somebody. */
function useInSight(): boolean {
  const [isInSight, set] = useState(() => document.visibilityState !== "hidden");
  useEffect(() => {
    const look = () => set(document.visibilityState !== "hidden");
    document.addEventListener("visibilitychange", look);
    return () => document.removeEventListener("visibilitychange", look);
  }, []);
  return isInSight;
}

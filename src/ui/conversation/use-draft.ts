"use client";
import { useCallback, useState } from "react";

const keyPrefix = "gympl-draft:";
const storageKey = (conversationId: string) => keyPrefix + conversationId;
const drafts = new Map<string, string>();

/** The unsent text of a conversation. It outlives the screen, and a reload of this tab. */
export function useDraft(conversationId: string): [string, (text: string) => void] {
  const [text, setText] = useState(() => readDraft(conversationId));
  const write = useCallback(
    (next: string) => {
      setText(next);
      keepDraft(conversationId, next);
    },
    [conversationId],
  );
  return [text, write];
}

function readDraft(conversationId: string): string {
  const known = drafts.get(conversationId);
  if (known !== undefined || typeof window === "undefined") return known ?? "";
  try {
    return sessionStorage.getItem(storageKey(conversationId)) ?? "";
  } catch {
    // Storage is forbidden in this browser: drafts live as long as the page.
    return "";
  }
}

function keepDraft(conversationId: string, text: string): void {
  drafts.set(conversationId, text);
  try {
    if (text === "") sessionStorage.removeItem(storageKey(conversationId));
    else sessionStorage.setItem(storageKey(conversationId), text);
  } catch {
    // Full or forbidden: the map above still has it.
  }
}

/** Forgets all drafts, on signing out: the next person at this computer must not see them. */
export function forgetDrafts(): void {
  drafts.clear();
  try {
    // Also those of before a reload, whose conversations were not opened since.
    for (const key of Object.keys(sessionStorage)) if (key.startsWith(keyPrefix)) sessionStorage.removeItem(key);
  } catch {
    // Forbidden: nothing was ever kept there.
  }
}

"use client";
import { useEffect, useRef } from "react";

/** Keys, as `KeyboardEvent.key` names them, and what they do. */
export type Shortcuts = readonly (readonly [key: string, run: () => void])[];

/** These work even while nothing has the focus beside an open conversation, where every other character belongs into the composer. */
const alwaysOurs = new Set(["/", "?"]);

/**
 * Runs single-key commands while nobody types and no menu or dialog is open. They run before the conversation sees the key (capture), except
 * Escape, which is ours only when nothing inside has used it.
 */
export function useShortcuts(shortcuts: Shortcuts): void {
  const latest = useRef(shortcuts);
  useEffect(() => {
    latest.current = shortcuts;
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const isLate = event.eventPhase !== Event.CAPTURING_PHASE;
      if (event.defaultPrevented || isLate !== (event.key === "Escape") || !isOurs(event)) return;
      const shortcut = latest.current.find(([key]) => key === event.key);
      if (!shortcut) return;
      event.preventDefault();
      shortcut[1]();
    };
    window.addEventListener("keydown", onKeyDown, true);
    window.addEventListener("keydown", onKeyDown);
    return () => {
      window.removeEventListener("keydown", onKeyDown, true);
      window.removeEventListener("keydown", onKeyDown);
    };
  }, []);
}

function isOurs({ key, target, ctrlKey, metaKey, altKey, isComposing }: KeyboardEvent): boolean {
  if (ctrlKey || metaKey || altKey || isComposing || isSomethingOpen()) return false;
  if (key === "Escape") return true;
  if (!(target instanceof HTMLElement) || isField(target) || target.closest("[data-conversation]")) return false;
  // Where something has the focus, arrows are its own: a list moves in itself, a pane scrolls.
  if (target !== document.body) return !key.startsWith("Arrow");
  return alwaysOurs.has(key) || document.querySelector("[data-conversation]") === null;
}

function isField({ isContentEditable, tagName }: HTMLElement): boolean {
  return isContentEditable || /^(?:INPUT|TEXTAREA|SELECT)$/.test(tagName);
}

function isSomethingOpen(): boolean {
  return document.querySelector('[role="dialog"], [role="alertdialog"], [role="menu"]') !== null;
}

/** Whether the focus is in the open conversation: in its messages or its composer. */
export function isInConversation(): boolean {
  return document.activeElement?.closest("[data-conversation]") != null;
}

import type { ConversationState } from "../shared/apply-event";
import type { AppErrorShape } from "../shared/errors";
import type { Message } from "../shared/messages";
import type { LoadStatus, Thread } from "./chat-client.types";
import { denseRun } from "./dense-run";
import type { Source } from "./readable";

/** What of a conversation is shown: the messages from `start` on, as far as none is missing. */
export interface Window {
  source: Source<Thread>;
  status: LoadStatus;
  error: AppErrorShape | null;
  /** The first `seq` shown; `null` until a page is loaded, or enough was known without one. */
  start: number | null;
  /** The `seq` whose surroundings are shown while the window does not lead to the newest message; `null` when it does. */
  visited: number | null;
  /** Too little is known to fill a screen: the newest page is still read. */
  isThin: boolean;
  /** Raised when everything starts over, so that a page of before changes nothing. */
  life: number;
  hasMoreBefore: boolean;
  /** What is shown while a fresh page is on its way. */
  shown: readonly Message[];
  loading: Promise<void> | null;
  loadingBefore: Promise<void> | null;
  loadingAfter: Promise<void> | null;
}

/** A window that shows nothing yet. */
export function emptyWindow(source: Source<Thread>): Window {
  return {
    source,
    status: "loading",
    error: null,
    start: null,
    visited: null,
    isThin: false,
    life: 0,
    hasMoreBefore: false,
    shown: [],
    loading: null,
    loadingBefore: null,
    loadingAfter: null,
  };
}

/** The last `seq` that a window shows; 0 when it shows nothing. */
export function endOf({ start }: Window, { messages }: ConversationState): number {
  if (start === null) return 0;
  return denseRun(messages, start).at(-1)?.seq ?? start - 1;
}

/** Begins anew, so that nothing under way changes what comes now. */
export function startOver(window: Window): void {
  window.life++;
  window.loading = null;
}

/** Begins anew with nothing to show, and holds on to nothing that was shown. */
export function forgetShown(window: Window): void {
  startOver(window);
  Object.assign(window, { start: null, visited: null, shown: [], status: "loading", error: null });
  window.source.invalidate();
  // What was shown last stands in the source until somebody looks.
  window.source.getSnapshot();
}

export function sameMessages(a: readonly Message[], b: readonly Message[]): boolean {
  return a.length === b.length && a.every((message, at) => message === b[at]);
}

export function sameThread(a: Thread, b: Thread): boolean {
  return (Object.keys(b) as (keyof Thread)[]).every((key) => a[key] === b[key]);
}

"use client";
import { CircleAlert, CircleCheck } from "lucide-react";
import { useSyncExternalStore } from "react";
import { classNames } from "./class-names";

interface Notice {
  id: number;
  tone: "success" | "error";
  text: string;
}

const shownMs = 4_000;
const shownMax = 3;
let notices: readonly Notice[] = [];
let nextId = 1;
const listeners = new Set<() => void>();

/** Tells in words, at the top of the screen and to a screen reader, what became of something that was asked for. Goes by itself after four seconds. */
export function tell(tone: Notice["tone"], text: string): void {
  const id = nextId++;
  set([...notices.filter((one) => one.text !== text), { id, tone, text }].slice(-shownMax));
  setTimeout(() => set(notices.filter((one) => one.id !== id)), shownMs);
}

function set(next: readonly Notice[]): void {
  notices = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

const none: readonly Notice[] = [];

/** Where the notices appear. Stands once on a page, from the beginning: a screen reader hears only what comes into a place it knows. */
export function Notices() {
  const shown = useSyncExternalStore(
    subscribe,
    () => notices,
    () => none,
  );
  return (
    <section
      aria-label="Notices"
      aria-live="polite"
      className="pointer-events-none fixed inset-x-0 top-[max(0.75rem,env(safe-area-inset-top))] z-50 flex flex-col items-center gap-2 px-4"
    >
      {shown.map(({ id, tone, text }) => (
        <p
          key={id}
          data-notice={tone}
          className="flex max-w-md items-center gap-2 rounded-lg border bg-raised px-3 py-2 text-body text-ink shadow-float"
        >
          <span aria-hidden className={classNames("shrink-0 [&>svg]:size-4", tone === "error" ? "text-danger" : "text-accent-text")}>
            {tone === "error" ? <CircleAlert /> : <CircleCheck />}
          </span>
          {text}
        </p>
      ))}
    </section>
  );
}

"use client";
import { CircleAlert, CircleCheck } from "lucide-react";
import { useTranslations } from "next-intl";
import { useSyncExternalStore } from "react";
import { classNames } from "./class-names";

interface Notice {
  id: number;
  tone: "success" | "error";
  text: string;
  /** Takes back what the notice tells of. */
  undo?: () => void;
}

const shownMs = 4_000;
const undoMs = 8_000;
const shownMax = 3;
let notices: readonly Notice[] = [];
let nextId = 1;
const timers = new Map<number, ReturnType<typeof setTimeout>>();
const listeners = new Set<() => void>();

/** Tells in words, at the top of the screen and to a screen reader, what became of something that was asked for. Goes by itself after four seconds. */
export function tell(tone: Notice["tone"], text: string): void {
  show({ id: nextId++, tone, text }, shownMs);
}

/**
 * Tells of something that was done and, for eight seconds, offers to take it back; longer while the pointer or the focus is on it. `undo` is called at most
 * once and tells its own failure. The answer takes the offer away, for when it no longer holds.
 */
export function undoable(text: string, undo: () => void): () => void {
  const id = nextId++;
  show({ id, tone: "success", text, undo }, undoMs);
  return () => dismiss(id);
}

/** Takes back the last thing that still offers it; whether there was one. */
export function undoLatest(): boolean {
  const latest = notices.findLast(({ undo }) => undo !== undefined);
  if (latest) takeBack(latest);
  return latest !== undefined;
}

function takeBack({ id, undo }: Notice): void {
  dismiss(id);
  undo?.();
}

function show(notice: Notice, forMs: number): void {
  const others = notices.filter((one) => one.text !== notice.text || one.undo !== undefined);
  set([...others, notice].slice(-shownMax));
  leaveAfter(notice.id, forMs);
}

function leaveAfter(id: number, ms: number): void {
  clearTimeout(timers.get(id));
  timers.set(
    id,
    setTimeout(() => dismiss(id), ms),
  );
}

function dismiss(id: number): void {
  clearTimeout(timers.get(id));
  timers.delete(id);
  set(notices.filter((one) => one.id !== id));
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

/** Where the notices appear: below the bars of what is open, or above a dialog, and never over what is pressed next. Stands once on a page, from the beginning: a screen reader hears only what comes into a place it knows. */
export function Notices() {
  const t = useTranslations("common");
  const shown = useSyncExternalStore(
    subscribe,
    () => notices,
    () => none,
  );
  return (
    <section
      aria-label={t("notices")}
      aria-live="polite"
      className="pointer-events-none fixed inset-x-0 top-[calc(6.5rem+env(safe-area-inset-top))] z-50 [body:has(.bg-scrim)_&]:top-[max(0.75rem,env(safe-area-inset-top))] flex flex-col items-center gap-2 px-4"
    >
      {shown.map((notice) => (
        <NoticeLine key={notice.id} notice={notice} />
      ))}
    </section>
  );
}

function NoticeLine({ notice }: { notice: Notice }) {
  const t = useTranslations("common");
  const { id, tone, text, undo } = notice;
  const stay = () => undo && clearTimeout(timers.get(id));
  const go = () => undo && timers.has(id) && leaveAfter(id, undoMs);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only waits while somebody is about to press the button inside
    <div
      data-notice={tone}
      onPointerEnter={stay}
      onPointerLeave={go}
      onFocus={stay}
      onBlur={go}
      className={classNames(
        "flex max-w-md items-center gap-2 rounded-lg border bg-raised px-3 text-body text-ink shadow-float",
        undo ? "pointer-events-auto py-1 pr-1" : "py-2",
      )}
    >
      <span aria-hidden className={classNames("shrink-0 [&>svg]:size-4", tone === "error" ? "text-danger" : "text-accent-text")}>
        {tone === "error" ? <CircleAlert /> : <CircleCheck />}
      </span>
      <span className="min-w-0 [overflow-wrap:anywhere]">{text}</span>
      {undo && (
        <button
          type="button"
          onClick={() => takeBack(notice)}
          className="ml-2 h-7 shrink-0 rounded-md px-2 text-dense font-semibold text-accent-text hover:bg-sunken pointer-coarse:h-11"
        >
          {t("undo")}
        </button>
      )}
    </div>
  );
}

"use client";
import { useNow } from "../hooks/use-now";
import { useTimes } from "../hooks/use-times";
import type { MessageRow } from "./message-rows";
import type { MessageVirtualizer } from "./use-message-scroll";

/** While one scrolls, the day of the topmost message floats above it. A screen reader has it with each message. */
export function ScrollDay({ rows, virtualizer }: { rows: readonly MessageRow[]; virtualizer: MessageVirtualizer }) {
  const times = useTimes();
  const now = useNow(60_000);
  if (!virtualizer.isScrolling || virtualizer.isAtEnd()) return null;
  const top = rows[virtualizer.getVirtualItemForOffset((virtualizer.scrollOffset ?? 0) + 32)?.index ?? -1];
  if (!top || top.kind === "unread" || top.kind === "day") return null;
  return (
    <p
      aria-hidden
      className="pointer-events-none absolute top-2 left-1/2 -translate-x-1/2 rounded-full border bg-raised px-3 py-0.5 text-small font-medium text-ink-muted"
    >
      {times.day(top.kind === "bubble" ? top.bubble.time : top.kind === "extra" ? top.extra.time : top.message.createdAt, now)}
    </p>
  );
}

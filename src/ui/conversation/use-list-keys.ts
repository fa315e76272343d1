"use client";
import { type KeyboardEvent, useCallback, useEffect, useRef, useState } from "react";
import type { MessageRow } from "./message-rows";
import type { MessageVirtualizer } from "./use-message-scroll";

interface ListKeysOptions {
  rows: readonly MessageRow[];
  virtualizer: MessageVirtualizer;
  onEnd(): void;
  onReply(bubbleId: string): void;
  /** A character was typed in the list: it belongs into the composer. */
  onType?(): void;
}

/**
 * The keyboard in the list: one message is in the tab order, arrows, Page keys, Home and End move among the loaded ones, Enter replies,
 * and whoever starts to type is in the composer.
 */
export function useListKeys(activeKey: string | null, setActiveKey: (key: string) => void, options: ListKeysOptions) {
  const { rows, virtualizer, onEnd, onReply, onType } = options;
  const [wanted, setWanted] = useState<string | null>(null);
  const list = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (wanted === null) return;
    list.current?.querySelector<HTMLElement>(`[data-message="${wanted}"]`)?.focus({ preventScroll: true });
    setWanted(null);
  }, [wanted]);

  const goTo = useCallback(
    (index: number) => {
      const row = rows[index];
      if (row?.kind !== "bubble") return;
      setActiveKey(row.key);
      setWanted(row.key);
      virtualizer.scrollToIndex(index, { align: "auto" });
    },
    [rows, virtualizer, setActiveKey],
  );

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const isOnMessage = event.target instanceof HTMLElement && event.target.hasAttribute("data-message");
    if (isOnMessage && event.key === "Enter" && activeKey !== null) {
      event.preventDefault();
      onReply(activeKey);
      return;
    }
    const from = rows.findIndex((row) => row.key === activeKey);
    const target = targetOf(event.key, from < 0 ? rows.length - 1 : from, { rows, virtualizer });
    if (target !== null) {
      event.preventDefault();
      if (event.key === "End") onEnd();
      goTo(target);
    } else if (event.key.length === 1 && event.key !== " ") onType?.();
  };
  return { list, onKeyDown };
}

/** The row that a key leads to; `null` for keys that mean nothing here. */
function targetOf(key: string, from: number, { rows, virtualizer }: Pick<ListKeysOptions, "rows" | "virtualizer">): number | null {
  const page = Math.max(1, virtualizer.getVirtualItems().filter(isInView(virtualizer)).length - 2);
  if (key === "ArrowUp") return nearest(rows, from - 1, -1) ?? from;
  if (key === "ArrowDown") return nearest(rows, from + 1, 1) ?? from;
  if (key === "PageUp") return nearest(rows, Math.max(0, from - page), -1) ?? nearest(rows, 0, 1);
  if (key === "PageDown") return nearest(rows, Math.min(rows.length - 1, from + page), 1) ?? nearest(rows, rows.length - 1, -1);
  if (key === "Home") return nearest(rows, 0, 1);
  if (key === "End") return nearest(rows, rows.length - 1, -1);
  return null;
}

function isInView({ scrollOffset, scrollRect }: MessageVirtualizer) {
  const top = scrollOffset ?? 0;
  const bottom = top + (scrollRect?.height ?? 0);
  return (item: { start: number; end: number }) => item.end > top && item.start < bottom;
}

/** The first bubble from `index` in a direction; days and lines are stepped over. */
function nearest(rows: readonly MessageRow[], index: number, step: 1 | -1): number | null {
  for (let at = index; at >= 0 && at < rows.length; at += step) if (rows[at]?.kind === "bubble") return at;
  return null;
}

"use client";
import { useVirtualizer, type Virtualizer } from "@tanstack/react-virtual";
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import type { MessageRow } from "./message-rows";

/** Nearer to the end than this, new messages pull the list along. */
const endThresholdPx = 60;
/** How long the list may measure its rows on the way to where it opens. */
const placingMs = 200;
/** So many rows beyond what is in sight are drawn for a reader who scrolls … */
const overscan = 12;
/** … and so many until the list stands where it opens. */
const overscanAtFirst = 3;
/** The room above the first row, for the loading line or the beginning: always the same, so that nothing jumps when it changes. */
export const topRoomPx = 48;

export type MessageVirtualizer = Virtualizer<HTMLDivElement, HTMLDivElement>;

interface MessageScrollOptions {
  rows: readonly MessageRow[];
  isDense: boolean;
  /** Groups of others carry the author's name above them. */
  showsAuthors: boolean;
  viewerId: string;
  /** A row that stays drawn wherever the list is scrolled, because it may have the focus. */
  keptIndex: number;
  /** The newest message is among the rows. */
  isComplete: boolean;
  /** The rows stand around an older message to which somebody went. */
  isElsewhere: boolean;
}

/** The virtualised list: anchored at its end, following new messages only when the reader is there. */
export function useMessageScroll(options: MessageScrollOptions) {
  const { rows, keptIndex, isComplete, isElsewhere } = options;
  const scroller = useRef<HTMLDivElement>(null);
  const [isAtEnd, setAtEnd] = useState(true);
  const atEnd = useRef(true);
  const [isPlaced, setPlaced] = useState(false);
  const getScroller = useCallback(() => scroller.current, []);
  const virtualizer: MessageVirtualizer = useVirtualizer<HTMLDivElement, HTMLDivElement>({
    count: rows.length,
    getScrollElement: getScroller,
    getItemKey: (index) => rows[index]?.key ?? index,
    estimateSize: (index) => estimatedHeight(rows[index], options),
    overscan: isPlaced ? overscan : overscanAtFirst,
    paddingStart: topRoomPx,
    paddingEnd: 4,
    scrollPaddingStart: 56,
    anchorTo: "end",
    // Pages that come in below an older message are no news.
    followOnAppend: isComplete,
    scrollEndThreshold: endThresholdPx,
    rangeExtractor: ({ startIndex, endIndex, overscan, count }) => {
      const first = Math.max(0, startIndex - overscan);
      const last = Math.min(count - 1, endIndex + overscan);
      const indexes = Array.from({ length: last - first + 1 }, (_, at) => first + at);
      if (keptIndex >= 0 && keptIndex < first) indexes.unshift(keptIndex);
      if (keptIndex > last && keptIndex < count) indexes.push(keptIndex);
      return indexes;
    },
  });

  const heightPx = useRef<number | null>(null);
  const readPosition = useCallback(() => {
    const element = scroller.current;
    if (!element) return;
    const { scrollHeight, clientHeight } = element;
    // When the list becomes lower (the composer grows, a keyboard opens), a reader at the end stays at the end.
    const isResized = heightPx.current !== null && heightPx.current !== clientHeight;
    if (isResized && atEnd.current) element.scrollTop = scrollHeight;
    heightPx.current = clientHeight;
    atEnd.current = scrollHeight - element.scrollTop - clientHeight <= endThresholdPx;
    setAtEnd(atEnd.current);
  }, []);

  useStartPosition(virtualizer, rows, isComplete);
  // Whoever follows a quote at once, before the list stands at its end, stands where they went.
  const isOnItsWay = isComplete || isElsewhere;
  useEffect(() => {
    if (!isOnItsWay) return;
    const timer = setTimeout(() => setPlaced(true), placingMs);
    return () => clearTimeout(timer);
  }, [isOnItsWay]);
  // Rows that came or were measured may have moved the end without a scroll event.
  useEffect(readPosition);
  useEffect(() => {
    if (!scroller.current) return;
    const observer = new ResizeObserver(readPosition);
    observer.observe(scroller.current);
    return () => observer.disconnect();
  }, [readPosition]);

  return { scroller, getScroller, virtualizer, isPlaced, isAtEnd, atEnd, readPosition };
}

/**
 * Opens at the unread line when there is one, at the newest message otherwise; again while the newest messages are still coming in.
 * Until the list is placed no older messages may come in, because the way to a row goes by its index.
 */
function useStartPosition(virtualizer: MessageVirtualizer, rows: readonly MessageRow[], isComplete: boolean): void {
  const isAimed = useRef(false);
  useLayoutEffect(
    () => () => {
      // A list that is taken away and shown again (React's strict mode does so) starts at the top.
      isAimed.current = false;
    },
    [],
  );
  useLayoutEffect(() => {
    if (isAimed.current || rows.length === 0) return;
    isAimed.current = isComplete;
    const unread = rows.findIndex((row) => row.kind === "unread");
    if (unread >= 0) virtualizer.scrollToIndex(unread, { align: "start" });
    else virtualizer.scrollToEnd();
  }, [virtualizer, rows, isComplete]);
}

/** Close to what will be measured, so that the scroll bar hardly moves when it is. */
function estimatedHeight(row: MessageRow | undefined, { isDense, showsAuthors, viewerId }: MessageScrollOptions): number {
  if (row?.kind === "extra") return row.extra.heightPx;
  if (row?.kind !== "bubble") return 36;
  const { content, senderId, replyToId } = row.bubble;
  const lines = content.split("\n").reduce((sum, line) => sum + (Math.ceil(line.length / (isDense ? 84 : 34)) || 1), 0);
  const head = row.startsGroup && showsAuthors && senderId !== viewerId ? 18 : 0;
  const gap = row.startsGroup ? (isDense ? 10 : 12) : 2;
  return gap + head + (replyToId ? 38 : 0) + (isDense ? 8 + 20 * lines : 12 + 22 * lines);
}

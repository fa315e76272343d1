"use client";
import { type RefObject, useCallback, useEffect, useLayoutEffect, useState } from "react";

interface FixedRowsOptions {
  scroller: RefObject<HTMLElement | null>;
  /** What holds the rows inside the scroller; something may stand above it. */
  box: RefObject<HTMLElement | null>;
  count: number;
  /** px */
  rowHeight: number;
}

interface FixedRows {
  /** The rows that exist: `first` up to, not with, `end`. */
  first: number;
  end: number;
  /** To be called when the scroller has scrolled. */
  onScroll(): void;
  /** Brings a row into sight, by the shortest way. */
  showRow(index: number): void;
}

/** More rows than are in sight, at both ends: a fast wheel shows no gap. */
const overscan = 10;
/** The window moves by so many rows at once, so that a scroll draws rarely. */
const stride = 5;
/** Before the scroller is measured. */
const guessedPx = 1_000;

/** Which rows of a list to draw, where all are equally high. Reads two numbers for each scroll, whatever the length of the list. */
export function useFixedRows({ scroller, box, count, rowHeight }: FixedRowsOptions): FixedRows {
  const [range, setRange] = useState(() => windowOf(0, guessedPx, rowHeight));
  const measure = useCallback(() => {
    const element = scroller.current;
    if (!element) return;
    const next = windowOf(element.scrollTop - (box.current?.offsetTop ?? 0), element.clientHeight, rowHeight);
    setRange((before) => (before.first === next.first && before.end === next.end ? before : next));
  }, [scroller, box, rowHeight]);
  useLayoutEffect(measure, [measure]);
  useEffect(() => {
    if (!scroller.current) return;
    const observer = new ResizeObserver(measure);
    observer.observe(scroller.current);
    return () => observer.disconnect();
  }, [scroller, measure]);

  const showRow = useCallback(
    (index: number) => {
      const element = scroller.current;
      if (!element) return;
      const top = (box.current?.offsetTop ?? 0) + index * rowHeight;
      const lowest = top + rowHeight - element.clientHeight;
      if (element.scrollTop > top) element.scrollTop = top;
      else if (element.scrollTop < lowest) element.scrollTop = lowest;
      measure();
    },
    [scroller, box, rowHeight, measure],
  );
  return { first: Math.min(range.first, Math.max(0, count - 1)), end: Math.min(range.end, count), onScroll: measure, showRow };
}

function windowOf(topPx: number, heightPx: number, rowHeight: number): { first: number; end: number } {
  const first = Math.floor(Math.max(0, topPx) / rowHeight / stride) * stride;
  const last = Math.ceil((Math.max(0, topPx) + heightPx) / rowHeight / stride) * stride;
  return { first: Math.max(0, first - overscan), end: last + overscan };
}

"use client";
import { type KeyboardEvent, type ReactNode, type Ref, useEffect, useImperativeHandle, useMemo, useRef, useState } from "react";
import { rowAfter, rowInPlaceOf } from "./selection";
import { UpdatesPill } from "./updates-pill";
import { useFixedRows } from "./use-fixed-rows";
import { useSteadyOrder } from "./use-steady-order";

/** What shortcuts do with a list from elsewhere on the page. */
export interface ListHandle {
  /** Moves the focus by this many rows, from the focused row, else from the chosen one. */
  move(by: number): void;
  /** Gives the focus to this row. */
  focusRow(key: string): void;
  /** The key of the row that has the focus. */
  focusedKey(): string | null;
  /** The keys of the rows as they stand, also those that only wait to go. */
  order(): readonly string[];
  /** The row beside the chosen one, also when that has just left the list: then beside where it stood. `null` at the end of the list. */
  beside(direction: "next" | "previous"): string | null;
  /** The first row but the chosen one. */
  first(): string | null;
  /** Lets the rows take their present places. */
  settle(): void;
}

interface VirtualListProps<T> {
  /** The list's name for a screen reader. */
  label: string;
  items: readonly T[];
  keyOf(item: T): string;
  /** px; every row has the same. */
  rowHeight: number;
  /** Draws a row. Its one link carries `tabIndex` and `data-row`, so that the list is one stop of the Tab key and arrows move inside it. */
  renderRow(item: T, link: { tabIndex: number; "data-row": string }): ReactNode;
  /** The key of the row that is open beside the list. */
  chosenKey: string | null;
  hasMore: boolean;
  loadMore(): Promise<void>;
  /** How many are loaded, also when a filter shows fewer. */
  loadedCount?: number;
  handle?: Ref<ListHandle>;
  /** Stands above the first row and scrolls with the rest. */
  header?: ReactNode;
}

/** Rows in any number: only those in sight exist. Arrows, Home and End move; rows do not move under the pointer. */
export function VirtualList<T>({
  label,
  items,
  keyOf,
  rowHeight,
  renderRow,
  chosenKey,
  hasMore,
  loadMore,
  loadedCount,
  handle,
  header,
}: VirtualListProps<T>) {
  const scroller = useRef<HTMLDivElement>(null);
  const box = useRef<HTMLUListElement>(null);
  const steady = useSteadyOrder(items, keyOf, loadedCount !== 0);
  const rows = steady.items;
  const [stopKey, setStopKey] = useState<string | null>(null);
  const [chosenBefore, setChosenBefore] = useState(chosenKey);
  if (chosenBefore !== chosenKey) {
    // Whoever comes back to the list comes to what is open, not to where they were before: what is done there is done to that.
    setChosenBefore(chosenKey);
    setStopKey(null);
  }
  const { first: firstDrawn, end, onScroll, showRow } = useFixedRows({ scroller, box, count: rows.length, rowHeight });
  useNextPage(hasMore && end >= rows.length - 10, loadedCount ?? rows.length, loadMore);

  const stopIndex = useMemo(() => {
    const indexOf = (key: string | null) => (key === null ? -1 : rows.findIndex((row) => keyOf(row) === key));
    const stop = indexOf(stopKey);
    return Math.max(0, stop >= 0 ? stop : indexOf(chosenKey));
  }, [rows, keyOf, stopKey, chosenKey]);

  const focusAt = (index: number) => {
    const row = rows[Math.min(Math.max(index, 0), rows.length - 1)];
    if (row === undefined) return;
    const key = keyOf(row);
    setStopKey(key);
    showRow(rows.indexOf(row));
    focusWhenDrawn(scroller.current, key);
  };
  const move = (by: number) => {
    const isInside = scroller.current?.contains(document.activeElement) ?? false;
    focusAt(isInside || chosenKey !== null ? stopIndex + by : 0);
  };
  const focusRow = (key: string) => {
    const index = rows.findIndex((row) => keyOf(row) === key);
    if (index >= 0) focusAt(index);
  };
  const focusedKey = () => {
    const { activeElement } = document;
    if (!activeElement || !scroller.current?.contains(activeElement)) return null;
    return activeElement.closest("li")?.querySelector<HTMLElement>("[data-row]")?.dataset.row ?? null;
  };
  /** The rows as they stood when the chosen one, and the one where the list is entered, were last among them. */
  const around = useRef<{ chosen: readonly string[]; stop: readonly string[] }>({ chosen: [], stop: [] });
  useEffect(() => {
    const order = rows.map(keyOf);
    const isThere = (key: string) => order.includes(key);
    if (chosenKey === null || isThere(chosenKey)) around.current.chosen = order;
    if (stopKey === null || isThere(stopKey)) around.current.stop = order;
    // Whoever stood at a row that has left stands at the one that took its place.
    else setStopKey(rowInPlaceOf(stopKey, around.current.stop, isThere));
  }, [rows, keyOf, chosenKey, stopKey]);
  const beside = (direction: "next" | "previous") => {
    const present = new Set(items.map(keyOf));
    const facing = direction === "next" ? around.current.chosen : [...around.current.chosen].reverse();
    return rowAfter(chosenKey ?? "", facing, (key) => present.has(key));
  };
  const first = () => items.map(keyOf).find((key) => key !== chosenKey) ?? null;
  useImperativeHandle(handle, () => ({ move, focusRow, focusedKey, order: () => rows.map(keyOf), beside, first, settle: steady.apply }));

  const onKeyDown = (event: KeyboardEvent) => {
    const target = moves(rows.length, stopIndex)[event.key];
    if (target === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    focusAt(target);
  };

  return (
    <div className="relative flex min-h-0 flex-1 flex-col">
      <UpdatesPill count={steady.updates} onApply={steady.apply} />
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the rows inside have the focus; their keys are handled here once */}
      <div
        ref={scroller}
        onKeyDown={onKeyDown}
        onScroll={onScroll}
        {...steady.holdProps}
        className="relative min-h-0 flex-1 overflow-y-auto overscroll-contain [overflow-anchor:none]"
      >
        {header}
        <ul ref={box} aria-label={label} className="relative" style={{ height: rows.length * rowHeight }}>
          {rows.slice(firstDrawn, end).map((row, at) => {
            const key = keyOf(row);
            const index = firstDrawn + at;
            return (
              <li
                key={key}
                aria-setsize={hasMore ? -1 : rows.length}
                aria-posinset={index + 1}
                className="absolute inset-x-0 top-0"
                style={{ height: rowHeight, transform: `translateY(${index * rowHeight}px)` }}
                onFocus={() => setStopKey(key)}
              >
                {renderRow(row, { tabIndex: index === stopIndex ? 0 : -1, "data-row": key })}
              </li>
            );
          })}
        </ul>
      </div>
    </div>
  );
}

function moves(count: number, at: number): Record<string, number | undefined> {
  return { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: count - 1, PageDown: at + 8, PageUp: at - 8 };
}

/** Asks for the next page once for each length of the list; a failed one is asked for again when the list is scrolled on. */
function useNextPage(isNear: boolean, length: number, loadMore: () => Promise<void>): void {
  const asked = useRef(-1);
  useEffect(() => {
    if (!isNear || asked.current === length) return;
    asked.current = length;
    loadMore().catch(() => {
      // Offline, most likely; the connection pill says so.
      asked.current = -1;
    });
  }, [isNear, length, loadMore]);
}

/** A row far away is drawn only after the list has scrolled to it: two frames at most. */
function focusWhenDrawn(scroller: HTMLElement | null, key: string, tries = 4): void {
  const link = scroller?.querySelector<HTMLElement>(`[data-row="${CSS.escape(key)}"]`);
  if (link) link.focus({ preventScroll: true });
  else if (tries > 0) requestAnimationFrame(() => focusWhenDrawn(scroller, key, tries - 1));
}

"use client";
import { type RefObject, useCallback, useMemo, useState } from "react";
import { extendTo, noSelection, type Selection, toggle } from "./selection";
import type { ListHandle } from "./virtual-list";

export interface QueueSelection {
  selection: Selection;
  isEmpty: boolean;
  /** Chooses a row or no longer; a range from the last one with `isRange`. */
  select(key: string, isRange: boolean): void;
  selectAll(): void;
  clear(): void;
}

/** What is chosen in a list; nothing once the list shows something else, as `listKey` says. */
export function useQueueSelection(listKey: string, list: RefObject<ListHandle | null>): QueueSelection {
  const [held, setHeld] = useState({ listKey, selection: noSelection });
  const selection = held.listKey === listKey ? held.selection : noSelection;
  const change = useCallback(
    (next: (before: Selection) => Selection) =>
      setHeld((before) => ({ listKey, selection: next(before.listKey === listKey ? before.selection : noSelection) })),
    [listKey],
  );
  return useMemo(() => {
    const order = () => list.current?.order() ?? [];
    return {
      selection,
      isEmpty: !selection.isAll && selection.keys.size === 0,
      select: (key, isRange) => change((before) => (isRange ? extendTo(before, key, order()) : toggle(before, key, order()))),
      selectAll: () => change(() => ({ isAll: true, keys: new Set(), anchor: null })),
      clear: () => change(() => noSelection),
    };
  }, [selection, change, list]);
}

/** Which rows of a list are chosen: some by their keys, or everything that matches what the list shows. Pure. */
export interface Selection {
  /** Everything, also what is not loaded. */
  isAll: boolean;
  keys: ReadonlySet<string>;
  /** Where a range begins: what was chosen last. */
  anchor: string | null;
}

export const noSelection: Selection = { isAll: false, keys: new Set(), anchor: null };

/** Chooses a row, or no longer. From everything, everything that is loaded stays but this one. */
export function toggle(selection: Selection, key: string, loaded: readonly string[]): Selection {
  const keys = new Set(selection.isAll ? loaded : selection.keys);
  if (keys.has(key)) keys.delete(key);
  else keys.add(key);
  return { isAll: false, keys, anchor: key };
}

/** Chooses every row from the last one that was chosen to this one. */
export function extendTo(selection: Selection, key: string, loaded: readonly string[]): Selection {
  const [from, to] = [loaded.indexOf(selection.anchor ?? key), loaded.indexOf(key)];
  if (from < 0 || to < 0) return toggle(selection, key, loaded);
  const range = loaded.slice(Math.min(from, to), Math.max(from, to) + 1);
  return { isAll: false, keys: new Set([...(selection.isAll ? loaded : selection.keys), ...range]), anchor: selection.anchor ?? key };
}

/** The next row after `key` that is still there; the first one where `key` is nowhere, `null` when there is none. */
export function rowAfter(key: string, order: readonly string[], isThere: (key: string) => boolean): string | null {
  return order.slice(order.indexOf(key) + 1).find((one) => one !== key && isThere(one)) ?? null;
}

/** The row that took the place of `key`, which has left `order`: the next that is still there, at the end the one before; `null` when there is none. */
export function rowInPlaceOf(key: string, order: readonly string[], isThere: (key: string) => boolean): string | null {
  return rowAfter(key, order, isThere) ?? rowAfter(key, [...order].reverse(), isThere);
}

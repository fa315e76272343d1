/** A list as it was when the pointer came over it, against the list as it is now. Pure. */
export interface SteadyOrder<T> {
  items: readonly T[];
  /** How many rows would stand elsewhere, come or go if the order were let loose. */
  updates: number;
}

/**
 * The rows of `held` at their places, with their fresh content where there is some; a row that has gone stays until the order is let loose.
 * What follows after the last held row (a further page) is added below, where it moves nothing.
 */
export function keepOrder<T>(held: readonly T[], fresh: readonly T[], keyOf: (item: T) => string): SteadyOrder<T> {
  const freshByKey = new Map(fresh.map((item) => [keyOf(item), item]));
  const heldKeys = new Set(held.map(keyOf));
  const lastHeld = fresh.findLastIndex((item) => heldKeys.has(keyOf(item)));
  const further = fresh.slice(lastHeld + 1);
  const items = [...held.map((item) => freshByKey.get(keyOf(item)) ?? item), ...further];
  const gone = held.filter((item) => !freshByKey.has(keyOf(item))).length;
  const stayed = held.map(keyOf).filter((key) => freshByKey.has(key));
  return { items, updates: gone + countRisen(stayed, fresh.slice(0, lastHeld + 1).map(keyOf)) };
}

/** How many keys of `now` have come in or have moved up past others of `before`. */
function countRisen(before: readonly string[], now: readonly string[]): number {
  const risen = new Set<string>();
  let at = 0;
  for (const key of now) {
    while (at < before.length && risen.has(before[at] ?? "")) at++;
    if (before[at] === key) at++;
    else risen.add(key);
  }
  return risen.size;
}

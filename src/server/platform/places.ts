import { limits } from "../../shared/limits";

/** What there are so many places of, per key. */
export const placesMax = {
  /** Open sockets, by user. */
  sockets: limits.socketsPerUserMax,
  /** Sockets that nobody has signed in on yet, by network address. */
  strangers: limits.strangersPerAddressMax,
} as const;

export type PlaceKind = keyof typeof placesMax;

export interface Places {
  /** Takes one of the places of `key`, until it is disposed; `null` when all are taken. Never throws. */
  hold(kind: PlaceKind, key: string): Promise<Disposable | null>;
}

/** Counts in this process. */
export function memoryPlaces(): Places {
  const taken = new Map<string, number>();
  return {
    async hold(kind, key) {
      const name = `${kind}:${key}`;
      const count = taken.get(name) ?? 0;
      if (count >= placesMax[kind]) return null;
      taken.set(name, count + 1);
      let isHeld = true;
      return {
        [Symbol.dispose]() {
          if (!isHeld) return;
          isHeld = false;
          const left = (taken.get(name) ?? 1) - 1;
          if (left > 0) taken.set(name, left);
          else taken.delete(name);
        },
      };
    },
  };
}

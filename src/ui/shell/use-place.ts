"use client";
import { useCallback, useMemo, useSyncExternalStore } from "react";
import { type Home, type ListView, type Place, type QueueAddress, readPlace, writePlace } from "./place";

export interface PlaceControl {
  place: Place;
  /** Goes somewhere at once, without asking the server; Back comes back, unless it only `replaces` where one is. The same function for ever. */
  go(change: Partial<Place>, replaces?: boolean): void;
  /** The address of a conversation in the present list, for links. */
  hrefOf(conversationId: string): string;
}

/** Where the viewer is, from the address, and the way to move. `base` is `/desk` or `/chat`; `queue` is how a desk's queue stands in the address. */
export function usePlace(base: "/desk" | "/chat", homeView: ListView, queue?: QueueAddress): PlaceControl {
  const address = useSyncExternalStore(watchAddress, readAddress, () => base);
  const home = useMemo(() => ({ view: homeView, queue }), [homeView, queue]);
  const place = useMemo(() => placeOf(address, home), [address, home]);
  const go = useCallback(
    (change: Partial<Place>, replaces = false) => {
      const before = readAddress();
      const url = writePlace(base, { ...placeOf(before, home), ...change }, home);
      if (url === before) return;
      // With the state of the entry before, the framework's router lets it pass: no page asks it where it is, and it would draw itself for each case.
      if (replaces) window.history.replaceState(window.history.state, "", url);
      else window.history.pushState(window.history.state, "", url);
      for (const listener of listeners) listener();
    },
    [base, home],
  );
  // The same as long as the list is: rows that need not be drawn again when another one is opened.
  const list = writePlace(base, { ...place, conversationId: null }, home);
  const hrefOf = useMemo(() => {
    const listPlace = placeOf(list, home);
    return (conversationId: string) => writePlace(base, { ...listPlace, conversationId }, home);
  }, [base, list, home]);
  return { place, go, hrefOf };
}

function placeOf(address: string, home: Home): Place {
  const { pathname, searchParams } = new URL(address, window.location.origin);
  return readPlace(pathname, searchParams, home);
}

// The router would tell of a new address in its own time; a conversation that is known is to stand at once.
const listeners = new Set<() => void>();
const readAddress = () => `${window.location.pathname}${window.location.search}`;

function watchAddress(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener("popstate", listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener("popstate", listener);
  };
}

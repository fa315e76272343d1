"use client";
import { usePathname, useSearchParams } from "next/navigation";
import { useCallback, useMemo } from "react";
import { type ListView, type Place, readPlace, writePlace } from "./place";

export interface PlaceControl {
  place: Place;
  /** Goes somewhere at once, without asking the server; Back comes back. */
  go(change: Partial<Place>): void;
  /** The address of a conversation in the present list, for links. */
  hrefOf(conversationId: string): string;
}

/** Where the viewer is, from the address, and the way to move. `base` is `/desk` or `/chat`. */
export function usePlace(base: "/desk" | "/chat", homeView: ListView): PlaceControl {
  const pathname = usePathname();
  const search = useSearchParams();
  const home = useMemo(() => ({ view: homeView }), [homeView]);
  const place = useMemo(() => readPlace(pathname, search, home), [pathname, search, home]);
  const go = useCallback(
    (change: Partial<Place>) => {
      const url = writePlace(base, { ...place, ...change }, home);
      if (url === `${window.location.pathname}${window.location.search}`) return;
      window.history.pushState(null, "", url);
    },
    [base, place, home],
  );
  const hrefOf = useCallback((conversationId: string) => writePlace(base, { ...place, conversationId }, home), [base, place, home]);
  return { place, go, hrefOf };
}

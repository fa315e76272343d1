"use client";
import { useCallback, useMemo, useSyncExternalStore } from "react";
import { useViewer } from "@/ui/connect/viewer-context";
import { dayIn, type ReportPlace, readReportPlace, reportHref } from "./report-place";

interface PlaceControl {
  place: ReportPlace;
  /** Today in the gym's calendar. */
  today: string;
  /** Goes there at once; Back comes back. */
  go(change: Partial<ReportPlace>): void;
}

const listeners = new Set<() => void>();
const readSearch = () => window.location.search;

function watch(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener("popstate", listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener("popstate", listener);
  };
}

/** What the report shows, from the address. */
export function useReportPlace(): PlaceControl {
  const { gym } = useViewer();
  const search = useSyncExternalStore(watch, readSearch, () => "");
  const today = dayIn(gym.timeZone, Date.now());
  const place = useMemo(() => readReportPlace(new URLSearchParams(search), today), [search, today]);
  const go = useCallback((change: Partial<ReportPlace>) => goTo(reportHref({ ...place, ...change })), [place]);
  return { place, today, go };
}

/** Goes to an address of a report without asking the server for a page. */
export function goTo(href: string): void {
  if (href === window.location.pathname + window.location.search) return;
  window.history.pushState(null, "", href);
  document.getElementById("main")?.scrollTo({ top: 0 });
  for (const listener of listeners) listener();
}

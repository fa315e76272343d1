"use client";
import { useCallback, useMemo, useSyncExternalStore } from "react";
import type { DeskGym } from "@/shared/people";
import { useViewer } from "@/ui/connect/viewer-context";
import { useDeskGyms } from "@/ui/gyms/use-desk-gyms";
import { calendarGym, dayIn, gymsIn, type ReportPlace, readReportPlace, reportHref } from "./report-place";

interface PlaceControl {
  place: ReportPlace;
  /** By whose calendar days are counted. */
  gym: DeskGym;
  /** Today in it. */
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
  const search = useSearch();
  const gymIds = useAskedGyms();
  const gym = useCalendarGym(gymIds);
  const today = dayIn(gym.timeZone, Date.now());
  const place = useMemo(() => {
    const { gymIds: _, ...read } = readReportPlace(search, today);
    return gymIds.length > 0 ? { ...read, gymIds: [...gymIds] } : read;
  }, [search, gymIds, today]);
  const go = useCallback((change: Partial<ReportPlace>) => goTo(reportHref({ ...place, ...change })), [place]);
  return { place, gym, today, go };
}

/** What the address asks for. */
export function useSearch(): URLSearchParams {
  const search = useSyncExternalStore(watch, readSearch, () => "");
  return useMemo(() => new URLSearchParams(search), [search]);
}

const allGyms: readonly string[] = [];

/** To which gyms the page is narrowed; whoever works at one sees that one, wherever a link came from. */
export function useAskedGyms(): readonly string[] {
  const search = useSearch();
  const isOne = useDeskGyms().length === 1;
  return useMemo(() => (isOne ? allGyms : gymsIn(search)), [search, isOne]);
}

/** By whose calendar the days of these gyms are counted; of all of the viewer's by that of their own. */
export function useCalendarGym(gymIds: readonly string[]): DeskGym {
  const { gym: home } = useViewer();
  const [first = home, ...others] = useDeskGyms();
  return calendarGym([first, ...others], gymIds);
}

/** Goes to an address of this page without asking the server for a page. */
export function goTo(href: string): void {
  if (href === window.location.pathname + window.location.search) return;
  window.history.pushState(null, "", href);
  document.getElementById("main")?.scrollTo({ top: 0 });
  for (const listener of listeners) listener();
}

"use client";
import { useCallback, useEffect, useRef } from "react";

/** A message counts as read once it was in sight this long, in a window that has the focus. */
const inSightMs = 600;

interface Sighting {
  seq: number;
  /** `performance.now()` since when it is in sight; `null` while it is not. */
  since: number | null;
}

/**
 * Tells which messages were really seen: at least half of it (or half a screen of a long one) visible, the page visible and focused.
 * Answers a function that starts watching an element, and whose answer ends that.
 */
export function useReadMarks(getScroller: () => HTMLElement | null, onSeen: (seq: number) => void) {
  const sightings = useRef(new Map<Element, Sighting>());
  const observer = useRef<IntersectionObserver | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const report = useRef(onSeen);
  useEffect(() => {
    report.current = onSeen;
  });

  const check = useCallback(() => {
    clearTimeout(timer.current);
    if (!isAttended()) return;
    const { seq, nextInMs } = judge(sightings.current.values(), performance.now());
    if (seq > 0) report.current(seq);
    if (nextInMs !== null) timer.current = setTimeout(check, nextInMs);
  }, []);

  useEffect(() => {
    const watched = sightings.current;
    const watcher = new IntersectionObserver(
      (entries) => {
        for (const entry of entries) {
          const sighting = watched.get(entry.target);
          if (!sighting) continue;
          const isInSight = entry.isIntersecting && isMostlyVisible(entry);
          sighting.since = isInSight ? (sighting.since ?? performance.now()) : null;
        }
        check();
      },
      { root: getScroller(), threshold: [0, 0.25, 0.5, 0.75, 1] },
    );
    observer.current = watcher;
    for (const element of watched.keys()) watcher.observe(element);
    const restart = () => {
      const now = performance.now();
      for (const sighting of watched.values()) if (sighting.since !== null) sighting.since = now;
      check();
    };
    window.addEventListener("focus", restart);
    document.addEventListener("visibilitychange", restart);
    return () => {
      clearTimeout(timer.current);
      watcher.disconnect();
      observer.current = null;
      window.removeEventListener("focus", restart);
      document.removeEventListener("visibilitychange", restart);
    };
  }, [check, getScroller]);

  return useCallback((element: Element, seq: number) => {
    sightings.current.set(element, { seq, since: null });
    observer.current?.observe(element);
    return () => {
      sightings.current.delete(element);
      observer.current?.unobserve(element);
    };
  }, []);
}

function isAttended(): boolean {
  return document.visibilityState === "visible" && document.hasFocus();
}

function isMostlyVisible({ intersectionRatio, intersectionRect, rootBounds }: IntersectionObserverEntry): boolean {
  return intersectionRatio >= 0.5 || (rootBounds !== null && intersectionRect.height >= rootBounds.height / 2);
}

/** The highest `seq` that was in sight long enough (0 for none), and when to look again. */
function judge(sightings: Iterable<Sighting>, now: number): { seq: number; nextInMs: number | null } {
  let seq = 0;
  let nextInMs: number | null = null;
  for (const sighting of sightings) {
    if (sighting.since === null) continue;
    const missingMs = sighting.since + inSightMs - now;
    if (missingMs <= 0) seq = Math.max(seq, sighting.seq);
    else nextInMs = Math.min(nextInMs ?? missingMs, missingMs);
  }
  return { seq, nextInMs };
}

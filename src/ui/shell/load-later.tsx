"use client";
import { type ComponentType, type ReactNode, useEffect, useState } from "react";
import { afterFirstLook } from "@/ui/offline/first-screen";

const retryMs = 3_000;

/** A component whose code comes later than that of the page. */
export interface LaterPart<P> {
  readonly component: ComponentType<P> | null;
  /** Loads the code now; the same promise for everybody who asks. */
  load(): Promise<void>;
}

/**
 * Splits a part off the first screen: its code is loaded when somebody has had a first look, or begins to do something. From then on it is drawn at once,
 * without a moment of waiting; React.lazy would show what stands in for it even when it is here.
 */
export function loadLater<P>(load: () => Promise<ComponentType<P>>): LaterPart<P> {
  let component: ComponentType<P> | null = null;
  let loading: Promise<void> | null = null;
  const start = (): Promise<void> => {
    loading ??= load().then(
      (loaded) => {
        component = loaded;
      },
      // The connection failed on the way; what the service worker keeps would have come.
      async () => {
        await new Promise((resolve) => setTimeout(resolve, retryMs));
        loading = null;
        return start();
      },
    );
    return loading;
  };
  if (typeof window !== "undefined") afterFirstLook(() => void start());
  return {
    get component() {
      return component;
    },
    load: start,
  };
}

interface LaterProps<P> {
  part: LaterPart<P>;
  props: P;
  /** What is drawn until the part is here. */
  fallback?: ReactNode;
}

/** Draws a part, and asks for it when it is not here yet. */
export function Later<P extends object>({ part, props, fallback = null }: LaterProps<P>) {
  const [, setHere] = useState(part.component !== null);
  useEffect(() => {
    let isMounted = true;
    void part.load().then(() => isMounted && setHere(true));
    return () => {
      isMounted = false;
    };
  }, [part]);
  const Part = part.component;
  return Part ? <Part {...props} /> : fallback;
}

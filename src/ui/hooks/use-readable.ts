"use client";
import { useCallback, useSyncExternalStore } from "react";
import type { Readable } from "@/client/chat-client.types";

/** The present value of a Readable; the component draws itself again when it changes. Watches it only while mounted. */
export function useReadable<T>(readable: Readable<T>): T {
  return usePartOf(readable, whole);
}

/** A part of what a Readable says now; the component draws itself again only when that part is another. `pick` makes nothing anew. */
export function usePartOf<T, P>(readable: Readable<T>, pick: (value: T) => P): P {
  const subscribe = useCallback((listener: () => void) => readable.subscribe(listener), [readable]);
  const read = useCallback(() => pick(readable.getSnapshot()), [readable, pick]);
  return useSyncExternalStore(subscribe, read, read);
}

function whole<T>(value: T): T {
  return value;
}

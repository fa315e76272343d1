"use client";
import { useCallback, useSyncExternalStore } from "react";
import type { Readable } from "@/client/chat-client.types";

/** The present value of a Readable; the component draws itself again when it changes. Watches it only while mounted. */
export function useReadable<T>(readable: Readable<T>): T {
  const subscribe = useCallback((listener: () => void) => readable.subscribe(listener), [readable]);
  const read = useCallback(() => readable.getSnapshot(), [readable]);
  return useSyncExternalStore(subscribe, read, read);
}

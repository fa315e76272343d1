"use client";
import { useSyncExternalStore } from "react";

/** The row that a menu is open for: what is done from it is done to this one. */
let aimedAt: string | null = null;
const listeners = new Set<() => void>();

/** Aims at a row until its menu closes; `null` at none. What has been begun keeps its aim. */
export function aimAt(key: string | null): void {
  if (aimedAt === key) return;
  aimedAt = key;
  for (const listener of listeners) listener();
}

/** The row that is aimed at. */
export function useAim(): string | null {
  return useSyncExternalStore(subscribe, read, () => null);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

const read = () => aimedAt;

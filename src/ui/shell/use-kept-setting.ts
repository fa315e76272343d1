"use client";
import { useCallback, useSyncExternalStore } from "react";
import type { KeptSetting } from "./kept-setting";

/** A kept setting and how to change it; on the server and in the first paint what nobody has set. */
export function useKeptSetting<T>(setting: KeptSetting<T>): [T, (value: T) => void] {
  const value = useSyncExternalStore(setting.subscribe, setting.current, setting.fallback);
  return [value, useCallback((next: T) => setting.set(next), [setting])];
}

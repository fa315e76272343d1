"use client";
import { useEffect, useLayoutEffect, useRef, useSyncExternalStore } from "react";
import type { Command } from "./command";
import { type ChosenKeys, chosenKeys, keysOf } from "./key-bindings";
import { ariaKeys, keysText } from "./keys";
import { commandRegistry, type Registration } from "./registry";

/**
 * Registers what a component can do, as long as it is mounted: the palette, the keys, the sheet of keys and `CommandButton` take it from there. Call it with
 * fresh commands at each draw; a `run` is always that of the last one.
 */
export function useCommands(commands: readonly Command[]): void {
  const registration = useRef<Registration | null>(null);
  useLayoutEffect(() => {
    registration.current ??= commandRegistry.register();
    registration.current.set(commands);
  });
  useEffect(
    () => () => {
      registration.current?.end();
      registration.current = null;
    },
    [],
  );
}

/** Does a command; whether there was one that could be done. */
export function runCommand(id: string): boolean {
  return commandRegistry.run(id);
}

const none: readonly Command[] = [];

/** Every command of the screen as it stands. */
export function useCommandList(): readonly Command[] {
  return useSyncExternalStore(commandRegistry.subscribe, commandRegistry.list, () => none);
}

/** One command as it stands; whoever uses it is drawn again only when that command changes. */
export function useCommand(id: string): Command | undefined {
  return useSyncExternalStore(
    commandRegistry.subscribe,
    () => commandRegistry.get(id),
    () => undefined,
  );
}

/** The keys that the viewer has changed. */
export function useChosenKeys(): ChosenKeys {
  return useSyncExternalStore(chosenKeys.subscribe, chosenKeys.current, chosenKeys.fallback);
}

export interface KeyHint {
  /** For people: `⌘K`, `g m`; `null` where the command has no keys or is not there. */
  text: string | null;
  /** For `aria-keyshortcuts`. */
  aria: string | undefined;
}

/** The keys of a command, to be shown beside what does the same. */
export function useKeyHint(id: string): KeyHint {
  const command = useCommand(id);
  const chosen = useChosenKeys();
  const keys = command ? keysOf(command, chosen) : [];
  const [first] = keys;
  return { text: first === undefined ? null : keysText(first, isApple()), aria: ariaKeys(keys, isApple()) };
}

/** Whether Mod is the ⌘ key here. */
export function isApple(): boolean {
  return typeof navigator !== "undefined" && /Mac|iPhone|iPad/.test(navigator.platform);
}

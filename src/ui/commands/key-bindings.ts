import type { Command } from "./command";

/** The keys that somebody chose, by command id; an empty list takes a command's keys away. */
export type ChosenKeys = Readonly<Record<string, readonly string[]>>;

/** The keys of commands: those they come with, and those that a person has chosen on this device. */
export class KeyBindings {
  readonly #listeners = new Set<() => void>();
  #storageKey: string | null = null;
  #chosen: ChosenKeys = {};

  /** Reads what this user has chosen here; from now on it is kept under their name. */
  load(userId: string): void {
    this.#storageKey = `gympl-keys:${userId}`;
    this.#become(read(this.#storageKey));
  }

  /** What was chosen. The same object until it changes. */
  chosen = (): ChosenKeys => this.#chosen;

  /** Calls `listener` when keys have changed; the answer ends that. */
  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  /** Gives a command these keys; `null` gives it back its own. */
  choose(id: string, keys: readonly string[] | null): void {
    const { [id]: _, ...others } = this.#chosen;
    this.#keep(keys === null ? others : { ...others, [id]: keys });
  }

  /** Every command has its own keys again. */
  reset(): void {
    this.#keep({});
  }

  #keep(chosen: ChosenKeys): void {
    this.#become(chosen);
    if (this.#storageKey === null) return;
    try {
      localStorage.setItem(this.#storageKey, JSON.stringify(chosen));
    } catch {
      // A browser that keeps nothing: the keys hold as long as the page does.
    }
  }

  #become(chosen: ChosenKeys): void {
    this.#chosen = chosen;
    for (const listener of this.#listeners) listener();
  }
}

/** The keys of a command now. */
export function keysOf({ id, keys = [] }: Pick<Command, "id" | "keys">, chosen: ChosenKeys): readonly string[] {
  return Object.hasOwn(chosen, id) ? (chosen[id] ?? []) : keys;
}

function read(storageKey: string): ChosenKeys {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(storageKey) ?? "{}");
    return isChosenKeys(kept) ? kept : {};
  } catch {
    return {};
  }
}

function isChosenKeys(value: unknown): value is ChosenKeys {
  if (typeof value !== "object" || value === null) return false;
  return Object.values(value).every((keys) => Array.isArray(keys) && keys.every((one) => typeof one === "string"));
}

/** The keys of this page's commands. */
export const keyBindings = new KeyBindings();

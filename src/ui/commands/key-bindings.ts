import { KeptSetting } from "@/ui/shell/kept-setting";
import type { Command } from "./command";

/** The keys that somebody chose, by command id; an empty list takes a command's keys away. */
export type ChosenKeys = Readonly<Record<string, readonly string[]>>;

/** The keys that the viewer has changed on this device. */
export const chosenKeys = new KeptSetting<ChosenKeys>("keys", {}, (kept) => (isChosenKeys(kept) ? kept : null));

/** The keys of a command now. */
export function keysOf({ id, keys = [] }: Pick<Command, "id" | "keys">, chosen: ChosenKeys): readonly string[] {
  return Object.hasOwn(chosen, id) ? (chosen[id] ?? []) : keys;
}

/** Gives a command these keys, and takes them from every other; `null` gives it back its own. */
export function chooseKeys(
  chosen: ChosenKeys,
  id: string,
  change: { keys: readonly string[] | null; all: readonly Command[] },
): ChosenKeys {
  const { [id]: _, ...others } = chosen;
  const command = change.all.find((one) => one.id === id);
  const wanted = change.keys ?? command?.keys ?? [];
  const next: Record<string, readonly string[]> = change.keys === null ? others : { ...others, [id]: change.keys };
  for (const other of change.all) {
    const theirs = keysOf(other, chosen);
    if (other.id !== id && theirs.some((keys) => wanted.includes(keys))) next[other.id] = theirs.filter((keys) => !wanted.includes(keys));
  }
  return next;
}

function isChosenKeys(value: unknown): value is ChosenKeys {
  if (typeof value !== "object" || value === null) return false;
  return Object.values(value).every((keys) => Array.isArray(keys) && keys.every((one) => typeof one === "string"));
}

import { strokesOf } from "./keys";

/** The keys of a command that may run now. */
export interface KeyOwner {
  id: string;
  keys: readonly string[];
}

/** What a stroke led to: a command, the middle of keys that are pressed one after the other, nothing, or the end of such keys without a command. */
export type Press = { leads: "command"; id: string } | { leads: "on" } | { leads: "nowhere"; wasWithin: boolean };

/** So long somebody may take from one key to the next. */
const sequenceMs = 1_500;

/** Reads strokes one after the other, `g` then `m`. */
export class KeySequence {
  #before: readonly string[] = [];
  #lastAt = 0;

  /** Takes a stroke at `now` (ms). A stroke that ends a sequence in nothing does nothing, also where it would mean something by itself. */
  press(stroke: string, owners: readonly KeyOwner[], now: number): Press {
    const before = now - this.#lastAt <= sequenceMs ? this.#before : [];
    const pressed = [...before, stroke];
    this.#before = [];
    let leadsOn = false;
    for (const { id, keys } of owners) {
      for (const one of keys) {
        const strokes = strokesOf(one);
        if (!pressed.every((each, at) => strokes[at] === each)) continue;
        if (strokes.length === pressed.length) return { leads: "command", id };
        leadsOn = true;
      }
    }
    if (!leadsOn) return { leads: "nowhere", wasWithin: before.length > 0 };
    this.#before = pressed;
    this.#lastAt = now;
    return { leads: "on" };
  }

  /** Forgets what was pressed. */
  reset(): void {
    this.#before = [];
  }
}

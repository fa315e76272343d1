/**
 * Changes that came before their predecessors: two processes commit one after the other, and the bus may bring the second first. The other is
 * all but here, so nothing is asked for a moment; then the database is.
 */
import type { Clock } from "../platform/clock";
import type { Followed } from "./listener";
import type { Told } from "./told";

/** Longer than the bus takes from one process to another when it works. */
const patienceMs = 30;
/** So many of one conversation are not a matter of order any more. */
const heldMax = 64;

interface Held {
  changes: Map<number, Told>;
  until: number;
  patience: Disposable;
}

export class EarlyChanges {
  readonly #held = new Map<Followed, Held>();

  /**
   * @param clock for the patience
   * @param miss called when a change is still missing: the conversation is to be read until that version
   */
  constructor(
    private readonly clock: Pick<Clock, "after">,
    private readonly miss: (followed: Followed, until: number) => void,
  ) {}

  /** Keeps a change for the moment when it is next. */
  hold(followed: Followed, change: Told): void {
    const held = this.#held.get(followed) ?? this.#begin(followed);
    held.changes.set(change.version, change);
    held.until = Math.max(held.until, change.version);
    if (held.changes.size >= heldMax) this.#giveUp(followed);
  }

  /** The change that follows the present version, if it is held. */
  takeNext(followed: Followed): Told | undefined {
    const held = this.#held.get(followed);
    if (!held) return undefined;
    const next = held.changes.get(followed.version + 1);
    held.changes.delete(followed.version + 1);
    if (held.until <= followed.version + 1) this.forget(followed);
    return next;
  }

  /** All that is held, in the order of the versions. */
  takeAll(followed: Followed): Told[] {
    const changes = [...(this.#held.get(followed)?.changes.values() ?? [])];
    this.forget(followed);
    return changes.sort((a, b) => a.version - b.version);
  }

  forget(followed: Followed): void {
    this.#held.get(followed)?.patience[Symbol.dispose]();
    this.#held.delete(followed);
  }

  #begin(followed: Followed): Held {
    const held = { changes: new Map<number, Told>(), until: 0, patience: this.clock.after(patienceMs, () => this.#giveUp(followed)) };
    this.#held.set(followed, held);
    return held;
  }

  #giveUp(followed: Followed): void {
    const until = this.#held.get(followed)?.until ?? 0;
    this.forget(followed);
    if (until > followed.version) this.miss(followed, until);
  }
}

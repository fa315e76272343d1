import { type Cursor, encodeCursor, settlingMs } from "./cursor";
import type { Listener } from "./listener";

/** How often the database is asked what changed. */
export const tickMs = 1_000;
/** The window reaches back over this many ticks, so that one that came late does not narrow it. */
const ticksRemembered = settlingMs / tickMs;
/** The database's clock may be set back by so much, and no cursor passes over what is stamped then. */
const clockStepMs = 1_000;

const nobodys = { inTick: Number.NEGATIVE_INFINITY, cursor: "" };

/** A question to the database, and what the one before it saw of transactions under way. */
export interface Tick {
  number: number;
  seen: { inTick: number; quietSince: number } | null;
}

/**
 * How far this process has got, by the database's clock, and what it may say of that in a cursor. After a tick everything was handed over that was
 * stamped before the tick before it, or before the oldest transaction under way then: whatever such a transaction wrote was visible to this tick.
 */
export class Progress {
  /** How many ticks have begun. */
  ticks = 0;
  #now: Cursor | null = null;
  #ended: string[] = [];
  #seen: Tick["seen"] = null;
  /** The cursor of whoever has listened since before this tick … */
  #near = nobodys;
  /** … and of all others: what they follow may have changed unseen while they were on their way in. */
  #wide = "";

  /** `null` while nobody listens. */
  get now(): Cursor | null {
    return this.#now;
  }

  /** Where the window of the next tick begins (ISO), or later; `null` where it is not longer than usual. */
  get windowBegin(): string | null {
    return this.#ended[0] ?? null;
  }

  /** The moment (ISO) before which everything was handed over; `null` while nobody listens. */
  get handedOver(): string | null {
    return this.#now && handedOverAt(this.#now);
  }

  /** The first listener is here; the database's clock says so. The first tick may come late: it looks back to here. */
  startFrom(now: Cursor): void {
    if (this.#now) return;
    this.#ended = [new Date(now.at).toISOString()];
    this.#set(now);
  }

  /** The last listener has gone. */
  stop(): void {
    this.#now = null;
    this.#ended = [];
    this.#seen = null;
  }

  beginTick(): Tick {
    return { number: ++this.ticks, seen: this.#seen };
  }

  /** What a tick saw: when the oldest transaction under way began (ISO), where that can be seen. It holds for what is read later. */
  see({ number }: Tick, quietSince: string | null): void {
    this.#seen = quietSince === null ? null : { inTick: number, quietSince: Date.parse(quietSince) };
  }

  /** Everything that the tick found has been handed to the listeners. */
  endTick({ seen }: Tick, { epoch, now }: { epoch: string; now: string }): void {
    this.#ended = [...this.#ended, now].slice(-ticksRemembered);
    const at = Date.parse(now);
    this.#set({ epoch, at });
    if (!seen) return;
    const unsettledMs = Math.min(settlingMs, Math.max(0, at - seen.quietSince) + clockStepMs);
    this.#near = { inTick: seen.inTick, cursor: encodeCursor({ epoch, at, unsettledMs }) };
  }

  /** The cursor that is true now for this listener. */
  cursorOf({ followsSince }: Pick<Listener, "followsSince">): string {
    if (!this.#now) throw new Error("there is no cursor before the first listener");
    return followsSince < this.#near.inTick ? this.#near.cursor : this.#wide;
  }

  #set(now: Cursor): void {
    this.#now = now;
    this.#wide = encodeCursor(now);
    this.#near = nobodys;
  }
}

/** The moment (ISO) before which everything was handed over where the cursor is `now`. */
export function handedOverAt({ at, unsettledMs = settlingMs }: Cursor): string {
  return new Date(at - unsettledMs).toISOString();
}

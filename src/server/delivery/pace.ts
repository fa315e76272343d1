/**
 * When what waits for a listener is written. What concerns few is written with the end of the turn in which it came. What concerns a crowd is too,
 * unless a crowd was written to a moment ago: then it waits for a few others, some milliseconds, so that under load several events share one frame, and
 * writing takes at most a part of a process's time. A listener's events keep their order whichever way they go.
 */
import type { Clock } from "../platform/clock";
import type { Metrics } from "../platform/metrics";
import type { Listener } from "./listener";

/** From this many listeners on an event concerns a crowd. */
const crowd = 64;
/** After writing to a crowd, crowds wait for a millisecond for each 64 of these writes, so that others have their turn … */
const writesPerPauseMs = 64;
const leastPauseMsMax = 20;
/** … and then until so many events share the next write, */
const eventsPerWrite = 3;
/** but no longer than eight times what that writing took, */
const pausePerWriting = 8;
/** and nobody waits longer for the sake of sharing. */
const pauseMsMax = 40;
/** How much the latest event says about how often they come. */
const latestShare = 0.2;

interface Written {
  frames: number;
  tookMs: number;
}

export class Pace {
  /** Those to be written to with the end of this turn. */
  #soon = new Set<Listener>();
  /** Those to be written to when the pause is over. */
  #gathering = new Set<Listener>();
  #isDue = false;
  #pause: Disposable | null = null;
  /** Time between events for crowds, as a moving average … */
  #usualGapMs = pauseMsMax;
  /** … and when the last of them came. */
  #lastAt = Number.NEGATIVE_INFINITY;
  /** Events for crowds since the pause began. */
  #gathered = 0;
  /** Whether the pause may end as soon as enough have gathered. */
  #isRested = false;

  /**
   * @param clock for the pauses
   * @param cursorOf the cursor that is true for a listener at the moment of asking
   * @param metrics what is counted
   */
  constructor(
    private readonly clock: Clock,
    private readonly cursorOf: (listener: Listener) => string,
    private readonly metrics: Pick<Metrics, "deliveries" | "socketsClosed">,
  ) {}

  /** Writes to these soon. Each has taken an event, or has just been opened. */
  wake(listeners: readonly Listener[]): void {
    if (listeners.length >= crowd) this.#noteEvent();
    const isGathered = listeners.length >= crowd && this.#pause !== null;
    const waiting = isGathered ? this.#gathering : this.#soon;
    for (const listener of listeners) if (listener.isOpen) waiting.add(listener);
    if (isGathered && ++this.#gathered >= eventsPerWrite && this.#isRested) this.#endPause();
    if (this.#isDue || this.#soon.size === 0) return;
    this.#isDue = true;
    // Not a microtask: the answer to whoever caused this is written first, and leaves together with it.
    process.nextTick(() => this.#writeSoon());
  }

  forget(listener: Listener): void {
    this.#soon.delete(listener);
    this.#gathering.delete(listener);
  }

  #writeSoon(): void {
    this.#isDue = false;
    const listeners = this.#soon;
    this.#soon = new Set();
    const written = this.#write(listeners);
    if (!this.#pause) this.#begin(written);
  }

  #begin({ frames, tookMs }: Written): void {
    if (frames < crowd) return;
    const leastMs = Math.min(leastPauseMsMax, frames / writesPerPauseMs);
    const mostMs = Math.min(pauseMsMax, Math.max(leastMs, pausePerWriting * tookMs));
    this.#gathered = 0;
    this.#isRested = false;
    this.#pause = this.clock.after(leastMs, () => {
      this.#isRested = true;
      // Where they come too seldom to share, nobody waits for the next.
      const isWorthWaiting = (eventsPerWrite - 1) * this.#usualGapMs < mostMs;
      if (this.#gathered >= eventsPerWrite || !isWorthWaiting) this.#writeGathered();
      else this.#pause = this.clock.after(mostMs - leastMs, () => this.#writeGathered());
    });
  }

  #noteEvent(): void {
    const now = this.clock.monotonic();
    const gapMs = Math.min(now - this.#lastAt, 1_000);
    this.#usualGapMs += latestShare * (gapMs - this.#usualGapMs);
    this.#lastAt = now;
  }

  /** What gathered is written with the end of this turn. */
  #endPause(): void {
    this.#pause?.[Symbol.dispose]();
    this.#pause = null;
    for (const listener of this.#gathering) this.#soon.add(listener);
    this.#gathering = new Set();
  }

  #writeGathered(): void {
    this.#pause = null;
    const listeners = this.#gathering;
    this.#gathering = new Set();
    this.#begin(this.#write(listeners));
  }

  /** Writes what waits for each. */
  #write(listeners: ReadonlySet<Listener>): Written {
    // Whoever waited may have gone, and with the last listener the cursor.
    if (listeners.size === 0) return { frames: 0, tookMs: 0 };
    const began = this.clock.monotonic();
    let frames = 0;
    let delivered = 0;
    for (const listener of listeners) {
      const count = listener.flush(this.cursorOf(listener));
      delivered += count;
      if (count > 0) frames++;
      if (listener.isClosed) this.metrics.socketsClosed.inc({ reason: "slow" });
    }
    this.metrics.deliveries.inc(delivered);
    return { frames, tookMs: this.clock.monotonic() - began };
  }
}

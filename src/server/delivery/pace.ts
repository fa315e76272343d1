/**
 * When what waits for a listener is written. What concerns few is written with the end of the turn in which it came. What concerns a crowd is too,
 * unless a crowd was written to a moment ago: then it waits a few milliseconds, so that under load several events share one frame, and writing
 * takes at most a part of a process's time. A listener's events keep their order whichever way they go.
 */
import type { Clock } from "../platform/clock";
import type { Metrics } from "../platform/metrics";
import type { Listener } from "./listener";

/** From this many listeners on an event concerns a crowd. */
const crowd = 64;
/** Writing to crowds takes a fifth of the time: a pause is four times as long as the writing before it took … */
const pausePerWriting = 4;
/** … or would have taken at 4 µs each, where it was quicker: sharing pays there too. */
const writesPerMs = 250;
/** Nobody waits longer for the sake of sharing. */
const pauseMsMax = 30;

export class Pace {
  /** Those to be written to with the end of this turn. */
  #soon = new Set<Listener>();
  /** Those to be written to when the pause is over. */
  #gathering = new Set<Listener>();
  #isDue = false;
  #pause: Disposable | null = null;

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
    const waiting = listeners.length >= crowd && this.#pause ? this.#gathering : this.#soon;
    for (const listener of listeners) if (listener.isOpen) waiting.add(listener);
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
    const pauseMs = this.#write(listeners);
    if (!this.#pause) this.#begin(pauseMs);
  }

  #begin(pauseMs: number): void {
    if (pauseMs === 0) return;
    this.#pause = this.clock.after(pauseMs, () => {
      this.#pause = null;
      const listeners = this.#gathering;
      this.#gathering = new Set();
      this.#begin(this.#write(listeners));
    });
  }

  /** Writes what waits for each; answers how long crowds are to wait after it. */
  #write(listeners: ReadonlySet<Listener>): number {
    // Whoever waited may have gone, and with the last listener the cursor.
    if (listeners.size === 0) return 0;
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
    if (frames < crowd) return 0;
    return Math.min(pauseMsMax, pausePerWriting * Math.max(this.clock.monotonic() - began, frames / writesPerMs));
  }
}

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
/** A write costs about 5 µs, so a pause of a millisecond after each 64 of them leaves three quarters of the time to everything else. */
const writesPerPauseMs = 64;
/** Nobody waits longer for the sake of sharing. */
const pauseMsMax = 20;

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
    const written = this.#write(listeners);
    if (written >= crowd && !this.#pause) this.#begin(written);
  }

  #begin(written: number): void {
    this.#pause = this.clock.after(Math.min(pauseMsMax, written / writesPerPauseMs), () => {
      this.#pause = null;
      const listeners = this.#gathering;
      this.#gathering = new Set();
      const writtenNow = this.#write(listeners);
      if (writtenNow >= crowd) this.#begin(writtenNow);
    });
  }

  /** Writes what waits for each; answers how many frames that were. */
  #write(listeners: ReadonlySet<Listener>): number {
    // Whoever waited may have gone, and with the last listener the cursor.
    if (listeners.size === 0) return 0;
    let frames = 0;
    let delivered = 0;
    for (const listener of listeners) {
      const count = listener.flush(this.cursorOf(listener));
      delivered += count;
      if (count > 0) frames++;
      if (listener.isClosed) this.metrics.socketsClosed.inc({ reason: "slow" });
    }
    this.metrics.deliveries.inc(delivered);
    return frames;
  }
}

import { limits } from "../shared/limits";
import type { Clock } from "./clock";

/**
 * Calls begun in one turn of the event loop travel as one tRPC batch. Five of the longest messages that can be written still fit
 * `limits.frameBytesMax`, and five calls `limits.batchCallsMax`.
 */
const callsPerTurnMax = Math.min(5, limits.batchCallsMax);

/** Lets calls begin in the order in which they came, a few per turn. */
export class Pace {
  readonly #clock: Clock;
  #waiting: (() => void)[] = [];
  #isRunning = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  begin(call: () => void): void {
    this.#waiting.push(call);
    if (this.#isRunning) return;
    this.#isRunning = true;
    this.#turn();
  }

  /** Forgets what has not begun. */
  clear(): void {
    this.#waiting = [];
  }

  #turn(): void {
    for (const call of this.#waiting.splice(0, callsPerTurnMax)) call();
    // One more turn even when nothing waits: what comes within this one still belongs to its batch.
    this.#clock.after(1, () => {
      if (this.#waiting.length > 0) this.#turn();
      else this.#isRunning = false;
    });
  }
}

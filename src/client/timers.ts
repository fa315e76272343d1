import type { Clock } from "./clock";

/** What is to happen later, and can be called off together. */
export class Timers {
  readonly #clock: Clock;
  readonly #cancels = new Set<() => void>();
  readonly #named = new Map<string, () => void>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Does `work` after `delayMs`; the answer calls it off. */
  after(delayMs: number, work: () => void): () => void {
    const end = this.#clock.after(delayMs, () => {
      this.#cancels.delete(cancel);
      work();
    });
    const cancel = () => {
      this.#cancels.delete(cancel);
      end();
    };
    this.#cancels.add(cancel);
    return cancel;
  }

  /** The same in place of what was to happen under this name before. */
  instead(name: string, delayMs: number, work: () => void): void {
    this.#named.get(name)?.();
    const cancel = this.after(delayMs, () => {
      this.#named.delete(name);
      work();
    });
    this.#named.set(name, cancel);
  }

  /** Calls everything off. */
  stop(): void {
    for (const cancel of [...this.#cancels]) cancel();
    this.#named.clear();
  }
}

/** Time and chance, passed in: whoever makes the client decides where they come from. */
export interface Clock {
  /** Epoch milliseconds. For people and durations only; nothing is ordered by it. */
  now(): number;
  /** Calls back after at least `delayMs`; the answer cancels. */
  after(delayMs: number, callback: () => void): () => void;
  /** At least 0, less than 1. */
  random(): number;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after(delayMs, callback) {
    const timer = setTimeout(callback, delayMs);
    return () => clearTimeout(timer);
  },
  random: () => Math.random(),
};

/** Resolves after `delayMs`. */
export function pause(clock: Clock, delayMs: number): Promise<void> {
  return new Promise((resolve) => clock.after(delayMs, resolve));
}

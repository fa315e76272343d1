/** Time, passed in: tests move it by hand. */
export interface Clock {
  /** Epoch milliseconds, for what people see. Never orders anything. */
  now(): number;
  /** Monotonic milliseconds, for durations. */
  monotonic(): number;
  /** Calls back after at least `delayMs`; disposing cancels. Never keeps the process alive. */
  after(delayMs: number, callback: () => void): Disposable;
  /** Calls back every `intervalMs` until disposed. Never keeps the process alive. */
  every(intervalMs: number, callback: () => void): Disposable;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after(delayMs, callback) {
    const timer = setTimeout(callback, delayMs);
    timer.unref();
    return { [Symbol.dispose]: () => clearTimeout(timer) };
  },
  every(intervalMs, callback) {
    const timer = setInterval(callback, intervalMs);
    timer.unref();
    return { [Symbol.dispose]: () => clearInterval(timer) };
  },
};

import type { Clock } from "../platform/clock";

/** A clock that stands still until it is moved. */
export interface ManualClock extends Clock {
  /** Moves on by `ms`, calling back whatever falls due on the way, in order. */
  advance(ms: number): void;
}

interface Timer {
  dueAt: number;
  everyMs: number | undefined;
  callback: () => void;
}

/** @param startsAt epoch milliseconds; the real time unless a test wants its own */
export function manualClock(startsAt: number = Date.now()): ManualClock {
  const timers = new Set<Timer>();
  let passed = 0;

  const add = (timer: Timer): Disposable => {
    timers.add(timer);
    return { [Symbol.dispose]: () => void timers.delete(timer) };
  };
  const nextDue = (until: number) => [...timers].filter((timer) => timer.dueAt <= until).sort((a, b) => a.dueAt - b.dueAt)[0];

  return {
    now: () => startsAt + passed,
    monotonic: () => passed,
    after: (delayMs, callback) => add({ dueAt: passed + delayMs, everyMs: undefined, callback }),
    every: (intervalMs, callback) => add({ dueAt: passed + intervalMs, everyMs: Math.max(1, intervalMs), callback }),
    advance(ms) {
      const until = passed + ms;
      for (let timer = nextDue(until); timer; timer = nextDue(until)) {
        passed = Math.max(passed, timer.dueAt);
        if (timer.everyMs === undefined) timers.delete(timer);
        else timer.dueAt += timer.everyMs;
        timer.callback();
      }
      passed = until;
    },
  };
}

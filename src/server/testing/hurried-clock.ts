import { type Clock, systemClock } from "../../client/clock";

/** How often the time is looked at, and how much of it counts at most from one look to the next, in people's milliseconds. */
const lookEveryMs = 5;
const countedMs = 15;

/**
 * A client's clock that runs so many times faster than people's: what would wait for minutes waits for seconds. It goes on only while this process does: on a
 * machine that gives the process no time, an answer that has already come would otherwise be late before anybody could read it.
 */
export function hurriedClock(times = 20): Clock {
  const waiting = new Set<{ at: number; callback: () => void }>();
  let now = Date.now();
  let lookedAt = performance.now();
  let looking: NodeJS.Timeout | undefined;
  const goOn = () => {
    const at = performance.now();
    now += Math.min(at - lookedAt, countedMs) * times;
    lookedAt = at;
  };
  const look = () => {
    goOn();
    const due = [...waiting].filter((one) => one.at <= now).sort((a, b) => a.at - b.at);
    for (const one of due) if (waiting.delete(one)) one.callback();
    if (waiting.size > 0) return;
    clearInterval(looking);
    looking = undefined;
  };
  return {
    now() {
      goOn();
      return now;
    },
    after(delayMs, callback) {
      if (delayMs / times < lookEveryMs) return systemClock.after(delayMs / times, callback);
      goOn();
      const one = { at: now + delayMs, callback };
      waiting.add(one);
      looking ??= setInterval(look, lookEveryMs);
      return () => void waiting.delete(one);
    },
    random: systemClock.random,
  };
}

import { type Clock, systemClock } from "../../client/clock";

/** A client's clock that runs so many times faster than people's: what would wait for minutes waits for seconds. */
export function hurriedClock(times = 20): Clock {
  const beganAt = Date.now();
  return {
    now: () => beganAt + (Date.now() - beganAt) * times,
    after: (delayMs, callback) => systemClock.after(delayMs / times, callback),
    random: systemClock.random,
  };
}

import { AppError } from "../../shared/errors";
import type { RateTier } from "../../shared/limits";
import { CallLog } from "./call-log";
import type { Clock } from "./clock";
import { memoryPlaces, type Places } from "./places";

/** How often something may be done, and how much of it at a time. */
export interface RateLimits extends Places {
  /**
   * Counts one call of `key` (a user's id, say) against every window of a tier. Whenever a window is laid over time, no more calls than it
   * names were taken in it: there is no border across which twice as many pass. Throws RATE_LIMITED with `retryAfterMs`, after which a call is
   * taken if nobody else uses the key meanwhile; a refused call counts in no window.
   */
  take(tier: RateTier, key: string): Promise<void>;
}

/** Counts in this process. */
export function memoryRateLimits(clock: Pick<Clock, "monotonic">): RateLimits {
  const log = new CallLog(clock);
  return {
    ...memoryPlaces(),
    async take(tier, key) {
      refuseFor(log.wait(tier, key), tier, key);
      log.note(tier, key);
    },
  };
}

/** Throws RATE_LIMITED unless there is nothing to wait for. @param waitMs milliseconds */
export function refuseFor(waitMs: number, tier: RateTier, key: string): void {
  if (waitMs > 0) throw new AppError("RATE_LIMITED", { retryAfterMs: Math.ceil(waitMs) }, `${tier} of ${key}`);
}

/** Counts nothing and has room for everybody, for load tests. */
export const noRateLimits: RateLimits = { take: async () => undefined, hold: async () => ({ [Symbol.dispose]: () => undefined }) };

/** The same limits, telling `refused` of each refused call. */
export function watchRefusals(limits: RateLimits, refused: (tier: RateTier) => void): RateLimits {
  return {
    hold: limits.hold,
    async take(tier, key) {
      try {
        await limits.take(tier, key);
      } catch (error) {
        if (error instanceof AppError) refused(tier);
        throw error;
      }
    },
  };
}

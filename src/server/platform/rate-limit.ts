import { AppError } from "../../shared/errors";
import { type RateTier, rateTiers } from "../../shared/limits";
import type { Clock } from "./clock";

export interface RateLimits {
  /**
   * Counts one call of `key` (a user's id, say) against every window of a tier. Throws RATE_LIMITED with `retryAfterMs` when one of them is
   * full; a refused call counts in none.
   */
  take(tier: RateTier, key: string): Promise<void>;
}

interface Window {
  calls: number;
  /** Monotonic milliseconds. */
  endsAt: number;
}

// Windows that ended are thrown out when this many have been opened since the last time.
const sweepEvery = 10_000;

/** Counts in this process. A window opens with its first call and lasts its whole length. */
export function memoryRateLimits(clock: Pick<Clock, "monotonic">): RateLimits {
  const windows = new Map<string, Window>();
  let opened = 0;

  const sweep = (now: number) => {
    opened = 0;
    for (const [name, window] of windows) if (window.endsAt <= now) windows.delete(name);
  };

  return {
    async take(tier, key) {
      const now = clock.monotonic();
      if (opened >= sweepEvery) sweep(now);
      const current = rateTiers[tier].map(({ calls, perMs }) => {
        const name = `${tier}:${perMs}:${key}`;
        const known = windows.get(name);
        return { name, known: known && known.endsAt > now ? known : undefined, calls, perMs };
      });
      const waits = current.flatMap(({ known, calls }) => (known && known.calls >= calls ? [known.endsAt - now] : []));
      if (waits.length > 0) throw new AppError("RATE_LIMITED", { retryAfterMs: Math.ceil(Math.max(...waits)) }, `${tier} of ${key}`);
      for (const { name, known, perMs } of current) {
        if (known) known.calls++;
        else {
          windows.set(name, { calls: 1, endsAt: now + perMs });
          opened++;
        }
      }
    },
  };
}

/** Counts nothing, for load tests. */
export const noRateLimits: RateLimits = { take: async () => undefined };

/** The same limits, telling `refused` of each refusal. */
export function watchRefusals(limits: RateLimits, refused: (tier: RateTier) => void): RateLimits {
  return {
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

import { AppError } from "../../shared/errors";
import { type RateTier, rateTiers } from "../../shared/limits";
import type { Clock } from "./clock";
import type { Log } from "./log";
import { memoryRateLimits, type RateLimits } from "./rate-limit";
import { connectRedis } from "./redis";

// KEYS: a counter per window. ARGV: calls and milliseconds of each. Looks at all before it counts in any; answers the wait, or 0.
// A key without a life (left by a crash between two commands of another program) is given one.
const takeScript = `
  local wait = 0
  for i, key in ipairs(KEYS) do
    local calls = tonumber(redis.call('get', key) or '0')
    if calls >= tonumber(ARGV[2 * i - 1]) then
      local left = redis.call('pttl', key)
      if left < 0 then
        redis.call('pexpire', key, ARGV[2 * i])
        left = tonumber(ARGV[2 * i])
      end
      wait = math.max(wait, left, 1)
    end
  end
  if wait > 0 then return wait end
  for i, key in ipairs(KEYS) do
    if redis.call('incr', key) == 1 then redis.call('pexpire', key, ARGV[2 * i]) end
  end
  return 0`;

interface TakingRedis {
  takeCalls(keyCount: number, ...keysAndArgs: (string | number)[]): Promise<number>;
}

/**
 * Rate limits that hold over all processes. While Redis is away or silent each process counts by itself: never unlimited, and never refused for
 * the outage's sake.
 * @param url redis://…
 */
export function redisRateLimits(url: string, { clock, log }: { clock: Pick<Clock, "monotonic">; log: Log }): RateLimits & AsyncDisposable {
  const redis = connectRedis(url, { name: "rate-limits", log });
  redis.defineCommand("takeCalls", { lua: takeScript });
  const local = memoryRateLimits(clock);

  return {
    async take(tier, key) {
      const wait = redis.status === "ready" ? await ask(redis as typeof redis & TakingRedis, tier, key) : null;
      if (wait === null) return local.take(tier, key);
      if (wait > 0) throw new AppError("RATE_LIMITED", { retryAfterMs: wait }, `${tier} of ${key}`);
    },
    [Symbol.asyncDispose]: async () => redis.disconnect(),
  };
}

/** Milliseconds to wait, 0 when the call was counted, `null` when Redis did not answer (each process counts by itself then). */
async function ask(redis: TakingRedis, tier: RateTier, key: string): Promise<number | null> {
  const windows: readonly { calls: number; perMs: number }[] = rateTiers[tier];
  const keys = windows.map(({ perMs }) => `gymproluxe:limit:${tier}:${perMs}:{${key}}`);
  try {
    return await redis.takeCalls(keys.length, ...keys, ...windows.flatMap(({ calls, perMs }) => [calls, perMs]));
  } catch {
    return null;
  }
}

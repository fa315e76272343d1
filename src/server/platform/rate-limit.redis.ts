/**
 * Rate limits that hold over all processes: the newest calls of each key stand in Redis, by the clock of Redis, so that processes whose clocks
 * differ agree. Each process also notes what it let through itself. Of that it never lets pass more than the limit, whatever becomes of Redis:
 * with Redis away, wiped or silent, N processes take at most N times the limit, never more, and nobody is refused for the outage's sake.
 */
import { type RateTier, rateTiers } from "../../shared/limits";
import { CallLog, windowsOf } from "./call-log";
import type { Clock } from "./clock";
import type { Log } from "./log";
import { redisPlaces } from "./places.redis";
import { type RateLimits, refuseFor } from "./rate-limit";
import { connectRedisKeys, cutRedis, type RedisAddress, type RedisKeys } from "./redis";
import { together } from "./together";

/** One script runs for at most this many calls: Redis does nothing else meanwhile. */
const callsPerScriptMax = 200;
/** Scripts under way; the calls that come meanwhile are the next one's. */
const scriptsAtATime = 2;

// Microseconds, written out: the script's own way of writing large numbers rounds them.
const tiersInLua = Object.keys(rateTiers)
  .map((tier) => {
    const windows = windowsOf(tier as RateTier);
    const pairs = windows.map(({ calls, perMs }) => `{${calls}, ${perMs}000}`).join(", ");
    const [most, longestMs] = [Math.max(...windows.map(({ calls }) => calls)), Math.max(...windows.map(({ perMs }) => perMs))];
    return `${tier} = {windows = {${pairs}}, most = ${most}, life = ${longestMs}}`;
  })
  .join(", ");

// KEYS: where each call's key has its log, newest first. ARGV: each call's tier. Answers each call's wait in milliseconds, 0 when it was taken.
// A log from the future was written before the clock of Redis was set back: a moment of it is waited for, more is thrown away.
const takeScript = `
  local tiers = {${tiersInLua}}
  local time = redis.call('time')
  local now = time[1] * 1000000 + time[2]
  local waits = {}
  for i, key in ipairs(KEYS) do
    local tier = tiers[ARGV[i]]
    local newest = tonumber(redis.call('lindex', key, 0) or 0)
    if newest > now + 1000000 then
      redis.call('del', key)
      newest = 0
    end
    local at = math.max(now, newest)
    local wait = 0
    for _, window in ipairs(tier.windows) do
      local oldest = redis.call('lindex', key, window[1] - 1)
      if oldest then wait = math.max(wait, tonumber(oldest) + window[2] - at) end
    end
    if wait == 0 then
      if redis.call('lpush', key, string.format('%.0f', at)) > tier.most then redis.call('ltrim', key, 0, tier.most - 1) end
      redis.call('pexpire', key, tier.life)
    end
    waits[i] = math.ceil(wait / 1000)
  end
  return waits`;

interface TakingRedis {
  takeCalls(keyCount: number, ...keysAndTiers: (string | number)[]): Promise<number[]>;
}

interface Call {
  tier: RateTier;
  key: string;
}

/** A call waits no longer to be counted; then this process counts it by itself. */
const withinMs = 300;

/** Opens the limits at once; until Redis is there each process counts by itself. */
export function redisRateLimits(address: RedisAddress, { clock, log }: { clock: Clock; log: Log }): RateLimits & AsyncDisposable {
  const redis = connectRedisKeys(address, { name: "rate-limits", log, withinMs });
  redis.defineCommand("takeCalls", { lua: takeScript });
  const own = new CallLog(clock);
  const ask = askingTogether(redis as RedisKeys & TakingRedis);
  const places = redisPlaces(redis, clock);

  return {
    hold: places.hold,
    async take(tier, key) {
      refuseFor(own.wait(tier, key), tier, key);
      const wait = redis.status === "ready" ? await ask({ tier, key }) : null;
      // While it was asked, others of this process may have been let through without Redis.
      refuseFor(wait ?? own.wait(tier, key), tier, key);
      own.note(tier, key);
    },
    async [Symbol.asyncDispose]() {
      places[Symbol.dispose]();
      redis.disconnect();
    },
  };
}

/** Calls that come together are asked about in one script: a round trip for each costs more than the counting. `null` when Redis did not say. */
function askingTogether(redis: RedisKeys & TakingRedis): (call: Call) => Promise<number | null> {
  const ask = async (calls: readonly Call[]): Promise<(number | null)[]> => {
    try {
      // One hash tag: what one script counts must be held by one master of a cluster.
      const keys = calls.map(({ tier, key }) => `gymproluxe:{calls}:${tier}:${key}`);
      const waits = await redis.takeCalls(keys.length, ...keys, ...calls.map(({ tier }) => tier));
      return calls.map((_, at) => waits[at] ?? null);
    } catch {
      // One that is silent is not waited for again and again: it is asked anew once it answers a new connection.
      cutRedis(redis);
      return calls.map(() => null);
    }
  };
  return together(ask, { most: callsPerScriptMax, atATime: scriptsAtATime });
}

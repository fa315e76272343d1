/**
 * Places over all processes: a lease each in Redis, which runs out by the clock of Redis unless the process that holds it says again that it
 * does. While Redis is away each process counts its own; when it is back, or was wiped, the leases stand there again within `renewMs`. The
 * places of a process that was killed are free after `leaseMs`.
 */
import { randomUUID } from "node:crypto";
import type { Clock } from "./clock";
import { memoryPlaces, type PlaceKind, type Places, placesMax } from "./places";
import type { RedisKeys } from "./redis";

/** How long a lease stands without being renewed. A stranger has five seconds, and leaves no lease for long behind a process that was killed. */
const leaseMs = { sockets: 150_000, strangers: 10_000 } as const satisfies Record<PlaceKind, number>;
const renewMs = 60_000;

// KEYS: the leases of one key, by when they run out. ARGV: the lease, its life in milliseconds, how many there may be.
const holdScript = `
  local time = redis.call('time')
  local now = time[1] * 1000 + math.floor(time[2] / 1000)
  redis.call('zremrangebyscore', KEYS[1], '-inf', now)
  if not redis.call('zscore', KEYS[1], ARGV[1]) and redis.call('zcard', KEYS[1]) >= tonumber(ARGV[3]) then return 0 end
  redis.call('zadd', KEYS[1], now + ARGV[2], ARGV[1])
  redis.call('pexpire', KEYS[1], ARGV[2])
  return 1`;

interface HoldingRedis {
  holdPlace(key: string, lease: string, lifeMs: number, max: number): Promise<number>;
}

interface Lease {
  key: string;
  lifeMs: number;
  max: number;
}

/** Disposing stops the renewing; what is held runs out. */
export function redisPlaces(connection: RedisKeys, clock: Pick<Clock, "every">): Places & Disposable {
  connection.defineCommand("holdPlace", { lua: holdScript, numberOfKeys: 1 });
  const redis = connection as RedisKeys & HoldingRedis;
  const local = memoryPlaces();
  const leases = new Map<string, Lease>();

  /** `null` when Redis did not say. */
  const lease = async (id: string, { key, lifeMs, max }: Lease): Promise<boolean | null> => {
    if (redis.status !== "ready") return null;
    try {
      return (await redis.holdPlace(key, id, lifeMs, max)) === 1;
    } catch {
      return null;
    }
  };
  const renewals = clock.every(renewMs, () => {
    // Whoever is here stays here, also when others took the last place while Redis was away.
    for (const [id, held] of leases) if (held.lifeMs > renewMs) void lease(id, { ...held, max: Number.MAX_SAFE_INTEGER });
  });

  return {
    async hold(kind, key) {
      const place = await local.hold(kind, key);
      if (!place) return null;
      const id = randomUUID();
      const wanted = { key: `gymproluxe:places:${kind}:${key}`, lifeMs: leaseMs[kind], max: placesMax[kind] };
      if ((await lease(id, wanted)) === false) {
        place[Symbol.dispose]();
        return null;
      }
      leases.set(id, wanted);
      return {
        [Symbol.dispose]() {
          place[Symbol.dispose]();
          if (leases.delete(id) && redis.status === "ready") redis.zrem(wanted.key, id).catch(() => undefined);
        },
      };
    },
    [Symbol.dispose]: () => renewals[Symbol.dispose](),
  };
}

import type { Env } from "../env";
import type { Bus } from "./bus";
import { MemoryBroker } from "./bus.memory";
import { openRedisBus } from "./bus.redis";
import { type Clock, systemClock } from "./clock";
import { type Database, openDatabase } from "./db";
import { startEmbeddedPostgres } from "./embedded-postgres";
import { type Log, openLog } from "./log";
import { createMetrics, type Metrics } from "./metrics";
import { migrate } from "./migrate";
import { memoryRateLimits, noRateLimits, type RateLimits, watchRefusals } from "./rate-limit";
import { redisRateLimits } from "./rate-limit.redis";
import type { RedisAddress } from "./redis";

/** What the rooms above stand on. This module alone chooses what is behind each part. */
export interface Runtime {
  env: Env;
  log: Log;
  clock: Clock;
  db: Database;
  bus: Bus;
  rateLimits: RateLimits;
  metrics: Metrics;
  /** Resolves when something that cannot be replaced while running was lost: the process should end. */
  lost: Promise<Error>;
  /** Closes everything in order. Calling it again waits for the same end. */
  close(): Promise<void>;
}

export interface RuntimeOverrides {
  log?: Log;
  clock?: Clock;
  bus?: Bus;
  /** A database that is there and migrated, instead of the one of the settings. */
  databaseUrl?: string;
}

/** Builds what `env` asks for: starts the embedded PostgreSQL when no other is named, and migrates. */
export async function createRuntime(env: Env, overrides: RuntimeOverrides = {}): Promise<Runtime> {
  const log = overrides.log ?? openLog(env.LOG_LEVEL);
  const clock = overrides.clock ?? systemClock;
  const postgres = await openPostgres(env, overrides.databaseUrl, log);
  const db = openDatabase(postgres.url, { connectionsMax: env.DATABASE_CONNECTIONS, log });
  const metrics = createMetrics(db.pool);
  const bus = overrides.bus ?? openBus(env, { log, onDrop: () => metrics.busDropped.inc() });
  const rateLimits = openRateLimits(env, { clock, log });
  const close = async () => {
    await bus.close();
    await rateLimits[Symbol.asyncDispose]?.();
    await db.close();
    await postgres.stop();
  };
  let closing: Promise<void> | undefined;
  return {
    env,
    log,
    clock,
    db,
    bus,
    rateLimits: watchRefusals(rateLimits, (tier) => metrics.rateLimited.inc({ tier })),
    metrics,
    lost: postgres.lost,
    close: () => (closing ??= close()),
  };
}

function redisOf(urls: string, { REDIS_CLUSTER }: Pick<Env, "REDIS_CLUSTER">): RedisAddress {
  return REDIS_CLUSTER ? urls.split(",").map((url) => url.trim()) : urls;
}

function openBus(env: Env, options: { log: Log; onDrop: () => void }): Bus {
  return env.REDIS_URL ? openRedisBus(redisOf(env.REDIS_URL, env), options) : new MemoryBroker(options.log).connect();
}

function openRateLimits(env: Env, parts: { clock: Clock; log: Log }): RateLimits & Partial<AsyncDisposable> {
  if (env.RATE_LIMIT === "off") return noRateLimits;
  return env.REDIS_URL ? redisRateLimits(redisOf(env.REDIS_URL, env), parts) : memoryRateLimits(parts.clock);
}

interface Postgres {
  url: string;
  lost: Promise<Error>;
  stop(): Promise<void>;
}

async function openPostgres(env: Env, given: string | undefined, log: Log): Promise<Postgres> {
  const others = { lost: new Promise<Error>(() => undefined), stop: async () => undefined };
  if (given) return { url: given, ...others };
  if (env.DATABASE_URL) {
    await migrate(env.DATABASE_URL, log);
    return { url: env.DATABASE_URL, ...others };
  }
  const postgres = await startEmbeddedPostgres({ dataDir: env.DATA_DIR, log });
  try {
    await migrate(postgres.url(), log);
  } catch (error) {
    await postgres.stop();
    throw error;
  }
  return { url: postgres.url(), lost: postgres.lost, stop: postgres.stop };
}

import { Cluster, Redis } from "ioredis";
import type { Log } from "./log";

const commandMsMax = 1_000;

/** redis://… of one Redis, or a list of them: some nodes of a Redis Cluster. */
export type RedisAddress = string | readonly string[];

/** A connection for keys: to one Redis, or to whichever master of a cluster holds a key. */
export interface RedisKeys {
  readonly status: string;
  defineCommand(name: string, definition: { lua: string; numberOfKeys?: number }): void;
  zrem(key: string, member: string): Promise<number>;
  disconnect(): void;
}

interface Options {
  name: string;
  log: Log;
  /** How long a command may take, in milliseconds. Default: a second. */
  withinMs?: number;
}

const retryAfterMs = (attempt: number) => Math.min(100 * 2 ** Math.min(attempt, 4), 1_000) * (0.5 + Math.random() / 2);

/**
 * A connection to Redis that never holds anything up: commands fail at once while it is away, within a second when it is silent, and nothing
 * is queued or sent twice. It reconnects for ever; outages are logged once.
 * @param url redis://…
 */
export function connectRedis(url: string, options: Options): Redis {
  return watched(new Redis(url, { ...unhurried(options), retryStrategy: retryAfterMs }), options);
}

/** The same for keys. In a cluster, the keys of one command must share their hash tag. */
export function connectRedisKeys(address: RedisAddress, options: Options): RedisKeys {
  if (typeof address === "string") return connectRedis(address, options);
  const [first = ""] = address;
  const { username, password, protocol } = new URL(first);
  const signIn = {
    ...(username && { username: decodeURIComponent(username) }),
    ...(password && { password: decodeURIComponent(password) }),
  };
  const cluster = new Cluster([...address], {
    enableOfflineQueue: false,
    clusterRetryStrategy: retryAfterMs,
    slotsRefreshTimeout: 2_000,
    slotsRefreshInterval: 5_000,
    redisOptions: { ...unhurried(options), ...signIn, ...(protocol === "rediss:" && { tls: {} }) },
  });
  return watched(cluster, options);
}

function unhurried({ name, withinMs = commandMsMax }: Options) {
  return {
    connectionName: `gymproluxe-chat-${name}`,
    enableOfflineQueue: false,
    autoResubscribe: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    commandTimeout: withinMs,
    connectTimeout: 2_000,
  };
}

/** Without a listener an error would end the process. It is said once per outage. */
function watched<R extends Redis | Cluster>(redis: R, { name, log }: Options): R {
  let isAway = false;
  redis.on("error", (error: Error) => {
    if (!isAway) log.warn({ name, error: error.message }, "redis is away; changes travel by the database");
    isAway = true;
  });
  redis.on("ready", () => {
    if (isAway) log.info({ name }, "redis is back");
    isAway = false;
  });
  return redis;
}

/**
 * Ends a connection that did not answer in time, whatever waits in it; a new one is made. If it was this process that took too long, the answer
 * is there and merely unread: then the connection is kept.
 */
export function cutRedis(redis: RedisKeys): void {
  const connections = redis instanceof Cluster ? redis.nodes() : redis instanceof Redis ? [redis] : [];
  for (const { stream } of connections) {
    if (!stream) continue;
    const { bytesRead } = stream;
    setImmediate(() => {
      if (stream.bytesRead === bytesRead) stream.destroy();
    });
  }
}

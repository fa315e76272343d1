import { Redis } from "ioredis";
import type { Log } from "./log";

const commandMsMax = 1_000;

/**
 * A connection to Redis that never holds anything up: commands fail at once while it is away, within a second when it is silent, and nothing
 * is queued or sent twice. It reconnects for ever; outages are logged once.
 * @param url redis://…
 */
export function connectRedis(url: string, { name, log }: { name: string; log: Log }): Redis {
  const redis = new Redis(url, {
    connectionName: `gymproluxe-chat-${name}`,
    enableOfflineQueue: false,
    autoResubscribe: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    commandTimeout: commandMsMax,
    connectTimeout: 2_000,
    retryStrategy: (attempt) => Math.min(100 * 2 ** Math.min(attempt, 4), 1_000) * (0.5 + Math.random() / 2),
  });
  // Without a listener an error would end the process. It is said once per outage.
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

/** Ends a connection at once, whatever waits in it; a new one is made. */
export function cutRedis(redis: Redis): void {
  redis.stream?.destroy();
}

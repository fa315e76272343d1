import { Redis } from "ioredis";
import type { Log } from "./log";

const commandMsMax = 1_000;

interface Options {
  name: string;
  log: Log;
  /** How long a command may take, in milliseconds. Default: a second. */
  withinMs?: number;
}

/**
 * A connection to Redis that never holds anything up: commands fail at once while it is away, within a second when it is silent, and nothing
 * is queued or sent twice. It reconnects for ever; outages are logged once.
 * @param url redis://…
 */
export function connectRedis(url: string, { name, log, withinMs = commandMsMax }: Options): Redis {
  const redis = new Redis(url, {
    connectionName: `gymproluxe-chat-${name}`,
    enableOfflineQueue: false,
    autoResubscribe: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    commandTimeout: withinMs,
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

/**
 * Ends a connection that did not answer in time, whatever waits in it; a new one is made. If it was this process that took too long, the answer
 * is there and merely unread: then the connection is kept.
 */
export function cutRedis(redis: Redis): void {
  const { stream } = redis;
  if (!stream) return;
  const { bytesRead } = stream;
  setImmediate(() => {
    if (stream.bytesRead === bytesRead) stream.destroy();
  });
}

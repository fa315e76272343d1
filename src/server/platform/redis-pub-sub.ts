import type { Log } from "./log";
import { publishTogether } from "./publish-together";
import { connectRedis, cutRedis } from "./redis";

const heartbeatMs = 1_000;
const channelsPerCommand = 1_000;

export interface PubSubOptions {
  log: Log;
  /** There is a connection on which nothing is subscribed yet. */
  onReady: () => void;
  onText: (channel: string, text: string) => void;
}

/** Publish and subscribe over Redis, as far as it is there: nothing waits for it, and nothing is queued. */
export interface RedisPubSub {
  readonly isReady: boolean;
  /** Whether a text on this channel would travel now. */
  takes(channel: string): boolean;
  /** Resolves when Redis has taken the text; rejects within a second when it has not. */
  publish(channel: string, text: string): Promise<unknown>;
  /** Resolves when it is done, or when it cannot be: then `onReady` comes again. */
  change(command: "subscribe" | "unsubscribe", channels: readonly string[]): Promise<void>;
  close(): void;
}

/**
 * Connects to one Redis.
 * @param url redis://…
 * @param isShard a master of a cluster: channels live in its slots, and one `change` names channels of one slot
 */
export function openRedisPubSub(url: string, { log, onReady, onText }: PubSubOptions, isShard = false): RedisPubSub {
  const publisher = connectRedis(url, { name: "publisher", log });
  const subscriber = connectRedis(url, { name: "subscriber", log });
  subscriber.on("ready", onReady);
  subscriber.on(isShard ? "smessage" : "message", onText);
  // A peer that vanished without a word answers no ping; its connection is cut, and made anew.
  const heartbeat = setInterval(() => {
    for (const redis of [publisher, subscriber]) if (redis.status === "ready") redis.ping().catch(() => cutRedis(redis));
  }, heartbeatMs).unref();

  return {
    get isReady() {
      return publisher.status === "ready" && subscriber.status === "ready";
    },
    takes: () => publisher.status === "ready",
    // A script may not publish to shards.
    publish: isShard ? (channel, text) => publisher.spublish(channel, text) : publishTogether(publisher),
    async change(command, channels) {
      if (subscriber.status !== "ready") return;
      try {
        for (let at = 0; at < channels.length; at += channelsPerCommand)
          await subscriber[isShard ? (`s${command}` as const) : command](...channels.slice(at, at + channelsPerCommand));
      } catch (error) {
        log.warn({ command, error: error instanceof Error ? error.message : String(error) }, "a bus topic was not changed in Redis");
        cutRedis(subscriber);
      }
    },
    close() {
      clearInterval(heartbeat);
      for (const redis of [publisher, subscriber]) redis.disconnect();
    },
  };
}

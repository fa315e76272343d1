/**
 * The bus over Redis pub/sub. Redis only makes things quicker, so nothing here waits for it: what cannot be sent now is dropped and counted, a
 * connection that has gone silent is cut within two seconds, and nothing is queued for a Redis that is away. Listeners of this process hear
 * its own texts without the way through Redis.
 */
import { randomBytes } from "node:crypto";
import type { Redis } from "ioredis";
import type { Bus } from "./bus";
import { MemoryBroker } from "./bus.memory";
import type { Log } from "./log";
import { connectRedis, cutRedis } from "./redis";

const heartbeatMs = 1_000;
/** Texts handed to Redis and not confirmed; past it more are dropped. */
const unconfirmedMax = 10_000;
const topicsPerCommand = 1_000;
const nodeIdLength = 12;
const prefix = "gymproluxe:";

interface Options {
  log: Log;
  /** Called for each text that was dropped. */
  onDrop?: () => void;
}

/** Opens a bus on `url` (redis://…). Resolves at once; whether Redis is there shows in `isHealthy`. */
export function openRedisBus(url: string, { log, onDrop = () => undefined }: Options): Bus {
  return new RedisBus(url, { log, onDrop });
}

class RedisBus implements Bus {
  readonly #nodeId = randomBytes(nodeIdLength / 2).toString("hex");
  readonly #publisher: Redis;
  readonly #subscriber: Redis;
  readonly #local: Bus;
  /** How many of this process listen to each topic. */
  readonly #topics = new Map<string, number>();
  readonly #heartbeat: NodeJS.Timeout;
  readonly #onDrop: () => void;
  readonly #log: Log;
  #unconfirmed = 0;

  constructor(url: string, { log, onDrop }: Required<Options>) {
    this.#onDrop = onDrop;
    this.#log = log;
    this.#local = new MemoryBroker(log).connect();
    this.#publisher = connectRedis(url, { name: "publisher", log });
    this.#subscriber = connectRedis(url, { name: "subscriber", log });
    this.#subscriber.on("ready", () => this.#subscribeAgain());
    this.#subscriber.on("message", (channel: string, text: string) => this.#hear(channel, text));
    this.#heartbeat = setInterval(() => this.#beat(), heartbeatMs).unref();
  }

  publish(topic: string, text: string): void {
    this.#local.publish(topic, text);
    if (this.#publisher.status !== "ready" || this.#unconfirmed >= unconfirmedMax) {
      this.#onDrop();
      return;
    }
    this.#unconfirmed++;
    this.#publisher
      .publish(prefix + topic, this.#nodeId + text)
      .catch(() => this.#onDrop())
      .finally(() => this.#unconfirmed--);
  }

  async subscribe(topic: string, listener: (text: string) => void): Promise<AsyncDisposable> {
    const local = await this.#local.subscribe(topic, listener);
    const count = (this.#topics.get(topic) ?? 0) + 1;
    this.#topics.set(topic, count);
    if (count === 1) await this.#tell("subscribe", [topic]);
    let isOver = false;
    return {
      [Symbol.asyncDispose]: async () => {
        if (isOver) return;
        isOver = true;
        await local[Symbol.asyncDispose]();
        const left = (this.#topics.get(topic) ?? 1) - 1;
        if (left > 0) this.#topics.set(topic, left);
        else this.#topics.delete(topic);
        if (left === 0) await this.#tell("unsubscribe", [topic]);
      },
    };
  }

  isHealthy(): boolean {
    return this.#publisher.status === "ready" && this.#subscriber.status === "ready";
  }

  async close(): Promise<void> {
    clearInterval(this.#heartbeat);
    await this.#local.close();
    for (const redis of [this.#publisher, this.#subscriber]) redis.disconnect();
  }

  #hear(channel: string, text: string): void {
    if (text.startsWith(this.#nodeId)) return;
    this.#local.publish(channel.slice(prefix.length), text.slice(nodeIdLength));
  }

  /** A topic that cannot be subscribed now is subscribed when Redis is back: every topic then is, anew. */
  async #tell(command: "subscribe" | "unsubscribe", topics: string[]): Promise<void> {
    if (this.#subscriber.status !== "ready") return;
    try {
      await this.#subscriber[command](...topics.map((topic) => prefix + topic));
    } catch (error) {
      this.#log.warn({ command, error: message(error) }, "a bus topic was not changed in Redis");
      cutRedis(this.#subscriber);
    }
  }

  #subscribeAgain(): void {
    const topics = [...this.#topics.keys()];
    for (let at = 0; at < topics.length; at += topicsPerCommand) void this.#tell("subscribe", topics.slice(at, at + topicsPerCommand));
  }

  /** A peer that vanished without a word answers no ping; its connection is cut, and made anew. */
  #beat(): void {
    for (const redis of [this.#publisher, this.#subscriber]) {
      if (redis.status === "ready") redis.ping().catch(() => cutRedis(redis));
    }
  }
}

function message(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

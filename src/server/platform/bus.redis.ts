/**
 * The bus over Redis pub/sub. Redis only makes things quicker, so nothing here waits for it: what cannot be sent now is dropped and counted, a
 * connection that has gone silent is cut within two seconds, and nothing is queued for a Redis that is away. Listeners of this process hear
 * its own texts without the way through Redis.
 */
import { randomBytes } from "node:crypto";
import type { Bus } from "./bus";
import { MemoryBroker } from "./bus.memory";
import type { Log } from "./log";
import type { RedisAddress } from "./redis";
import { openRedisPubSub, type RedisPubSub } from "./redis-pub-sub";
import { openClusterPubSub } from "./redis-pub-sub.cluster";

/** Texts handed to Redis and not confirmed; past it more are dropped. */
const unconfirmedMax = 10_000;
const nodeIdLength = 12;
const prefix = "gymproluxe:";

interface Options {
  log: Log;
  /** Called for each text that was dropped. */
  onDrop?: () => void;
}

/** Opens a bus at once; whether Redis is there shows in `isHealthy`. */
export function openRedisBus(address: RedisAddress, { log, onDrop = () => undefined }: Options): Bus {
  return new RedisBus(address, { log, onDrop });
}

class RedisBus implements Bus {
  readonly #nodeId = randomBytes(nodeIdLength / 2).toString("hex");
  readonly #redis: RedisPubSub;
  readonly #local: Bus;
  /** How many of this process listen to each topic. */
  readonly #topics = new Map<string, number>();
  /** The topics that Redis was asked for on its present connection, each until it has confirmed. */
  readonly #asked = new Map<string, Promise<void>>();
  /** Topics that began or ended in this turn of the event loop. */
  readonly #touched = new Set<string>();
  #settling: Promise<void> | null = null;
  readonly #onDrop: () => void;
  #unconfirmed = 0;

  constructor(address: RedisAddress, { log, onDrop }: Required<Options>) {
    this.#onDrop = onDrop;
    this.#local = new MemoryBroker(log).connect();
    const options = { log, onReady: () => this.#askAgain(), onText: (channel: string, text: string) => this.#hear(channel, text) };
    this.#redis = typeof address === "string" ? openRedisPubSub(address, options) : openClusterPubSub(address, options);
  }

  publish(topic: string, text: string): void {
    this.#local.publish(topic, text);
    if (!this.#redis.takes(channelOf(topic)) || this.#unconfirmed >= unconfirmedMax) {
      this.#onDrop();
      return;
    }
    this.#unconfirmed++;
    const settled = () => void this.#unconfirmed--;
    this.#redis.publish(channelOf(topic), this.#nodeId + text).then(settled, () => {
      settled();
      this.#onDrop();
    });
  }

  async subscribe(topic: string, listener: (text: string) => void): Promise<AsyncDisposable> {
    const local = await this.#local.subscribe(topic, listener);
    this.#topics.set(topic, (this.#topics.get(topic) ?? 0) + 1);
    await this.#settle(topic);
    let isOver = false;
    return {
      [Symbol.asyncDispose]: async () => {
        if (isOver) return;
        isOver = true;
        await local[Symbol.asyncDispose]();
        const left = (this.#topics.get(topic) ?? 1) - 1;
        if (left > 0) this.#topics.set(topic, left);
        else this.#topics.delete(topic);
        await this.#settle(topic);
      },
    };
  }

  reachesOthers(): boolean {
    return true;
  }

  isHealthy(): boolean {
    return this.#redis.isReady;
  }

  async close(): Promise<void> {
    await this.#local.close();
    this.#redis.close();
  }

  #hear(channel: string, text: string): void {
    if (text.startsWith(this.#nodeId)) return;
    this.#local.publish(channel.slice(prefix.length), text.slice(nodeIdLength));
  }

  /** What begins and ends in one turn is told to Redis together: when thousands come back at once, they are few commands. */
  #settle(topic: string): Promise<void> {
    this.#touched.add(topic);
    this.#settling ??= new Promise((resolve) => {
      setImmediate(() => {
        this.#settling = null;
        resolve(this.#tell());
      });
    });
    return this.#settling;
  }

  async #tell(): Promise<void> {
    const touched = [...this.#touched];
    this.#touched.clear();
    const begun = touched.filter((topic) => this.#topics.has(topic) && !this.#asked.has(topic));
    const ended = touched.filter((topic) => !this.#topics.has(topic) && this.#asked.delete(topic));
    const asking = this.#redis.change("subscribe", begun.map(channelOf));
    for (const topic of begun) this.#asked.set(topic, asking);
    await Promise.all([...touched.map((topic) => this.#asked.get(topic)), this.#redis.change("unsubscribe", ended.map(channelOf))]);
  }

  /** A topic that could not be subscribed while Redis was away is now: on a new connection every topic is, anew. */
  #askAgain(): void {
    this.#asked.clear();
    for (const topic of this.#topics.keys()) void this.#settle(topic);
  }
}

const channelOf = (topic: string) => prefix + topic;

/**
 * Publish and subscribe over a Redis Cluster by its sharded channels: a text goes to the one master that holds its channel, and not to all of
 * them. Channels are spread over a fixed number of hash tags, so that thousands are subscribed in a few commands. Which master holds which tag is
 * asked every two seconds: a master that was replaced, or lost slots, is left within that time.
 */
import type { Redis } from "ioredis";
import { connectRedis } from "./redis";
import { crc16, readSlots, slotOf } from "./redis-cluster-map";
import { openRedisPubSub, type PubSubOptions, type RedisPubSub } from "./redis-pub-sub";

const askEveryMs = 2_000;
const tags = 64;

/** @param urls redis://… of some nodes; the others are found */
export function openClusterPubSub(urls: readonly string[], options: PubSubOptions): RedisPubSub {
  return new ClusterPubSub(urls, options);
}

class ClusterPubSub implements RedisPubSub {
  readonly #options: PubSubOptions;
  readonly #scouts: { url: string; redis: Redis }[];
  readonly #masters = new Map<string, RedisPubSub>();
  /** Tag → url of its master. */
  #owners: (string | undefined)[] = [];
  readonly #timer: NodeJS.Timeout;
  #isAsking = false;
  #isClosed = false;

  constructor(urls: readonly string[], options: PubSubOptions) {
    this.#options = options;
    this.#scouts = urls.map((url) => ({ url, redis: connectRedis(url, { name: "scout", log: options.log }) }));
    for (const { redis } of this.#scouts) redis.on("ready", () => void this.#ask());
    this.#timer = setInterval(() => void this.#ask(), askEveryMs).unref();
  }

  get isReady(): boolean {
    const isHeld = (tag: number) => this.#masters.get(this.#owners[tag] ?? "")?.isReady ?? false;
    return Array.from({ length: tags }, (_, tag) => tag).every(isHeld);
  }

  takes(channel: string): boolean {
    return this.#masters.get(this.#owners[tagOf(channel)] ?? "")?.takes(channel) ?? false;
  }

  async publish(channel: string, text: string): Promise<unknown> {
    const tag = tagOf(channel);
    const master = this.#masters.get(this.#owners[tag] ?? "");
    if (!master) throw new Error("no master holds this channel");
    return master.publish(tagged(tag, channel), text);
  }

  async change(command: "subscribe" | "unsubscribe", channels: readonly string[]): Promise<void> {
    const byTag = new Map<number, string[]>();
    for (const channel of channels) {
      const tag = tagOf(channel);
      const some = byTag.get(tag);
      if (some) some.push(tagged(tag, channel));
      else byTag.set(tag, [tagged(tag, channel)]);
    }
    await Promise.all([...byTag].map(([tag, some]) => this.#masters.get(this.#owners[tag] ?? "")?.change(command, some)));
  }

  close(): void {
    this.#isClosed = true;
    clearInterval(this.#timer);
    for (const master of this.#masters.values()) master.close();
    for (const { redis } of this.#scouts) redis.disconnect();
  }

  /** Asks whichever scout answers who holds what. */
  async #ask(): Promise<void> {
    if (this.#isAsking || this.#isClosed) return;
    this.#isAsking = true;
    for (const { url, redis } of this.#scouts) {
      if (redis.status !== "ready") continue;
      const answer = await redis.cluster("SLOTS").catch(() => null);
      if (answer === null) continue;
      if (!this.#isClosed) this.#follow(readSlots(answer, url));
      break;
    }
    this.#isAsking = false;
  }

  #follow(ranges: ReturnType<typeof readSlots>): void {
    const owners = Array.from({ length: tags }, (_, tag) => {
      const slot = slotOf(tagged(tag, ""));
      return ranges.find(({ from, to }) => slot >= from && slot <= to)?.url;
    });
    const hasMoved = owners.some((url, tag) => url !== this.#owners[tag]);
    this.#owners = owners;
    for (const [url, master] of this.#masters) {
      if (owners.includes(url)) continue;
      master.close();
      this.#masters.delete(url);
    }
    for (const url of new Set(owners)) if (url !== undefined && !this.#masters.has(url)) this.#masters.set(url, this.#open(url));
    // A new master says by itself when it is ready; one that took over from another is ready already.
    if (hasMoved) this.#options.onReady();
  }

  #open(url: string): RedisPubSub {
    const { log, onReady, onText } = this.#options;
    return openRedisPubSub(url, { log, onReady, onText: (channel, text) => onText(channel.slice(channel.indexOf("}") + 1), text) }, true);
  }
}

const tagOf = (channel: string) => crc16(Buffer.from(channel)) % tags;
const tagged = (tag: number, channel: string) => `{${tag}}${channel}`;

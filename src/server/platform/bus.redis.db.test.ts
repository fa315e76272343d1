import { Redis } from "ioredis";
import { describe, expect, it, vi } from "vitest";
import { hasRedis, redisServer } from "../testing/redis-server";
import type { Bus } from "./bus";
import { busContract, listen } from "./bus.contract";
import { openRedisBus } from "./bus.redis";
import { openLog } from "./log";

const log = openLog("silent");

async function healthy(...buses: Bus[]) {
  await vi.waitUntil(() => buses.every((bus) => bus.isHealthy()), { timeout: 10_000, interval: 10 });
}

async function twoNodes() {
  const redis = await redisServer();
  let dropped = 0;
  const [here, there] = [openRedisBus(redis.url, { log, onDrop: () => dropped++ }), openRedisBus(redis.url, { log })];
  await healthy(here, there);
  return {
    redis,
    here,
    there,
    dropped: () => dropped,
    async [Symbol.asyncDispose]() {
      await Promise.all([here.close(), there.close()]);
      await redis[Symbol.asyncDispose]();
    },
  };
}

describe.skipIf(!hasRedis)("over a real Redis", () => {
  busContract("Redis", async (count) => {
    const redis = await redisServer();
    const buses = Array.from({ length: count }, () => openRedisBus(redis.url, { log }));
    await healthy(...buses);
    return {
      buses,
      async [Symbol.asyncDispose]() {
        await Promise.all(buses.map((bus) => bus.close()));
        await redis[Symbol.asyncDispose]();
      },
    };
  });
});

describe.skipIf(!hasRedis)("the Redis bus in trouble", () => {
  it("still carries texts within its process, drops the others at once, and carries all again when Redis is back", async () => {
    await using nodes = await twoNodes();
    const [own, far] = [await listen(nodes.here, "a"), await listen(nodes.there, "a")];
    await nodes.redis.kill();
    await vi.waitUntil(() => !nodes.here.isHealthy(), { timeout: 5_000, interval: 10 });
    nodes.here.publish("a", "while away");
    await own.until("while away");
    expect(nodes.dropped()).toBeGreaterThan(0);
    const later = await listen(nodes.there, "begun while away");
    await nodes.redis.start();
    await healthy(nodes.here, nodes.there);
    await vi.waitFor(() => {
      for (const topic of ["a", "begun while away"]) nodes.here.publish(topic, "back");
      expect([far.texts, later.texts].map((texts) => texts.includes("back"))).toEqual([true, true]);
    }, 10_000);
    expect(far.texts).not.toContain("while away");
  });

  it("notices within three seconds that Redis answers nothing, and keeps nothing for it", async () => {
    await using nodes = await twoNodes();
    nodes.redis.freeze();
    const frozenAt = performance.now();
    await vi.waitUntil(() => !nodes.here.isHealthy() && !nodes.there.isHealthy(), { timeout: 10_000, interval: 10 });
    expect(performance.now() - frozenAt).toBeLessThan(3_000);
    for (let at = 0; at < 20_000; at++) nodes.here.publish("a", "x".repeat(1_000));
    expect(nodes.dropped()).toBeGreaterThanOrEqual(20_000);
    nodes.redis.thaw();
    await healthy(nodes.here, nodes.there);
  });

  it("tells Redis in a few commands of thousands of topics that begin together, and of their end", async () => {
    await using nodes = await twoNodes();
    const raw = new Redis(nodes.redis.url);
    const callsOf = async (command: string) =>
      Number(new RegExp(`^cmdstat_${command}:calls=(\\d+)`, "m").exec(await raw.info("commandstats"))?.[1] ?? 0);
    const heard = await Promise.all(Array.from({ length: 3_000 }, (_, at) => listen(nodes.there, `topic ${at}`)));
    expect(await raw.pubsub("CHANNELS")).toHaveLength(3_000);
    nodes.here.publish("topic 2999", "hello");
    await heard[2_999]?.until("hello");
    await Promise.all(heard.map((one) => one.end()));
    expect(await raw.pubsub("CHANNELS")).toHaveLength(0);
    expect(await callsOf("subscribe")).toBeLessThanOrEqual(6);
    expect(await callsOf("unsubscribe")).toBeLessThanOrEqual(6);
    raw.disconnect();
  });

  it("ends level with the last word on a topic that begins and ends again and again", async () => {
    await using nodes = await twoNodes();
    const [first, second] = await Promise.all([listen(nodes.there, "a"), listen(nodes.there, "a")]);
    await Promise.all([first.end(), second.end(), listen(nodes.there, "b").then((one) => one.end())]);
    const [ending, stays] = [(await listen(nodes.there, "a")).end(), listen(nodes.there, "a")];
    await ending;
    nodes.here.publish("a", "hello");
    await (await stays).until("hello");
  });

  it("opens while Redis is away, and works once it is there", async () => {
    await using redis = await redisServer();
    await redis.kill();
    const bus = openRedisBus(redis.url, { log });
    const heard = await listen(bus, "a");
    bus.publish("a", "alone");
    await heard.until("alone");
    await redis.start();
    await healthy(bus);
    await bus.close();
  });
});

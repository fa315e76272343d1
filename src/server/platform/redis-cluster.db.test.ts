import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { rateTiers } from "../../shared/limits";
import { type RedisCluster, redisCluster } from "../testing/redis-cluster";
import { hasRedis } from "../testing/redis-server";
import type { Bus } from "./bus";
import { busContract, listen } from "./bus.contract";
import { openRedisBus } from "./bus.redis";
import { systemClock } from "./clock";
import { openLog } from "./log";
import { redisRateLimits } from "./rate-limit.redis";
import { slotOf } from "./redis-cluster-map";

const log = openLog("silent");

/** Buses on a cluster of their own, or on one that is given and stays. */
async function nodes(count: number, given?: RedisCluster) {
  const cluster = given ?? (await redisCluster());
  const buses = Array.from({ length: count }, () => openRedisBus(cluster.urls.slice(0, 1), { log }));
  await healthy(buses);
  return {
    cluster,
    buses,
    async [Symbol.asyncDispose]() {
      await Promise.all(buses.map((bus) => bus.close()));
      if (!given) await cluster[Symbol.asyncDispose]();
    },
  };
}

async function healthy(buses: readonly Bus[]) {
  await vi.waitUntil(() => buses.every((bus) => bus.isHealthy()), { timeout: 15_000, interval: 20 });
}

/** Enough that every master holds some. */
const topics = Array.from({ length: 300 }, (_, at) => `topic ${at}`);

it("finds the slot of a key as Redis does", () => {
  expect(slotOf("123456789")).toBe(12_739);
  expect(slotOf("gymproluxe:{123456789}:more")).toBe(12_739);
});

describe.skipIf(!hasRedis)("over a real Redis Cluster", () => {
  let shared: RedisCluster;
  beforeAll(async () => {
    shared = await redisCluster();
  }, 30_000);
  afterAll(() => shared[Symbol.asyncDispose]());

  busContract("Redis Cluster", (count) => nodes(count, shared));

  it("spreads topics over all masters, each held by one", { timeout: 30_000 }, async () => {
    await using w = await nodes(2, shared);
    const [here, there] = w.buses as [Bus, Bus];
    const heard = await Promise.all(topics.map((topic) => listen(there, topic)));
    for (const topic of topics) here.publish(topic, "hello");
    await Promise.all(heard.map((one) => one.until("hello")));
    const held = await Promise.all(w.cluster.masters.map(async ({ redis }) => (await redis.call("PUBSUB", "SHARDCHANNELS")) as string[]));
    for (const channels of held) expect(channels.length).toBeGreaterThan(20);
    expect(held.flat()).toHaveLength(topics.length);
  });

  it("goes on over the other masters while one is dead, and over all when it is back", { timeout: 60_000 }, async () => {
    await using w = await nodes(2);
    const [here, there] = w.buses as [Bus, Bus];
    const heard = await Promise.all(topics.map((topic) => listen(there, topic)));
    const dying = w.cluster.masters[2];
    await dying?.kill();
    await vi.waitUntil(() => !here.isHealthy() && !there.isHealthy(), { timeout: 5_000, interval: 10 });
    const hearing = (text: string) => heard.filter(({ texts }) => texts.includes(text)).length;
    await vi.waitFor(() => {
      for (const topic of topics) here.publish(topic, "while one is dead");
      expect(hearing("while one is dead")).toBeGreaterThan(100);
    }, 5_000);
    await dying?.start();
    await healthy(w.buses);
    await vi.waitFor(() => {
      for (const topic of topics) here.publish(topic, "back");
      expect(hearing("back")).toBe(topics.length);
    }, 10_000);
  });

  it("follows slots that move to another master", { timeout: 60_000 }, async () => {
    await using w = await nodes(2);
    const [here, there] = w.buses as [Bus, Bus];
    const heard = await Promise.all(topics.map((topic) => listen(there, topic)));
    const [from, to] = w.cluster.masters;
    const id = String(await to?.redis.call("CLUSTER", "MYID"));
    for (let slot = 0; slot < 5_461; slot++)
      for (const { redis } of w.cluster.masters) void redis.call("CLUSTER", "SETSLOT", String(slot), "NODE", id);
    await vi.waitFor(async () => expect(await from?.redis.call("PUBSUB", "SHARDCHANNELS")).toEqual([]), 10_000);
    await vi.waitFor(() => {
      for (const topic of topics) here.publish(topic, "moved");
      expect(heard.every(({ texts }) => texts.includes("moved"))).toBe(true);
    }, 10_000);
  });

  it("holds limits over all processes, and each process its own while the master is dead", { timeout: 60_000 }, async () => {
    await using cluster = await redisCluster();
    await using here = redisRateLimits(cluster.urls, { clock: systemClock, log });
    await using there = redisRateLimits(cluster.urls, { clock: systemClock, log });
    const most = rateTiers.marks[0].calls;
    const taken = async (key: string) => {
      const calls = Array.from({ length: 3 * most }, (_, at) => [here, there][at % 2]?.take("marks", key));
      return (await Promise.allSettled(calls)).filter(({ status }) => status === "fulfilled").length;
    };
    let tries = 0;
    await vi.waitFor(async () => expect(await taken(`ann ${tries++}`)).toBe(most), 10_000);
    await Promise.all(cluster.masters.map((master) => master.kill()));
    expect(await taken("ben")).toBe(2 * most);
    await Promise.all(cluster.masters.map((master) => master.start()));
    await vi.waitFor(async () => expect(await taken(`eve ${tries++}`)).toBe(most), 20_000);
  });
});

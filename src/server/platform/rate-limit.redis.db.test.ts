import { Redis } from "ioredis";
import { describe, expect, it, vi } from "vitest";
import { limits, rateTiers } from "../../shared/limits";
import { type ManualClock, manualClock } from "../testing/manual-clock";
import { hasRedis, redisServer } from "../testing/redis-server";
import { systemClock } from "./clock";
import { openLog } from "./log";
import type { RateLimits } from "./rate-limit";
import { rateLimitContract, refusalOf } from "./rate-limit.contract";
import { redisRateLimits } from "./rate-limit.redis";

const log = openLog("silent");
const marks = rateTiers.marks[0].calls;

/** Two processes; `clocks` are what they go by themselves. */
async function world(clocks = [manualClock(), manualClock()]) {
  const redis = await redisServer();
  const raw = new Redis(redis.url, { retryStrategy: () => 50 });
  raw.on("error", () => undefined);
  const nodes = clocks.map((clock) => redisRateLimits(redis.url, { clock, log }));
  const connected = () =>
    vi.waitFor(async () => {
      const probe = `probe-${performance.now()}`;
      // Connected once a call is counted in Redis rather than here.
      for (const [at, node] of nodes.entries()) {
        await node.take("typing", `${probe}-${at}`);
        expect(await raw.exists(`gymproluxe:{calls}:typing:${probe}-${at}`)).toBe(1);
      }
    }, 5_000);
  await connected();
  const [here, there] = nodes as [(typeof nodes)[0], (typeof nodes)[0]];
  return {
    redis,
    raw,
    here,
    there,
    connected,
    async [Symbol.asyncDispose]() {
      for (const node of nodes) await node[Symbol.asyncDispose]();
      raw.disconnect();
      await redis[Symbol.asyncDispose]();
    },
  };
}

/** How many of so many calls, spread over the processes, were taken. */
async function taken(nodes: readonly RateLimits[], key: string, tries = 500): Promise<number> {
  const results = await Promise.allSettled(Array.from({ length: tries }, (_, at) => nodes[at % nodes.length]?.take("marks", key)));
  return results.filter(({ status }) => status === "fulfilled").length;
}

describe.skipIf(!hasRedis)("over a real Redis", () => {
  rateLimitContract("limits in Redis", async () => {
    const clocks = [manualClock(), manualClock()];
    const w = await world(clocks);
    const openedAt = performance.now();
    return {
      ...w,
      // Goes on while a call that is counted now is on its way.
      slackMs: () => performance.now() - openedAt + 200,
      // The clock of Redis cannot be moved, so what it noted is moved back.
      async pass(ms) {
        for (const clock of clocks) clock.advance(ms);
        for (const key of await w.raw.keys("gymproluxe:{calls}:*")) {
          const times = await w.raw.lrange(key, 0, -1);
          await w.raw
            .multi()
            .del(key)
            .rpush(key, ...times.map((time) => String(Number(time) - ms * 1_000)))
            .exec();
        }
      },
      [Symbol.asyncDispose]: () => w[Symbol.asyncDispose](),
    };
  });
});

describe.skipIf(!hasRedis)("rate limits over Redis", () => {
  it("hold in every second of real time, however long two processes are pressed", async () => {
    await using w = await world([systemClock, systemClock] as ManualClock[]);
    const calls: { from: number; to: number }[] = [];
    const until = performance.now() + 2_300;
    const press = async (node: RateLimits) => {
      while (performance.now() < until) {
        const from = performance.now();
        if ((await refusalOf(node)) === null) calls.push({ from, to: performance.now() });
        else await new Promise((resolve) => setImmediate(resolve));
      }
    };
    await Promise.all([w.here, w.there, w.here, w.there].map(press));
    calls.sort((a, b) => a.from - b.from);
    // Eleven that certainly lie within a second: the first was asked for, and the last had been answered, in less.
    const [{ calls: most, perMs }] = rateTiers.messages;
    const over = calls.filter(({ from }, at) => {
      const last = calls.slice(at, at + most + 1).map(({ to }) => to);
      return last.length > most && Math.max(...last) - from < perMs;
    });
    expect(over).toEqual([]);
    expect(calls.length).toBeGreaterThanOrEqual(2 * most);
    expect(calls.length).toBeLessThanOrEqual(3 * most);
  });

  it("leave no key without a life behind, and one that was given none gets one", async () => {
    await using w = await world();
    await taken([w.here, w.there], "ann", 10);
    await w.here.hold("sockets", "ann");
    await w.raw.rpush("gymproluxe:{calls}:marks:stuck", "1");
    await taken([w.here], "stuck", 1);
    const keys = await w.raw.keys("gymproluxe:*");
    expect(keys.length).toBeGreaterThanOrEqual(3);
    for (const key of keys) expect(await w.raw.pttl(key)).toBeGreaterThan(0);
  });

  it("go by the clock of Redis: processes whose clocks are ten minutes apart agree, and one set back harms nobody for long", async () => {
    await using w = await world([manualClock(Date.now() - 300_000), manualClock(Date.now() + 300_000)]);
    expect(await taken([w.here, w.there], "ann")).toBe(marks);
    await w.raw.rpush("gymproluxe:{calls}:marks:ben", ...Array.from({ length: marks }, () => String((Date.now() + 300_000) * 1_000)));
    expect(await taken([w.here, w.there], "ben")).toBe(marks);
  });

  it("fall back to each process's own count when Redis dies in the middle of a window, never to none", async () => {
    await using w = await world();
    const before = await taken([w.here, w.there], "ann", marks / 2);
    await w.redis.kill();
    await vi.waitFor(async () => expect(await taken([w.here], `ben-${performance.now()}`, 200)).toBe(marks), 5_000);
    // What each let through while Redis was there counts on: nobody gets a second limit from the same process.
    const after = await taken([w.here, w.there], "ann");
    expect(before).toBe(marks / 2);
    expect(before + after).toBe(2 * marks);
    await w.redis.start();
    await w.connected();
    expect(await taken([w.here, w.there], "ann")).toBe(0);
  });

  it("are not waited for while Redis is silent", async () => {
    await using w = await world();
    w.redis.freeze();
    await taken([w.here], "ann", 1);
    const began = performance.now();
    for (let at = 0; at < 50; at++) await w.here.take("marks", `user${at}`);
    expect(performance.now() - began).toBeLessThan(500);
    w.redis.thaw();
    await w.connected();
  });

  it("ask once for what comes together", async () => {
    await using w = await world();
    const ran = async () => Number(/cmdstat_evalsha:calls=(\d+)/.exec(await w.raw.info("commandstats"))?.[1] ?? 0);
    const before = await ran();
    await Promise.all(Array.from({ length: 100 }, (_, at) => w.here.take("marks", `user${at}`)));
    expect((await ran()) - before).toBe(1);
  });
});

describe.skipIf(!hasRedis)("places over Redis", () => {
  it("are counted again when Redis was wiped, and those of a process that was killed run out", async () => {
    const clock = manualClock();
    await using w = await world([clock, manualClock()]);
    for (let at = 0; at < limits.socketsPerUserMax; at++) await w.here.hold("sockets", "ann");
    await w.raw.flushall();
    clock.advance(60_000);
    await expect.poll(() => w.raw.zcard("gymproluxe:places:sockets:ann")).toBe(limits.socketsPerUserMax);
    expect(await w.there.hold("sockets", "ann")).toBeNull();
    const leases = await w.raw.zrange("gymproluxe:places:sockets:ann", "0", "-1");
    for (const lease of leases) await w.raw.call("zadd", "gymproluxe:places:sockets:ann", String(Date.now() - 1), lease);
    expect(await w.there.hold("sockets", "ann")).not.toBeNull();
  });

  it("are each process's own while Redis is away", async () => {
    await using w = await world();
    await w.redis.kill();
    await vi.waitFor(async () => {
      for (const node of [w.here, w.there]) expect(await node.hold("strangers", "probe")).not.toBeNull();
    });
    const held = await Promise.all(Array.from({ length: 3 * limits.socketsPerUserMax }, () => w.here.hold("sockets", "ann")));
    expect(held.filter(Boolean)).toHaveLength(limits.socketsPerUserMax);
  });
});

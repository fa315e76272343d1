import { Redis } from "ioredis";
import { describe, expect, it, vi } from "vitest";
import { rateTiers } from "../../shared/limits";
import { manualClock } from "../testing/manual-clock";
import { hasRedis, redisServer } from "../testing/redis-server";
import { systemClock } from "./clock";
import { openLog } from "./log";
import { redisRateLimits } from "./rate-limit.redis";

const log = openLog("silent");
const { calls } = rateTiers.newConversations[1];

async function world() {
  const redis = await redisServer();
  const raw = new Redis(redis.url, { retryStrategy: () => 50 });
  raw.on("error", () => undefined);
  const nodes = [1, 2].map(() => redisRateLimits(redis.url, { clock: manualClock(), log }));
  // Connected once a call is counted in Redis rather than here.
  await vi.waitFor(async () => {
    for (const [at, node] of nodes.entries()) {
      await node.take("typing", `probe-${at}`);
      expect(await raw.exists(`gymproluxe:limit:typing:10000:{probe-${at}}`)).toBe(1);
    }
  }, 5_000);
  return {
    redis,
    raw,
    nodes,
    async [Symbol.asyncDispose]() {
      for (const node of nodes) await node[Symbol.asyncDispose]();
      raw.disconnect();
      await redis[Symbol.asyncDispose]();
    },
  };
}

/** How many of so many calls, spread over the nodes, were taken. */
async function taken(
  nodes: readonly { take: (tier: "marks", key: string) => Promise<void> }[],
  key: string,
  tries: number,
): Promise<number> {
  const results = await Promise.allSettled(Array.from({ length: tries }, (_, at) => nodes[at % nodes.length]?.take("marks", key)));
  return results.filter(({ status }) => status === "fulfilled").length;
}

describe.skipIf(!hasRedis)("rate limits over Redis", () => {
  it("hold over all processes together, to the call", async () => {
    await using w = await world();
    expect(await taken(w.nodes, "ann", 500)).toBe(rateTiers.marks[0].calls);
    await expect(w.nodes[0]?.take("marks", "ann")).rejects.toMatchObject({
      code: "RATE_LIMITED",
      details: { retryAfterMs: expect.any(Number) },
    });
  });

  it("leave no key without a life behind", async () => {
    await using w = await world();
    await taken(w.nodes, "ann", 10);
    await w.raw.set("gymproluxe:limit:marks:10000:{stuck}", String(calls * 1000));
    await taken(w.nodes, "stuck", 1);
    for (const key of await w.raw.keys("gymproluxe:limit:*")) expect(await w.raw.pttl(key)).toBeGreaterThan(0);
  });

  it("fall back to each process's own count when Redis dies, never to none", async () => {
    await using w = await world();
    await w.redis.kill();
    await vi.waitFor(
      async () => expect(await taken(w.nodes.slice(0, 1), `ann-${performance.now()}`, 200)).toBe(rateTiers.marks[0].calls),
      5_000,
    );
    expect(await taken(w.nodes, "ben", 500)).toBe(2 * rateTiers.marks[0].calls);
  });

  it("count no longer than a window when the clock is real", async () => {
    await using redis = await redisServer();
    await using limits = redisRateLimits(redis.url, { clock: systemClock, log });
    for (let sent = 0; sent < 10; sent++) await limits.take("messages", "ann");
    await vi.waitFor(() => limits.take("messages", "ann"), { timeout: 3_000, interval: 50 });
  });
});

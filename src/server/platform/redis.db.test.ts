import { setTimeout as after } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { hasRedis, redisServer } from "../testing/redis-server";
import { openLog } from "./log";
import { connectRedis, cutRedis } from "./redis";

const log = openLog("silent");

/** A connection that is ready, to a Redis of its own. */
async function connected() {
  const server = await redisServer();
  const redis = connectRedis(server.url, { name: "test", log, withinMs: 100 });
  await new Promise((resolve) => redis.once("ready", resolve));
  return {
    server,
    redis,
    async [Symbol.asyncDispose]() {
      redis.disconnect();
      await server[Symbol.asyncDispose]();
    },
  };
}

describe.skipIf(!hasRedis)("a connection to Redis", () => {
  it("is kept when it was this process that took too long to read the answer", async () => {
    await using w = await connected();
    const id = await w.redis.client("ID");
    const late = w.redis.ping().then(
      () => "in time",
      () => cutRedis(w.redis),
    );
    // Nothing of this process moves for longer than a command may take.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300);
    expect(await late).not.toBe("in time");
    expect(await w.redis.client("ID")).toBe(id);
  });

  it("is made anew when Redis was silent for longer than a command may take", async () => {
    await using w = await connected();
    const id = await w.redis.client("ID");
    w.server.freeze();
    const closed = new Promise((resolve) => w.redis.once("close", resolve));
    await w.redis.ping().catch(() => cutRedis(w.redis));
    await Promise.race([closed, after(2_000).then(() => Promise.reject(new Error("the connection was kept")))]);
    w.server.thaw();
    await new Promise((resolve) => w.redis.once("ready", resolve));
    expect(await w.redis.client("ID")).not.toBe(id);
  });
});

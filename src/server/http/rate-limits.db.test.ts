/** However one user goes about it, no window holds more messages than the limit: over two processes, many sockets, HTTP, frames of many calls, new sockets. */
import { uuidv7 } from "uuidv7";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { rateTiers } from "../../shared/limits";
import { makeStaffedGym } from "../testing/example-data";
import { type RawPeer, rawPeerOf } from "../testing/raw-peer";
import { hasRedis, type RedisServer, redisServer } from "../testing/redis-server";
import { type TestServer, testServer } from "../testing/test-server";

/** A call that was taken: between these moments. */
interface Taken {
  from: number;
  to: number;
}

describe.skipIf(!hasRedis)("one user at two processes", () => {
  let redis: RedisServer;
  let servers: TestServer[];
  let userId: string;
  let conversationId: string;

  beforeAll(async () => {
    redis = await redisServer();
    const env = { RATE_LIMIT: "on", REDIS_URL: redis.url, TRUST_PROXY: 1 } as const;
    const first = await testServer({ env });
    servers = [first, await testServer({ env, database: first.runtime.databaseUrl, broker: first.runtime.broker })];
    const gym = await makeStaffedGym(first.runtime.db);
    userId = gym.trainer;
    conversationId = uuidv7();
    await first.runtime.db.prisma.conversation.create({ data: { id: conversationId, type: "group", name: "Spin", gymId: gym.gymId } });
    await first.runtime.db.prisma.participant.create({ data: { conversationId, userId, role: "trainer" } });
  });
  afterAll(async () => {
    for (const server of servers.reverse()) await server[Symbol.asyncDispose]();
    await redis[Symbol.asyncDispose]();
  });

  const serverAt = (at: number) => servers[at % servers.length] as TestServer;
  const input = () => ({ conversationId, id: uuidv7(), content: "Again" });

  /** Sends over a socket, now and then over a new one. */
  async function overSockets(at: number, until: number, taken: Taken[]): Promise<void> {
    let peer: RawPeer | null = null;
    for (let calls = 0; performance.now() < until; calls++) {
      if (!peer || calls % 40 === 39) {
        peer?.socket.terminate();
        peer = await rawPeerOf(serverAt(at + calls), userId);
      }
      const from = performance.now();
      // Eight at a time, in one turn.
      const answers = await Promise.all(
        Array.from({ length: 8 }, () => peer?.ask({ path: "messages.send", input: input(), method: "mutation" })),
      );
      const to = performance.now();
      for (const answer of answers) {
        if (answer?.result) taken.push({ from, to });
        else if (answer?.error) expect(answer.error.data.app).toMatchObject({ code: "RATE_LIMITED", retryAfterMs: expect.any(Number) });
      }
    }
    peer?.socket.terminate();
  }

  /** Sends batches over HTTP, each from what it says is another address. */
  async function overHttp(at: number, until: number, taken: Taken[]): Promise<void> {
    const token = await serverAt(0).tokenOf(userId);
    for (let calls = 0; performance.now() < until; calls++) {
      const from = performance.now();
      const paths = Array.from({ length: 5 }, () => "messages.send").join(",");
      const response = await fetch(`http://127.0.0.1:${serverAt(at + calls).port}/api/trpc/${paths}?batch=1`, {
        method: "POST",
        headers: {
          "content-type": "application/json",
          authorization: `Bearer ${token}`,
          "x-forwarded-for": `10.0.${calls % 256}.${at}`,
          "x-client-address": `10.1.${calls % 256}.${at}`,
        },
        body: JSON.stringify(Object.fromEntries(Array.from({ length: 5 }, (_, n) => [n, input()]))),
      });
      const answers = (await response.json()) as { result?: unknown }[];
      const to = performance.now();
      for (const { result } of answers) if (result) taken.push({ from, to });
    }
  }

  /** Runs of `count` calls that certainly lie within `perMs`: the first was asked for, and the last had been answered, in less. */
  function over(taken: readonly Taken[], { calls, perMs }: { calls: number; perMs: number }): number {
    const sorted = [...taken].sort((a, b) => a.from - b.from);
    return sorted.filter(({ from }, at) => {
      const run = sorted.slice(at, at + calls + 1);
      return run.length > calls && Math.max(...run.map(({ to }) => to)) - from < perMs;
    }).length;
  }

  async function press(ms: number): Promise<Taken[]> {
    const taken: Taken[] = [];
    const until = performance.now() + ms;
    await Promise.all([
      ...Array.from({ length: 6 }, (_, at) => overSockets(at, until, taken)),
      ...Array.from({ length: 3 }, (_, at) => overHttp(at, until, taken)),
    ]);
    return taken;
  }

  const [second] = rateTiers.messages;

  it("gets no more than the limit into any second, and what was taken is what is stored", async () => {
    const taken = await press(2_600);
    expect(over(taken, second)).toBe(0);
    expect(taken.length).toBeGreaterThanOrEqual(2 * second.calls);
    expect(await serverAt(0).runtime.db.prisma.message.count({ where: { conversationId } })).toBe(taken.length);
  });

  it("gets no more than the limit of each process when Redis dies in the middle of a second", async () => {
    const pressing = press(2_600);
    const dying = new Promise((resolve) => setTimeout(resolve, 700)).then(() => redis.kill());
    const taken = await pressing;
    await dying;
    expect(over(taken, { ...second, calls: servers.length * second.calls })).toBe(0);
    expect(taken.length).toBeGreaterThan(0);
  });
});

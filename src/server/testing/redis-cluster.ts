/** A real Redis Cluster of a test's own: three masters on free ports, which can be killed and started again. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { rm } from "node:fs/promises";
import { setTimeout as after } from "node:timers/promises";
import { Redis } from "ioredis";
import { freePort } from "./redis-server";
import { memoryFolder } from "./temporary-folder";

const masters = 3;
const slotCount = 16_384;

interface Master {
  url: string;
  /** For the test's own questions. */
  redis: Redis;
  kill(): Promise<void>;
  start(): Promise<void>;
}

export interface RedisCluster extends AsyncDisposable {
  masters: Master[];
  urls: string[];
}

/** Starts the masters, gives each a third of the slots, and waits until they agree. */
export async function redisCluster(): Promise<RedisCluster> {
  const ports = await Promise.all(Array.from({ length: masters * 2 }, freePort));
  const made = await Promise.all(Array.from({ length: masters }, (_, at) => startMaster(ports[2 * at] ?? 0, ports[2 * at + 1] ?? 0)));
  for (const [at, { redis }] of made.entries()) {
    const [from, to] = [at, at + 1].map((part) => Math.floor((slotCount * part) / masters));
    await redis.call("CLUSTER", "ADDSLOTSRANGE", String(from), String((to ?? 0) - 1));
    if (at > 0) await made[0]?.redis.call("CLUSTER", "MEET", "127.0.0.1", String(ports[2 * at]), String(ports[2 * at + 1]));
  }
  for (const { redis } of made) {
    while (!String(await redis.call("CLUSTER", "INFO")).includes("cluster_state:ok")) await after(50);
    while (((await redis.call("CLUSTER", "SLOTS")) as unknown[]).length < masters) await after(50);
  }
  return {
    masters: made,
    urls: made.map(({ url }) => url),
    async [Symbol.asyncDispose]() {
      await Promise.all(made.map((master) => master[Symbol.asyncDispose]()));
    },
  };
}

async function startMaster(port: number, busPort: number): Promise<Master & AsyncDisposable> {
  const dir = await memoryFolder();
  const redis = new Redis(port, "127.0.0.1", { retryStrategy: () => 50 });
  redis.on("error", () => undefined);
  let child: ChildProcess | null = null;
  const start = async () => {
    const settings = {
      port,
      "cluster-port": busPort,
      bind: "127.0.0.1",
      dir,
      save: "",
      appendonly: "no",
      "cluster-enabled": "yes",
      "cluster-node-timeout": 2_000,
      "cluster-require-full-coverage": "no",
    };
    child = spawn(
      "redis-server",
      Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]),
      { stdio: "ignore" },
    );
    await redis.ping();
  };
  const kill = async () => {
    if (!child || child.exitCode !== null) return;
    const gone = once(child, "exit");
    child.kill("SIGKILL");
    await gone;
    child = null;
  };
  await start();
  return {
    url: `redis://127.0.0.1:${port}`,
    redis,
    start,
    kill,
    async [Symbol.asyncDispose]() {
      redis.disconnect();
      await kill();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

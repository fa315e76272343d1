/** What can go wrong, by name. Each fault does its harm, lasts as long as it lasts, and heals what it broke. */
import type { App, Cluster } from "./cluster";
import { pause } from "./person";

export interface FaultContext {
  cluster: Cluster;
  random: () => number;
  say: (text: string) => void;
  /** To be called when the harm is done: to one process and who is connected to it, or to everybody. */
  began: (app?: App) => void;
  /** A process ended in order, in so many milliseconds. */
  drained: (ms: number) => void;
}

export type Fault = (context: FaultContext) => Promise<void>;

/** What docs/operations.md asks a deployment to wait after each process: whoever moved to it is back before they move again. */
const betweenRestartsMs = 5_000;

const between = (random: () => number, low: number, high: number) => low + random() * (high - low);

function anyApp({ cluster, random }: FaultContext) {
  const app = cluster.apps[Math.floor(random() * cluster.apps.length)];
  if (!app) throw new Error("a cluster without processes");
  return app;
}

export const faults = {
  async "kill -9 app"(context) {
    const app = anyApp(context);
    context.began(app);
    await context.cluster.killApp(app);
    await pause(between(context.random, 100, 1_500));
    await context.cluster.startApp(app);
  },
  async "kill -9 postgres"({ cluster, random, began }) {
    await cluster.killPostgres();
    began();
    await pause(between(random, 100, 1_500));
    await cluster.startPostgres();
  },
  async "kill -9 redis"({ cluster, random, began }) {
    began();
    await cluster.redis.kill();
    await pause(between(random, 500, 4_000));
    await cluster.redis.start();
  },
  async "flush redis"({ cluster, began }) {
    began();
    const { Redis } = await import("ioredis");
    const redis = new Redis(cluster.redis.url);
    await redis.flushall();
    redis.disconnect();
  },
  async "freeze redis"({ cluster, random, began }) {
    began();
    cluster.redis.freeze();
    await pause(between(random, 3_000, 8_000));
    cluster.redis.thaw();
  },
  async "half-open redis"({ cluster, random, began }) {
    began();
    cluster.redisProxy.isStalled = true;
    await pause(between(random, 3_000, 8_000));
    cluster.redisProxy.reset();
    cluster.redisProxy.isStalled = false;
  },
  async "stall postgres"({ cluster, random, began }) {
    began();
    const pids = await cluster.signalPostgres("SIGSTOP");
    await pause(between(random, 2_000, 8_000));
    await cluster.signalPostgres("SIGCONT", pids);
  },
  async "reset people"(context) {
    const app = anyApp(context);
    context.began(app);
    app.proxy.reset(between(context.random, 0.2, 1), context.random);
  },
  async "half-open people"(context) {
    const app = anyApp(context);
    const { proxy } = app;
    context.began(app);
    proxy.isStalled = true;
    await pause(between(context.random, 4_000, 10_000));
    proxy.reset();
    proxy.isStalled = false;
  },
  async "slow people"(context) {
    const app = anyApp(context);
    const { proxy } = app;
    context.began(app);
    proxy.delayMs = between(context.random, 50, 300);
    await pause(between(context.random, 2_000, 5_000));
    proxy.delayMs = 0;
  },
  async "rolling restart"({ cluster, began, drained }) {
    began();
    for (const [at, app] of cluster.apps.entries()) {
      if (at > 0) await pause(betweenRestartsMs);
      const asked = performance.now();
      await cluster.stopApp(app);
      drained(performance.now() - asked);
      await cluster.startApp(app);
    }
  },
} satisfies Record<string, Fault>;

export type FaultName = keyof typeof faults;
export const faultNames = Object.keys(faults) as FaultName[];

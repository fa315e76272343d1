/** Redis falls silent, half open, is wiped, or was never there, while people on two processes write to each other. */
import { Redis } from "ioredis";
import { buildApp } from "../build-app";
import { Cluster } from "../cluster";
import type { Scenario, ScenarioOptions, ScenarioResult } from "../scenario";
import { share, tenths } from "./figures";
import { Findings } from "./findings";
import { watchMemory } from "./memory";
import { pause } from "./paced";
import { sharedNow } from "./reader";
import { type Span, Talk } from "./talk";

const frozenMs = 60_000;
/** The other troubles last this part of it. */
const shortPart = 1 / 6;
const calmMs = 10_000;
/** From the end of the trouble on. */
const graceMs = 2_000;

const underMsMax = 2_500;
const afterMedianMsMax = 50;
const acknowledgedMsMax = 1_000;
const growthMiBMax = 50;

type Trouble = (cluster: Cluster, forMs: number) => Promise<void>;

const troubles: Record<string, Trouble> = {
  async frozen({ redis }, forMs) {
    redis.freeze();
    await pause(forMs);
    redis.thaw();
  },
  async "half open"({ redisProxy }, forMs) {
    redisProxy.isStalled = true;
    await pause(forMs);
    redisProxy.isStalled = false;
  },
  async wiped({ redis }, forMs) {
    const client = new Redis(redis.url);
    for (let at = 0; at < 10; at++) {
      await client.flushall();
      await pause(forMs / 10);
    }
    client.disconnect();
  },
  async dead({ redis }, forMs) {
    await redis.kill();
    await pause(forMs);
    await redis.start();
  },
};

export const frozenRedis: Scenario = {
  name: "frozen-redis",
  promise:
    "With Redis frozen for a minute, half open, wiped, dead, or dead from the start, messages cross between processes within 2.5 s (p99), and in milliseconds two seconds after; nothing is lost, nothing grows, and sends are acknowledged as ever.",
  async run({ scale, say }: ScenarioOptions): Promise<ScenarioResult> {
    await using built = await buildApp();
    await using cluster = await Cluster.start({ processes: 2, app: built.file, env: { RATE_LIMIT: "on" } });
    await restartWithoutRedis(cluster);
    await using talk = await Talk.start(cluster, {
      crowd: Math.max(100, Math.round(200 * scale)),
      classes: 20,
      writers: 80,
      messagesPerSecond: 120,
    });
    using memory = watchMemory(cluster);
    const found = new Findings("T4");
    const measure = (name: string, span: Span) => {
      const [crossing, acknowledged] = [talk.crossing(span), talk.acknowledgements(span)];
      found.note(`${name}: messages crossed`, crossing.length);
      found.note(`${name}: crossing p50, ms`, share(crossing, 0.5));
      found.expect(`${name}: crossing p99, ms`, share(crossing, 0.99), underMsMax);
      found.expect(`${name}: acknowledged p99, ms`, share(acknowledged, 0.99), acknowledgedMsMax);
      say(`${name}: crossing p99 ${tenths(share(crossing, 0.99))} ms, acknowledged p99 ${tenths(share(acknowledged, 0.99))} ms`);
    };

    const calm = Math.max(2_000, calmMs * scale);
    measure("dead from the start", await spanOf(() => pause(calm)));
    await cluster.redis.start();
    await untilConnected(cluster);
    await pause(graceMs);
    const before = await spanOf(() => pause(calm));
    measure("calm", before);
    const base = share(memory.within(before), 0.5);
    for (const [name, trouble] of Object.entries(troubles)) {
      const lasts = Math.max(3_000, frozenMs * scale * (name === "frozen" ? 1 : shortPart));
      const span = await spanOf(() => trouble(cluster, lasts));
      await pause(graceMs);
      const after = await spanOf(() => pause(calm));
      // What was sent last is still on its way.
      await pause(underMsMax);
      measure(name, span);
      found.expect(`after ${name}: crossing p50, ms`, share(talk.crossing(after), 0.5), afterMedianMsMax);
      found.expect(`${name}: memory grew by, MiB`, Math.max(...memory.within({ from: span.from, to: after.to })) - base, growthMiBMax);
    }
    found.violations.push(...(await talk.rest()));
    found.note("messages", talk.sends.length);
    return found;
  },
};

/** Both processes begin their lives without Redis. */
async function restartWithoutRedis(cluster: Cluster): Promise<void> {
  await cluster.redis.kill();
  for (const app of cluster.apps) {
    await cluster.killApp(app);
    await cluster.startApp(app);
  }
}

async function untilConnected(cluster: Cluster): Promise<void> {
  const isReady = async (port: number) => {
    const answer = await fetch(`http://127.0.0.1:${port}/readyz`);
    return ((await answer.json()) as { bus: string }).bus === "ok";
  };
  const all = async () => (await Promise.all(cluster.apps.map(({ proxy }) => isReady(proxy.target)))).every(Boolean);
  while (!(await all())) await pause(50);
}

async function spanOf(work: () => Promise<void>): Promise<Span> {
  const from = sharedNow();
  await work();
  return { from, to: sharedNow() };
}

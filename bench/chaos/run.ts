/** One run: an installation, the standard load, faults from a seed, a rest, and the checker's verdict. */
import { rateTiers } from "../../src/shared/limits";
import { type Breakage, buildApp } from "./build-app";
import { Checker, type Verdict } from "./checker";
import { Cluster } from "./cluster";
import { Delays } from "./delays";
import { type FaultName, faults } from "./faults";
import { type Gym, makeGym } from "./gym";
import type { Op } from "./history";
import { Load } from "./load";
import { pause } from "./person";
import { seededRandom } from "./random";
import { Recovery } from "./recovery";

export interface LoadedOptions {
  seed: number;
  processes: number;
  senders: number;
  receivers: number;
  conversations: number;
  messagesPerSecond: number;
  removalsPerSecond: number;
  trainers?: number;
  flooders?: number;
  /** Members who are nobody's yet; the last of the gym's. */
  idleMembers?: number;
  sentAgainShare?: number;
  breakages?: readonly Breakage[];
  env?: Record<string, string>;
  clockSkewsMs?: readonly number[];
  /** How long everybody may take to come level at the end; half a minute by default. */
  restMs?: number;
  /** Takes every operation as it is recorded. */
  onRecord?: (op: Op) => void;
  say: (text: string) => void;
}

/** An installation under load, judged while it runs. */
export interface Loaded extends AsyncDisposable {
  cluster: Cluster;
  gym: Gym;
  load: Load;
  record: (op: Op) => void;
  checker: Checker;
  recovery: Recovery;
  /** Deliveries of others' messages, from the first attempt of the send. */
  delivery: Delays;
  random: () => number;
  /** Milliseconds since the run began. */
  now: () => number;
  /** Lets a fault do its harm and heal it, and notes what it cost. */
  inject(name: FaultName): Promise<void>;
  /** Comes to rest and judges. */
  finish(): Promise<Verdict>;
}

/** Starts an installation and the standard load on it. Everything is gone when the result is disposed. */
export async function underLoad(options: LoadedOptions): Promise<Loaded> {
  const random = seededRandom(options.seed);
  const checker = new Checker();
  const recovery = new Recovery();
  const delivery = new Delays();
  const began = performance.now();
  const now = () => Math.round((performance.now() - began) * 1_000) / 1_000;
  const record = (op: Op) => {
    checker.take(op);
    recovery.take(op);
    options.onRecord?.(op);
  };
  await using started = new Held();
  const built = started.use(await buildApp(options.breakages));
  const { processes, env, clockSkewsMs } = options;
  const cluster = started.use(await Cluster.start({ processes, app: built.file, env, clockSkewsMs }));
  const members = Math.max(options.receivers, options.senders) + (options.idleMembers ?? 0);
  const gym = await makeGym(cluster, random, { members, conversations: options.conversations, trainers: options.trainers });
  // With Redis away each process still holds the limit by itself.
  const [perSecond] = rateTiers.messages;
  if (env?.RATE_LIMIT === "on") record({ f: "limit", calls: perSecond.calls * processes, perMs: perSecond.perMs });
  const delivered = (id: string, delayMs: number, at: number) => {
    if (recovery.delivered(at, { id, delayMs })) delivery.add(delayMs);
  };
  const load = started.use(await Load.start({ ...options, cluster, gym, random, now, record, delivered }));
  const kept = started.move();
  return {
    cluster,
    gym,
    load,
    record,
    checker,
    recovery,
    delivery,
    random,
    now,
    async inject(name) {
      options.say(`${(now() / 1_000).toFixed(1)} s  ${name}`);
      await faults[name]({
        cluster,
        random,
        say: options.say,
        began: (app) => recovery.begin(name, now(), load.writersOn(app)),
        drained: (ms) => recovery.drained(ms),
      });
      recovery.heal(now());
    },
    async finish() {
      options.say(`${(now() / 1_000).toFixed(1)} s  healed; coming to rest`);
      await load.rest(options.restMs ?? 30_000);
      const verdict = checker.verdict();
      if (cluster.crashes > 0) verdict.violations.push({ invariant: "T2", text: `${cluster.crashes} processes ended by themselves` });
      return verdict;
    },
    [Symbol.asyncDispose]: () => kept[Symbol.asyncDispose](),
  };
}

export interface RunOptions extends LoadedOptions {
  seconds: number;
  /** Drawn from, one after the other. */
  faults: readonly FaultName[];
  /** Each in its turn instead, until all have been. */
  inTurn?: boolean;
  /** Seconds from one fault to the next. */
  faultEverySeconds: number;
}

export interface Result extends Verdict {
  recovery: Recovery;
  /** Delivery in milliseconds, faults included. */
  delivery: { p50: number; p99: number; max: number };
  seconds: number;
  appLog: string[];
}

/** Runs and judges. Everything it started is gone when it resolves. */
export async function run(options: RunOptions): Promise<Result> {
  await using loaded = await underLoad(options);
  const { random, now } = loaded;
  const deadline = performance.now() + options.seconds * 1_000;
  const due = options.inTurn ? [...options.faults] : [];
  while (performance.now() < deadline || due.length > 0) {
    await pause(options.faultEverySeconds * 1_000 * (0.5 + random()));
    const name = options.inTurn ? due.shift() : options.faults[Math.floor(random() * options.faults.length)];
    if (name) await loaded.inject(name);
  }
  const verdict = await loaded.finish();
  const { recovery, delivery, cluster } = loaded;
  return {
    ...verdict,
    recovery,
    delivery: { p50: delivery.share(0.5), p99: delivery.share(0.99), max: delivery.max },
    seconds: Math.round(now() / 1_000),
    appLog: cluster.log,
  };
}

/** Disposes what it was given, last first: Node 20 has none of its own. */
class Held implements AsyncDisposable {
  #held: AsyncDisposable[] = [];

  use<T extends AsyncDisposable>(one: T): T {
    this.#held.push(one);
    return one;
  }

  /** Hands everything over to another. */
  move(): AsyncDisposable {
    const other = new Held();
    [other.#held, this.#held] = [this.#held, []];
    return other;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const one of this.#held.splice(0).reverse()) await one[Symbol.asyncDispose]();
  }
}

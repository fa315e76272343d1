/** One run: an installation, the standard load, faults from a seed, a rest, and the checker's verdict. */
import { type Breakage, buildApp } from "./build-app";
import { judge, type Verdict } from "./checker";
import { Cluster } from "./cluster";
import { type FaultName, faults } from "./faults";
import { makeGym } from "./gym";
import type { Op } from "./history";
import { Load } from "./load";
import { pause } from "./person";
import { seededRandom } from "./random";

export interface RunOptions {
  seed: number;
  seconds: number;
  processes: number;
  senders: number;
  receivers: number;
  conversations: number;
  messagesPerSecond: number;
  removalsPerSecond: number;
  /** Drawn from, one after the other. */
  faults: readonly FaultName[];
  /** Each in its turn instead, until all have been. */
  inTurn?: boolean;
  /** Seconds from one fault to the next. */
  faultEverySeconds: number;
  breakages?: readonly Breakage[];
  env?: Record<string, string>;
  say: (text: string) => void;
}

export interface Result extends Verdict {
  history: Op[];
  faults: Record<string, number>;
  /** Delivery in milliseconds, faults included. */
  delivery: { p50: number; p99: number; max: number };
  seconds: number;
  appLog: string[];
}

/** Runs and judges. Everything it started is gone when it resolves. */
export async function run(options: RunOptions): Promise<Result> {
  const { seed, say } = options;
  const random = seededRandom(seed);
  const history: Op[] = [];
  const began = performance.now();
  const now = () => Math.round((performance.now() - began) * 1_000) / 1_000;
  await using built = await buildApp(options.breakages);
  await using cluster = await Cluster.start({ processes: options.processes, app: built.file, env: options.env });
  const gym = await makeGym(cluster, random, {
    members: Math.max(options.receivers, options.senders),
    conversations: options.conversations,
  });
  await using load = await Load.start({ ...options, cluster, gym, random, now, record: (op) => void history.push(op) });
  const injected: Record<string, number> = {};
  const deadline = performance.now() + options.seconds * 1_000;
  const due = options.inTurn ? [...options.faults] : [];
  while (performance.now() < deadline || due.length > 0) {
    await pause(options.faultEverySeconds * 1_000 * (0.5 + random()));
    const name = options.inTurn ? due.shift() : options.faults[Math.floor(random() * options.faults.length)];
    if (!name) continue;
    say(`${(now() / 1_000).toFixed(1)} s  ${name}`);
    injected[name] = (injected[name] ?? 0) + 1;
    await faults[name]({ cluster, random, say });
  }
  say("healing, and coming to rest");
  await load.rest(30_000);
  const delays = load.people.flatMap((person) => person.delays).sort((a, b) => a - b);
  const share = (part: number) => Math.round(delays[Math.min(delays.length - 1, Math.floor(delays.length * part))] ?? 0);
  const verdict = judge(history);
  if (cluster.crashes > 0) verdict.violations.push({ invariant: "T2", text: `${cluster.crashes} processes ended by themselves` });
  return {
    ...verdict,
    history,
    faults: injected,
    delivery: { p50: share(0.5), p99: share(0.99), max: share(1) },
    seconds: Math.round(now() / 1_000),
    appLog: cluster.log,
  };
}

/** Everything is killed, over and over, while people write: nothing is lost, doubled, disordered or leaked. */
import type { FaultName } from "../faults";
import { pause } from "../person";
import type { Cost } from "../recovery";
import { type Loaded, underLoad } from "../run";
import type { Scenario, ScenarioResult } from "../scenario";

const acknowledgedMin = 200_000;
const kills = { "kill -9 app": 20, "kill -9 postgres": 5, "kill -9 redis": 5, "rolling restart": 10 } satisfies Partial<
  Record<FaultName, number>
>;
/** Past it the installation has stopped to work. */
const secondsMax = 45 * 60;

/** In milliseconds. */
const targets = { acknowledgedP99: 5_000, firstAfterPostgres: 3_000, gapWhileRolling: 3_000, drain: 10_000 };

export const killsScenario: Scenario = {
  name: "kills",
  promise:
    "With processes, PostgreSQL and Redis killed and processes restarted in turn, under load and with clocks that differ, no acknowledged message is lost, doubled, out of order or leaked, and everybody ends level.",
  async run({ seed, scale, say }) {
    await using loaded = await underLoad({
      seed,
      processes: 2,
      senders: 160,
      receivers: 60,
      conversations: 120,
      messagesPerSecond: 280,
      removalsPerSecond: 0.3,
      trainers: 20,
      flooders: 1,
      idleMembers: 1,
      // The limits hold as in production; fsync is on, as everywhere in these runs.
      env: { RATE_LIMIT: "on" },
      clockSkewsMs: [90_000, -20_000],
      say,
    });
    await killAll(loaded, { total: Math.ceil(acknowledgedMin * scale), due: shuffled(scale, loaded.random) });
    const { violations, counts } = await loaded.finish();
    const late = lateIn(loaded);
    if (violations.length + late.length > 0) say(loaded.cluster.log.slice(-30).join(""));
    const { recovery, delivery } = loaded;
    const unknownShare = (100 * recovery.unknown) / Math.max(1, recovery.attempts);
    return {
      figures: {
        "acknowledged messages": counts.acknowledged,
        "attempts without an answer": counts.unknown,
        "of the attempts under faults, %": round(unknownShare),
        ...(unknownShare < 5 && { "note on faults": "under 5 % of the attempts had no answer" }),
        refused: counts.refused,
        deliveries: counts.applied,
        "deliveries dropped as repeats": counts.repeats,
        "snapshots loaded": counts.resyncs,
        "reads judged": counts.reads,
        removals: counts.removals,
        "delivery p50, ms": delivery.share(0.5),
        "delivery p99, ms": delivery.share(0.99),
        ...Object.fromEntries([...recovery.costs].flatMap(([kind, cost]) => costs(kind, cost))),
        "duration, s": Math.round(loaded.now() / 1_000),
        "recorder's memory, MB": Math.round(process.memoryUsage().rss / 1e6),
      },
      violations: [...violations, ...late],
    };
  },
};

/** The faults of a run in an order from its seed; each kind at least once. */
function shuffled(scale: number, random: () => number): FaultName[] {
  const names = Object.entries(kills).flatMap(([name, count]) =>
    Array<FaultName>(Math.max(1, Math.round(count * scale))).fill(name as FaultName),
  );
  return names
    .map((name) => ({ name, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ name }) => name);
}

/** Spreads the faults evenly over the messages, and goes on until both are through. */
async function killAll({ checker, inject, now, random }: Loaded, { total, due }: { total: number; due: FaultName[] }): Promise<void> {
  const until = async (acknowledged: number) => {
    while (checker.acknowledged < acknowledged) {
      if (now() > secondsMax * 1_000) throw new Error(`only ${checker.acknowledged} messages were acknowledged`);
      await pause(100);
    }
  };
  for (const [at, name] of due.entries()) {
    await until((total * (at + 0.5 + random())) / (due.length + 1));
    await inject(name);
    await pause(2_000);
  }
  await until(total);
}

function costs(kind: string, { count, until, first, acknowledged, delivered, gaps, drains }: Cost): [string, number][] {
  return [
    [`${kind}, times`, count],
    [`${kind}: acknowledged again p50, ms`, until.share(0.5)],
    [`${kind}: acknowledged again max, ms`, until.max],
    [`${kind}: first after its end max, ms`, first.max],
    [`${kind}: acknowledgement p99, ms`, acknowledged.share(0.99)],
    [`${kind}: delivery p99, ms`, delivered.share(0.99)],
    [`${kind}: delivery max, ms`, delivered.max],
    [`${kind}: delivery after the acknowledgement max, ms`, gaps.max],
    ...(drains.count > 0 ? [[`${kind}: drain max, ms`, drains.max] satisfies [string, number]] : []),
  ];
}

/** What held, but too slowly. */
function lateIn({ recovery }: Loaded): ScenarioResult["violations"] {
  const read = (kind: FaultName, measure: (cost: Cost) => number) => {
    const cost = recovery.costs.get(kind);
    return cost ? measure(cost) : 0;
  };
  const measured = [
    [
      "T1",
      "acknowledgement p99 while a process is killed",
      read("kill -9 app", ({ acknowledged }) => acknowledged.share(0.99)),
      targets.acknowledgedP99,
    ],
    [
      "T2",
      "first acknowledgement after PostgreSQL is back",
      read("kill -9 postgres", ({ first }) => first.max),
      targets.firstAfterPostgres,
    ],
    ["T26", "a gap in delivery in a rolling restart", read("rolling restart", ({ gaps }) => gaps.max), targets.gapWhileRolling],
    ["T26", "draining a process", read("rolling restart", ({ drains }) => drains.max), targets.drain],
  ] as const;
  return measured.flatMap(([invariant, what, ms, most]) =>
    ms > most ? [{ invariant, text: `${what} took ${ms} ms; at most ${most}` }] : [],
  );
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

/**
 * `npm run chaos` runs the standard load with faults of every kind, `npm run chaos -- NAME` a scenario, `npm run chaos -- all` every scenario.
 * `--seed N` repeats a run's choices, `--scale 0.1` makes a scenario shorter, `--record` keeps the result in bench/chaos/results.json.
 * Of the standard load: `--seconds 120 --faults "kill -9 app,kill -9 redis" --every 8 --processes 2 --senders 40 --receivers 200 --rate 150
 * --removals 1 --history file.jsonl`.
 */
import { createWriteStream } from "node:fs";
import { parseArgs } from "node:util";
import { type FaultName, faultNames } from "./faults";
import { recordResult } from "./results";
import { run } from "./run";
import type { ScenarioResult } from "./scenario";
import { scenarios } from "./scenarios";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    scale: { type: "string", default: "1" },
    record: { type: "boolean", default: false },
    seconds: { type: "string", default: "120" },
    seed: { type: "string", default: String(Math.floor(Math.random() * 1e9)) },
    faults: { type: "string", default: faultNames.join(",") },
    every: { type: "string", default: "8" },
    processes: { type: "string", default: "2" },
    senders: { type: "string", default: "40" },
    receivers: { type: "string", default: "200" },
    rate: { type: "string", default: "150" },
    removals: { type: "string", default: "1" },
    history: { type: "string" },
  },
});
const seed = Number(values.seed);
const scale = Number(values.scale);

const [asked] = positionals;
if (asked && asked !== "all" && !scenarios[asked])
  throw new Error(`there is no scenario "${asked}"; there are: ${Object.keys(scenarios).join(", ")}`);
console.log(`seed ${seed}`);
const names = asked === "all" ? Object.keys(scenarios) : asked ? [asked] : [];
const rows: Record<string, Record<string, number | string>> = {};
let violated = 0;
for (const name of names) rows[name] = await runScenario(name);
if (names.length === 0) await runStandard();
if (names.length > 1) console.table(rows);
process.exit(violated === 0 ? 0 : 1);

async function runScenario(name: string): Promise<Record<string, number | string>> {
  const scenario = await scenarios[name]?.();
  if (!scenario) throw new Error(`there is no scenario ${name}`);
  console.log(`\n${name}: ${scenario.promise}`);
  const began = performance.now();
  const result = await scenario.run({ seed, scale, say: console.log });
  const seconds = Math.round((performance.now() - began) / 1_000);
  report(name, result, seconds);
  const command = `npm run chaos -- ${name} --seed ${seed}${scale === 1 ? "" : ` --scale ${scale}`}`;
  if (values.record) recordResult({ name, promise: scenario.promise, command, seconds }, result);
  return { violations: result.violations.length, seconds };
}

async function runStandard(): Promise<void> {
  const wanted = values.faults.split(",").filter(Boolean);
  for (const name of wanted)
    if (!faultNames.includes(name as FaultName)) throw new Error(`there is no fault "${name}"; there are: ${faultNames.join(", ")}`);
  const file = values.history ? createWriteStream(values.history) : null;
  const { violations, counts, recovery, delivery, seconds, appLog } = await run({
    seed,
    seconds: Number(values.seconds),
    processes: Number(values.processes),
    senders: Number(values.senders),
    receivers: Number(values.receivers),
    conversations: 20,
    messagesPerSecond: Number(values.rate),
    removalsPerSecond: Number(values.removals),
    faults: wanted as FaultName[],
    faultEverySeconds: Number(values.every),
    onRecord: (op) => void file?.write(`${JSON.stringify(op)}\n`),
    say: console.log,
  });
  if (file) await new Promise((resolve) => file.end(resolve));
  if (violations.length > 0) console.error(appLog.slice(-40).join(""));
  const { p50, p99, max } = delivery;
  const faults = Object.fromEntries([...recovery.costs].map(([kind, { count }]) => [`${kind}, times`, count]));
  const figures = { ...counts, ...faults, "delivery p50, ms": p50, "delivery p99, ms": p99, "delivery max, ms": max };
  report("the standard load", { figures, violations }, seconds);
}

function report(name: string, { figures, violations }: ScenarioResult, seconds: number): void {
  console.table(Object.fromEntries(Object.entries(figures).map(([figure, value]) => [figure, { value }])));
  for (const { invariant, text } of violations.slice(0, 20)) console.error(`${invariant}  ${text.slice(0, 600)}`);
  console.log(`${name}: ${violations.length} violations in ${seconds} s`);
  violated += violations.length;
}

/** `npm run chaos -- [--seconds 120] [--seed 1] [--faults "kill -9 app,kill -9 redis"] [--processes 2] [--history file.jsonl]` */
import { writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { type FaultName, faultNames } from "./faults";
import { run } from "./run";

const { values } = parseArgs({
  options: {
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

const wanted = values.faults.split(",").filter(Boolean);
for (const name of wanted)
  if (!faultNames.includes(name as FaultName)) throw new Error(`there is no fault "${name}"; there are: ${faultNames.join(", ")}`);
console.log(`seed ${values.seed}`);
const result = await run({
  seed: Number(values.seed),
  seconds: Number(values.seconds),
  processes: Number(values.processes),
  senders: Number(values.senders),
  receivers: Number(values.receivers),
  conversations: 20,
  messagesPerSecond: Number(values.rate),
  removalsPerSecond: Number(values.removals),
  faults: wanted as FaultName[],
  faultEverySeconds: Number(values.every),
  say: console.log,
});
if (values.history) await writeFile(values.history, result.history.map((op) => JSON.stringify(op)).join("\n"));
console.table(result.counts);
console.table(result.faults);
console.log(`delivery: p50 ${result.delivery.p50} ms, p99 ${result.delivery.p99} ms, longest ${result.delivery.max} ms, faults included`);
for (const { invariant, text } of result.violations.slice(0, 50)) console.error(`${invariant}  ${text}`);
if (result.violations.length > 0) console.error(result.appLog.slice(-40).join(""));
console.log(`${result.violations.length} violations in ${result.seconds} s`);
process.exit(result.violations.length === 0 ? 0 : 1);

/** The last recorded result of each scenario: bench/chaos/results.json, from which docs/reliability.md has its tables. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import type { ScenarioResult } from "./scenario";

export interface RecordedResult extends ScenarioResult {
  name: string;
  promise: string;
  command: string;
  seconds: number;
  /** ISO, the day. */
  date: string;
  machine: string;
}

const file = "bench/chaos/results.json";
/** Of a run that failed; enough to see why. */
const violationsKept = 20;

/** What is recorded, one result a scenario; none where nothing was recorded yet. */
export function readResults(): RecordedResult[] {
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as RecordedResult[]) : [];
}

/** Keeps a result in the place of the scenario's last one. `npm run docs` then writes it into the page. */
export function recordResult(
  run: Pick<RecordedResult, "name" | "promise" | "command" | "seconds">,
  { figures, violations }: ScenarioResult,
): void {
  const [cpu] = cpus();
  const machine = `${cpus().length} cores (${cpu?.model.trim() ?? "unknown"}), ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.versions.node}`;
  const date = new Date().toISOString().slice(0, 10);
  const result = { ...run, date, machine, figures, violations: violations.slice(0, violationsKept) };
  const others = readResults().filter(({ name }) => name !== run.name);
  const all = [...others, result].sort((a, b) => (a.name < b.name ? -1 : 1));
  writeFileSync(file, `${JSON.stringify(all, null, 2)}\n`);
}

import { readFileSync } from "node:fs";
import { cpus, release } from "node:os";
import { isPinned } from "./child";
import type { Outcome } from "./figures";
import type { Installation } from "./installation";

/** Where a run's results are kept; the pages are written from it. */
export const resultsFile = "bench/results.json";

export interface Results {
  /** The day, ISO. */
  date: string;
  machine: string[];
  seconds: number;
  outcomes: Outcome[];
}

export function readResults(): Results {
  return JSON.parse(readFileSync(resultsFile, "utf8")) as Results;
}

/** What the figures depend on, in words. */
export async function describeMachine(installation: Installation): Promise<string[]> {
  const [row] = await installation.sql<{ version: string }>("product", "select current_setting('server_version') as version");
  const all = cpus();
  return [
    `${all.length} cores (${all[0]?.model.trim() ?? "unknown"})`,
    `Linux ${release()}`,
    `Node ${process.versions.node}`,
    `PostgreSQL ${row?.version ?? "?"}, fsync on`,
    isPinned ? "servers on CPU 0; the generator, PostgreSQL and Redis on CPU 1" : "no process was kept on a CPU of its own",
  ];
}

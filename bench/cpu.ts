/** CPU time as the kernel counts it, to the nanosecond where it can be had. */
import { readdirSync, readFileSync } from "node:fs";

/** Whose CPU time is read. */
export interface Watched {
  /** The servers that are measured. */
  servers: number[];
  /** PostgreSQL's postmaster: its children are counted with it. */
  postmaster: number;
  redis: number;
}

/** Milliseconds of CPU time. */
export interface CpuTimes {
  server: number;
  postgres: number;
  redis: number;
}

/** What the processes have used so far. */
export type CpuReading = Record<keyof CpuTimes, CpuByProcess>;

type CpuByProcess = ReadonlyMap<number, number>;

export function readCpu({ servers, postmaster, redis }: Watched): CpuReading {
  const read = (pids: readonly number[]) => new Map(pids.map((pid) => [pid, cpuOf(pid)]));
  return { server: read(servers), postgres: read([postmaster, ...childrenOf(postmaster)]), redis: read([redis]) };
}

/** What was used between two readings. A process that ended in between counts nothing: what it used is not known any more. */
export function cpuBetween(before: CpuReading, after: CpuReading): CpuTimes {
  return {
    server: used(before.server, after.server),
    postgres: used(before.postgres, after.postgres),
    redis: used(before.redis, after.redis),
  };
}

function used(before: CpuByProcess, after: CpuByProcess): number {
  let sum = 0;
  for (const [pid, milliseconds] of after) sum += Math.max(0, milliseconds - (before.get(pid) ?? 0));
  return sum;
}

/** All threads of a process: the first field of schedstat is nanoseconds on a CPU. A process or thread that is gone counts nothing. */
function cpuOf(pid: number): number {
  let nanoseconds = 0;
  for (const thread of list(`/proc/${pid}/task`)) nanoseconds += Number(text(`/proc/${pid}/task/${thread}/schedstat`).split(" ", 1)[0]);
  return nanoseconds / 1e6;
}

function childrenOf(pid: number): number[] {
  return text(`/proc/${pid}/task/${pid}/children`).trim().split(" ").filter(Boolean).map(Number);
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function text(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

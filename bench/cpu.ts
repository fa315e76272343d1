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

export function readCpu({ servers, postmaster, redis }: Watched): CpuTimes {
  return {
    server: servers.reduce((sum, pid) => sum + cpuOf(pid), 0),
    postgres: [postmaster, ...childrenOf(postmaster)].reduce((sum, pid) => sum + cpuOf(pid), 0),
    redis: cpuOf(redis),
  };
}

export function cpuBetween(before: CpuTimes, after: CpuTimes): CpuTimes {
  return { server: after.server - before.server, postgres: after.postgres - before.postgres, redis: after.redis - before.redis };
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

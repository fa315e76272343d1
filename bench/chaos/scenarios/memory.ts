import { readFile } from "node:fs/promises";
import type { Cluster } from "../cluster";
import { sharedNow } from "./reader";
import type { Span } from "./talk";

interface WatchedMemory extends Disposable {
  /** What all processes of the product held together at each look within a span, in MiB. */
  within(span: Span): number[];
}

/** Looks at the memory of a cluster's processes ten times a second. */
export function watchMemory(cluster: Cluster): WatchedMemory {
  const looks: { at: number; mib: number }[] = [];
  const timer = setInterval(async () => {
    const each = await Promise.all(cluster.apps.map(({ child }) => residentMiB(child?.pid ?? 0)));
    looks.push({ at: sharedNow(), mib: each.reduce((sum, mib) => sum + mib, 0) });
  }, 100);
  return {
    within: ({ from, to }) => looks.flatMap(({ at, mib }) => (at >= from && at < to ? [mib] : [])),
    [Symbol.dispose]: () => clearInterval(timer),
  };
}

/** 0 when the process is gone. */
async function residentMiB(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) / 1_024;
}

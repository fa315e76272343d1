import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { availableParallelism } from "node:os";

/** Whether processes can be kept on a CPU each: servers on 0, everything else on 1. */
export const isPinned = availableParallelism() >= 2 && spawnSync("taskset", ["--version"]).status === 0;

export interface Child {
  process: ChildProcess;
  pid: number;
  /** The last it said. */
  words(): string;
  kill(): Promise<void>;
}

interface StartOptions {
  /** Which CPU it runs on, where that can be chosen. */
  cpu: 0 | 1;
  env: Record<string, string>;
  /** For Node itself. */
  flags?: string[];
}

/** Starts a built program that talks with us by messages. */
export function startProcess(file: string, { cpu, env, flags = [] }: StartOptions): Child {
  const command = [process.execPath, ...flags, file];
  const [program = "", ...args] = isPinned ? ["taskset", "-c", String(cpu), ...command] : command;
  const child = spawn(program, args, { env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe", "ipc"] });
  let words = "";
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (data) => (words = (words + String(data)).slice(-4_000)));
  if (child.pid === undefined) throw new Error(`${program} could not be started`);
  return {
    process: child,
    pid: child.pid,
    words: () => words,
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, "exit");
      child.kill("SIGKILL");
      await gone;
    },
  };
}

/** Moves a process that runs already, and what it starts from now on. */
export function pin(pid: number, cpu: 0 | 1 | "0,1"): void {
  if (isPinned) spawnSync("taskset", ["-acp", String(cpu), String(pid)]);
}

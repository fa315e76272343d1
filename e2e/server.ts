/** The production server as a process of its own, as `npm start` runs it. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";

export interface RunningServer {
  url: string;
  port: number;
  /** Asks it to end in order, and waits until it has. */
  stop(): Promise<void>;
  /** Ends it on the spot, as a power cut would. */
  kill(): Promise<void>;
}

interface ServerOptions {
  /** A free one by default. */
  port?: number;
  /** Settings that differ from those of the run. */
  env?: Record<string, string>;
  /** What it complains about is shown. */
  isVerbose?: boolean;
}

const startMsMax = 60_000;

/** The settings of every server of this run. Each browser comes from a network address of its own, by `x-forwarded-for`. */
export function serverEnv(): Record<string, string> {
  const { E2E_DATABASE_URL } = process.env;
  if (!E2E_DATABASE_URL) throw new Error("the database of the run is set up first");
  return {
    DATABASE_URL: E2E_DATABASE_URL,
    NEXTAUTH_SECRET: "a secret that seals cookies of test runs",
    CHAT_TOKEN_SECRET: "a secret that seals tokens of test runs",
    MAIN_API_KEY: "the key of the main API in test runs",
    DEMO: "1",
    TRUST_PROXY: "1",
  };
}

/** Starts `npm start`'s program on the run's database and resolves when it takes requests. */
export async function startServer({ port, env = {}, isVerbose = false }: ServerOptions = {}): Promise<RunningServer> {
  const at = port ?? (await freePort());
  const url = `http://127.0.0.1:${at}`;
  const child = spawn(process.execPath, ["dist/main.js"], {
    env: { ...process.env, ...serverEnv(), LOG_LEVEL: "warn", HOST: "127.0.0.1", PORT: String(at), NEXTAUTH_URL: url, ...env },
    stdio: ["ignore", "pipe", isVerbose ? "inherit" : "ignore"],
  });
  const ended = once(child, "exit");
  await ready(child);
  // Warnings of the server stand beside the test that caused them.
  if (isVerbose) child.stdout?.pipe(process.stderr);
  else child.stdout?.resume();
  const end = async (signal: "SIGTERM" | "SIGKILL") => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    await ended;
  };
  return { url, port: at, stop: () => end("SIGTERM"), kill: () => end("SIGKILL") };
}

/** Resolves when the server has said where it is. */
function ready(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = "";
    const timer = setTimeout(() => reject(new Error(`the server does not start: ${said}`)), startMsMax);
    const settle = (end: () => void) => {
      clearTimeout(timer);
      child.stdout?.off("data", listen);
      end();
    };
    const listen = (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes("GymProLuxe Chat is at")) settle(resolve);
    };
    child.stdout?.on("data", listen);
    child.once("exit", (code) => settle(() => reject(new Error(`the server ended (${code}): ${said}`))));
  });
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  await once(probe, "close");
  if (address === null || typeof address === "string") throw new Error("a port was expected");
  return address.port;
}

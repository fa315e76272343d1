/** A real Redis of a test's own, on a free port, that can be killed, frozen and started again. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { type AddressInfo, createConnection, createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";

export interface RedisServer extends AsyncDisposable {
  url: string;
  port: number;
  /** kill -9, and gone. */
  kill(): Promise<void>;
  /** On the same port, empty. */
  start(): Promise<void>;
  /** SIGSTOP: the port still takes connections and nothing answers. */
  freeze(): void;
  thaw(): void;
}

/** Whether there is a Redis to start. npm has none, so a machine with Node alone skips what needs it, and says so. */
export const hasRedis = spawnSync("redis-server", ["--version"]).status === 0;

/** Starts Debian's `redis-server`. */
export async function redisServer(): Promise<RedisServer> {
  const dir = await mkdtemp(path.join(tmpdir(), "gymproluxe-redis-"));
  const port = await freePort();
  let child: ChildProcess | null = null;
  const start = async () => {
    child = spawn("redis-server", ["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", dir], {
      stdio: "ignore",
    });
    await Promise.race([untilAnswers(port), once(child, "error").then(([error]) => Promise.reject(error))]);
  };
  const kill = async () => {
    const dying = child;
    child = null;
    if (!dying || dying.exitCode !== null) return;
    const gone = once(dying, "exit");
    dying.kill("SIGKILL");
    await gone;
  };
  await start();
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    start,
    kill,
    freeze: () => void child?.kill("SIGSTOP"),
    thaw: () => void child?.kill("SIGCONT"),
    async [Symbol.asyncDispose]() {
      await kill();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

/** A port that nobody listens on now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

async function untilAnswers(port: number): Promise<void> {
  for (;;) {
    const socket = createConnection(port, "127.0.0.1");
    const answer = await new Promise<string>((resolve) => {
      socket.once("error", () => resolve(""));
      socket.once("data", (data) => resolve(data.toString()));
      socket.write("PING\r\n");
    });
    socket.destroy();
    if (answer.startsWith("+PONG")) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** A whole installation on this machine: PostgreSQL, Redis and several processes, with a proxy before each, all of which can be killed. */
import { type ChildProcess, fork } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { readFile, rm } from "node:fs/promises";
import pg from "pg";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "../../src/server/platform/embedded-postgres";
import { openLog } from "../../src/server/platform/log";
import { migrate } from "../../src/server/platform/migrate";
import { type RedisServer, redisServer } from "../../src/server/testing/redis-server";
import { temporaryFolder } from "../../src/server/testing/temporary-folder";
import { TcpProxy } from "./tcp-proxy";

export interface ClusterOptions {
  /** How many processes of the product. */
  processes: number;
  /** The built app (`buildApp`). */
  app: string;
  env?: Record<string, string>;
  /** How far the wall clock of each process is off, in milliseconds. */
  clockSkewsMs?: readonly number[];
  /** PostgreSQL settings; fsync stays on, since what survives a kill is what is measured. */
  postgres?: Record<string, string>;
}

export interface App {
  /** Before it: people connect here, whichever life of the process is behind. */
  proxy: TcpProxy;
  child: ChildProcess | null;
  /** Whether a balancer would send somebody here: it serves, and has not been asked to end. */
  isReady: boolean;
  /** How often it was killed. */
  kills: number;
}

export const secrets = { chatToken: "chaos-chat-token-secret-0123456789", mainApi: "chaos-main-api-key-0123456789abc" };

export class Cluster implements AsyncDisposable {
  readonly apps: App[] = [];
  readonly log: string[] = [];
  /** How often a process ended although nobody killed it. */
  crashes = 0;
  #postgres: EmbeddedPostgres | null = null;

  readonly redis: RedisServer;
  readonly redisProxy: TcpProxy;
  readonly postgresProxy: TcpProxy;

  private constructor(
    private readonly options: ClusterOptions,
    private readonly dataDir: string,
    { redis, redisProxy, postgresProxy }: { redis: RedisServer; redisProxy: TcpProxy; postgresProxy: TcpProxy },
  ) {
    this.redis = redis;
    this.redisProxy = redisProxy;
    this.postgresProxy = postgresProxy;
  }

  static async start(options: ClusterOptions): Promise<Cluster> {
    const redis = await redisServer();
    const [redisProxy, postgresProxy] = [await TcpProxy.open(redis.port), await TcpProxy.open(0)];
    const cluster = new Cluster(options, await temporaryFolder(), { redis, redisProxy, postgresProxy });
    await cluster.startPostgres();
    await migrate(cluster.directUrl, openLog("silent"));
    for (let at = 0; at < options.processes; at++)
      cluster.apps.push({ proxy: await TcpProxy.open(0), child: null, isReady: false, kills: 0 });
    await Promise.all(cluster.apps.map((app) => cluster.startApp(app)));
    return cluster;
  }

  /** Not through the proxy: for the recorder's own questions. */
  get directUrl(): string {
    if (!this.#postgres) throw new Error("PostgreSQL is not running");
    return this.#postgres.url();
  }

  /** How late the latest clock of its processes is, in milliseconds. */
  get latestClockMs(): number {
    return Math.max(0, ...(this.options.clockSkewsMs ?? []).map((skewMs) => -skewMs));
  }

  get proxiedUrl(): string {
    const url = new URL(this.directUrl);
    url.port = String(this.postgresProxy.port);
    return url.href;
  }

  /** Runs one statement on a connection of its own. */
  async sql<Row extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<Row[]> {
    const client = new pg.Client({ connectionString: this.directUrl });
    // Killed with everything else, sometimes.
    client.on("error", () => undefined);
    await client.connect();
    try {
      return (await client.query<Row>(text, values)).rows;
    } finally {
      await client.end().catch(() => undefined);
    }
  }

  async startPostgres(): Promise<void> {
    this.#postgres = await startEmbeddedPostgres({ dataDir: this.dataDir, log: openLog("silent"), settings: this.options.postgres ?? {} });
    this.postgresProxy.target = Number(new URL(this.#postgres.url()).port);
  }

  /** kill -9 of the postmaster and every child, and gone; nothing is flushed. */
  async killPostgres(): Promise<void> {
    const [row] = await this.sql<{ pid: number }>("select pg_backend_pid() as pid");
    const postmaster = await parentOf(row?.pid ?? 0).catch(async () =>
      Number((await this.sql<{ pid: string }>("select pg_read_file('postmaster.pid') as pid"))[0]?.pid.split("\n")[0]),
    );
    const lost = this.#postgres?.lost;
    const children = (await readFile(`/proc/${postmaster}/task/${postmaster}/children`, "utf8")).trim().split(" ").map(Number);
    for (const pid of [postmaster, ...children]) kill(pid, "SIGKILL");
    await lost;
    this.#postgres = null;
  }

  /** SIGSTOP or SIGCONT of the postmaster and every child. */
  async signalPostgres(signal: "SIGSTOP" | "SIGCONT", pids?: number[]): Promise<number[]> {
    if (pids) {
      for (const pid of pids) kill(pid, signal);
      return pids;
    }
    const [row] = await this.sql<{ file: string }>("select pg_read_file('postmaster.pid') as file");
    const postmaster = Number(row?.file.split("\n")[0]);
    const children = (await readFile(`/proc/${postmaster}/task/${postmaster}/children`, "utf8")).trim().split(" ").map(Number);
    return this.signalPostgres(signal, [postmaster, ...children]);
  }

  async startApp(app: App): Promise<void> {
    const child = fork(this.options.app, [], {
      cwd: process.cwd(),
      env: { ...process.env, ...this.#env(), CHAOS_CLOCK_SKEW_MS: String(this.options.clockSkewsMs?.[this.apps.indexOf(app)] ?? 0) },
      execArgv: [],
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    });
    for (const stream of [child.stdout, child.stderr]) stream?.on("data", (data) => this.#keep(String(data)));
    app.child = child;
    child.once("exit", (code, signal) => {
      if (app.child === child) app.child = null;
      if (signal === "SIGKILL" || code === 0) return;
      this.#keep(`an app ended by itself: ${code ?? signal}\n`);
      this.crashes++;
    });
    const [said] = (await Promise.race([once(child, "message"), once(child, "exit").then(() => [{}])])) as [{ port?: number }];
    if (!said.port) throw new Error(`a process did not start:\n${this.log.slice(-20).join("")}`);
    app.proxy.target = said.port;
    app.isReady = true;
  }

  async killApp(app: App): Promise<void> {
    const { child } = app;
    if (!child) return;
    app.kills++;
    app.isReady = false;
    const gone = once(child, "exit");
    child.kill("SIGKILL");
    await gone;
    app.child = null;
  }

  /** SIGTERM: the process drains and ends by itself. */
  async stopApp(app: App): Promise<void> {
    const { child } = app;
    if (!child) return;
    app.isReady = false;
    const gone = once(child, "exit");
    child.kill("SIGTERM");
    await gone;
    app.child = null;
  }

  /** How much memory a process holds, in bytes. */
  async rssOf(app: App): Promise<number> {
    if (!app.child) return 0;
    app.child.send("usage");
    const [{ memory }] = (await once(app.child, "message")) as [{ memory: NodeJS.MemoryUsage }];
    return memory.rss;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.apps.map((app) => this.killApp(app)));
    for (const { proxy } of this.apps) await proxy[Symbol.asyncDispose]();
    await this.redisProxy[Symbol.asyncDispose]();
    await this.postgresProxy[Symbol.asyncDispose]();
    await this.redis[Symbol.asyncDispose]();
    await this.#postgres?.stop();
    await rm(this.dataDir, { recursive: true, force: true });
  }

  #env(): Record<string, string> {
    return {
      NODE_ENV: "production",
      HOST: "127.0.0.1",
      PORT: "0",
      DATABASE_URL: this.proxiedUrl,
      REDIS_URL: `redis://127.0.0.1:${this.redisProxy.port}`,
      NEXTAUTH_SECRET: randomBytes(24).toString("hex"),
      CHAT_TOKEN_SECRET: secrets.chatToken,
      MAIN_API_KEY: secrets.mainApi,
      RATE_LIMIT: "off",
      LOG_LEVEL: "warn",
      ...this.options.env,
    };
  }

  #keep(text: string): void {
    this.log.push(text);
    if (process.env.CHAOS_VERBOSE) process.stderr.write(text);
    if (this.log.length > 5_000) this.log.splice(0, 1_000);
  }
}

async function parentOf(pid: number): Promise<number> {
  const [, parent] = /^PPid:\s+(\d+)$/m.exec(await readFile(`/proc/${pid}/status`, "utf8")) ?? [];
  if (!parent) throw new Error(`process ${pid} has no parent`);
  return Number(parent);
}

function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

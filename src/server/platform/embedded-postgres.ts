/**
 * The PostgreSQL of the one-process run. What must hold: data survive restarts and kill -9, and one folder is served by one process of ours.
 * The owner is whoever holds an advisory lock in the cluster itself: the lock falls with the process that held it, so nothing stale is ever
 * left to be judged by its age or a recycled process id. A server that runs without an owner is an orphan of a killed process, and is restarted.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { createServer, type Socket } from "node:net";
import path from "node:path";
import pg from "pg";
import { giveTo, locatePostgres, type PostgresFiles, programEnv, runProgram } from "./embedded-postgres-files";
import type { Log } from "./log";

export interface EmbeddedPostgres extends AsyncDisposable {
  /** Where a database of this cluster is; `database` defaults to the product's own. */
  url(database?: string): string;
  /** Resolves, with what happened, if the server ends although nobody stopped it. */
  lost: Promise<Error>;
  /** Ends the server: open transactions are rolled back, data are on disk when this resolves. */
  stop(): Promise<void>;
}

interface StartOptions {
  /** The folder that the product keeps its data in. */
  dataDir: string;
  log: Log;
  /** Server settings on top of ours, such as `{ fsync: "off" }`. */
  settings?: Record<string, string>;
}

const database = "gymproluxe_chat";
const user = "postgres";
const ownerLock = 4_711_020_601;
/** Crash recovery after a kill may take its time. */
const startMsMax = 60_000;

/** Starts the embedded server on `dataDir`, makes the cluster and the database when they are missing. Fails when another process owns it. */
export async function startEmbeddedPostgres({ dataDir, log, settings = {} }: StartOptions): Promise<EmbeddedPostgres> {
  const files = await locatePostgres(path.resolve(dataDir));
  await makeCluster(files, log);
  const password = (await readFile(path.join(files.cluster, passwordFile), "utf8")).trim();
  const deadline = performance.now() + startMsMax;
  let failure = "";
  while (performance.now() < deadline) {
    await endOrphan(files, password, log);
    const port = await freePort();
    const ended = await spawnServer(files, port, settings);
    const owner = await becomeOwner({ port, password, ended });
    if (typeof owner !== "string") return running({ files, password, port, owner, log });
    failure = owner;
  }
  throw new Error(`The embedded PostgreSQL in ${files.cluster} does not start: ${failure || (await lastWords(files.cluster))}`);
}

const passwordFile = "password.txt";
const logFile = "server.log";

/** Made beside and moved into place when complete, so that a start that is killed half-way leaves no half cluster. */
async function makeCluster({ bin, cluster, runAs, major }: PostgresFiles, log: Log): Promise<void> {
  const made = (await readFile(path.join(cluster, "PG_VERSION"), "utf8").catch(() => "")).trim();
  if (made !== "" && made !== major) {
    throw new Error(`${cluster} was made by PostgreSQL ${made}, and this is ${major}. Move the folder away, or dump and restore it.`);
  }
  if (made !== "") return;
  log.info("making the embedded PostgreSQL");
  const fresh = `${cluster}.new-${randomBytes(4).toString("hex")}`;
  const passwordAt = `${fresh}.password`;
  await mkdir(fresh, { mode: 0o700 });
  await giveTo(fresh, runAs);
  try {
    await writeFile(passwordAt, randomBytes(24).toString("base64url"), { mode: 0o600 });
    await giveTo(passwordAt, runAs);
    // The built-in C.UTF-8 sorts and folds alike on every system, whatever locales it has.
    const locale = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"];
    const access = [`--username=${user}`, `--pwfile=${passwordAt}`, "--auth=scram-sha-256"];
    await runProgram(path.join(bin, "initdb"), [`--pgdata=${fresh}`, ...locale, ...access], runAs);
    await rename(passwordAt, path.join(fresh, passwordFile));
    await rename(fresh, cluster).catch(async (error: NodeJS.ErrnoException) => {
      // Another process was quicker: its cluster is as good.
      if (error.code !== "ENOTEMPTY" && error.code !== "EEXIST") throw error;
    });
  } finally {
    await rm(passwordAt, { force: true });
    await rm(fresh, { recursive: true, force: true });
  }
}

/** Ends a server that a killed process of ours left behind. Throws when its owner lives. */
async function endOrphan({ bin, cluster, runAs }: PostgresFiles, password: string, log: Log): Promise<void> {
  const [pid, , , port] = (await readFile(path.join(cluster, "postmaster.pid"), "utf8").catch(() => "")).split("\n");
  if (!pid || !port) return;
  const connection = await connect(Number(port), password).catch(() => null);
  if (!connection) {
    // Not reachable: starting, stopping or dead. PostgreSQL itself judges the file, but takes any process with that number for its own.
    if (!(await isPostgres(Number(pid)))) await rm(path.join(cluster, "postmaster.pid"), { force: true });
    else await pause(100);
    return;
  }
  try {
    const holder = await takeOwnership(connection);
    if (holder !== null) {
      throw new Error(`The data in ${path.dirname(cluster)} are in use by process ${holder}. Stop it, or start with another DATA_DIR.`);
    }
  } finally {
    await connection.end().catch(() => undefined);
  }
  log.warn({ pid: Number(pid) }, "restarting the PostgreSQL of a process that was killed");
  await runProgram(path.join(bin, "pg_ctl"), ["stop", `--pgdata=${cluster}`, "--mode=fast", "--wait"], runAs).catch((error: Error) => {
    log.warn({ error: error.message }, "the PostgreSQL of a killed process had already ended");
  });
}

/** Starts the server on its own, so that a signal to our process group leaves it to us. Returns whether it has ended. */
async function spawnServer({ bin, cluster, runAs }: PostgresFiles, port: number, settings: Record<string, string>): Promise<() => boolean> {
  const all = {
    listen_addresses: "127.0.0.1",
    port: String(port),
    unix_socket_directories: "",
    timezone: "UTC",
    log_timezone: "UTC",
    max_connections: "100",
    ...settings,
  };
  const flags = Object.entries(all).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const words = await open(path.join(cluster, logFile), "w", 0o600);
  try {
    const child = spawn(path.join(bin, "postgres"), ["-D", cluster, ...flags], {
      ...runAs,
      cwd: "/",
      env: programEnv,
      detached: true,
      stdio: ["ignore", words.fd, words.fd],
    });
    let ended = false;
    const note = () => {
      ended = true;
    };
    child.once("exit", note);
    child.once("error", note);
    child.unref();
    endWithUs(child);
    return () => ended;
  } finally {
    await words.close();
  }
}

/**
 * Leaves somebody behind who waits for this process to be gone, whichever way, and then asks the server to end: a pipe from us closes with us.
 * Where that fails too (a power cut, a killed container), the next start finds the orphan.
 */
function endWithUs(server: ChildProcess): void {
  if (process.platform === "win32" || server.pid === undefined) return;
  const waiting = spawn("/bin/sh", ["-c", 'read -r _; kill -INT "$0" 2>/dev/null', String(server.pid)], {
    cwd: "/",
    env: programEnv,
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
  });
  waiting.once("error", () => undefined);
  // Once the server has ended, its number may become somebody else's.
  server.once("exit", () => waiting.kill("SIGKILL"));
  // Neither the one who waits nor the pipe keeps this process alive.
  waiting.unref();
  (waiting.stdin as Socket | null)?.unref();
}

/** A connection that owns the cluster, or why there is none. */
async function becomeOwner(server: { port: number; password: string; ended: () => boolean }): Promise<pg.Client | string> {
  const deadline = performance.now() + startMsMax;
  let failure = "it took too long";
  while (performance.now() < deadline && !server.ended()) {
    let connection: pg.Client | null = null;
    try {
      connection = await connect(server.port, server.password);
      const holder = await takeOwnership(connection);
      if (holder === null) return connection;
      await connection.end().catch(() => undefined);
      return `process ${holder} was quicker`;
    } catch (error) {
      // Not there yet; or ended by another process that starts at the same time and took it for an orphan before it had an owner.
      failure = error instanceof Error ? error.message : String(error);
      connection?.end().catch(() => undefined);
    }
    await pause(30);
  }
  return failure;
}

/** Takes the owner's lock; or the process id of who holds it. */
async function takeOwnership(connection: pg.Client): Promise<string | null> {
  const taken = await connection.query<{ taken: boolean }>("select pg_try_advisory_lock($1) as taken", [ownerLock]);
  if (taken.rows[0]?.taken) return null;
  const holder = await connection.query<{ name: string }>(
    `select application_name as name from pg_locks join pg_stat_activity using (pid)
      where locktype = 'advisory' and granted and (classid::bigint << 32) | objid::bigint = $1`,
    [ownerLock],
  );
  return holder.rows[0]?.name.replace(/\D/g, "") || "unknown";
}

interface Server {
  files: PostgresFiles;
  password: string;
  port: number;
  owner: pg.Client;
  log: Log;
}

async function running({ files, password, port, owner, log }: Server): Promise<EmbeddedPostgres> {
  let isStopping = false;
  let isLost = false;
  const lost = new Promise<Error>((resolve) => {
    owner.on("end", () => {
      if (isStopping) return;
      isLost = true;
      resolve(new Error(`The embedded PostgreSQL in ${files.cluster} ended unexpectedly.`));
    });
  });
  const known = await owner.query("select 1 from pg_database where datname = $1", [database]);
  if (known.rowCount === 0) await owner.query(`create database ${database}`);
  await removeLeftovers(files.cluster);
  const stop = async () => {
    if (isStopping) return;
    isStopping = true;
    await owner.end().catch(() => undefined);
    const stopped = runProgram(path.join(files.bin, "pg_ctl"), ["stop", `--pgdata=${files.cluster}`, "--mode=fast", "--wait"], files.runAs);
    await stopped.catch((error: unknown) => {
      // What ended by itself may be gone by now, and then there is nothing to stop.
      if (!isLost) throw error;
    });
    log.info("the embedded PostgreSQL has stopped");
  };
  return { url: (name = database) => urlOf(port, password, name), lost, stop, [Symbol.asyncDispose]: stop };
}

async function connect(port: number, password: string): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: urlOf(port, password, "postgres"),
    application_name: `gymproluxe-chat owner ${process.pid}`,
    connectionTimeoutMillis: 3_000,
  });
  // Without a listener a server that goes away would end the process.
  client.on("error", () => undefined);
  await client.connect();
  return client;
}

function urlOf(port: number, password: string, name: string): string {
  return `postgresql://${user}:${password}@127.0.0.1:${port}/${name}`;
}

/** Half-made clusters of starts that were killed. Only the owner cleans, and only when nobody can be making one. */
async function removeLeftovers(cluster: string): Promise<void> {
  const folder = path.dirname(cluster);
  for (const name of await readdir(folder)) {
    if (!name.startsWith(`${path.basename(cluster)}.new-`)) continue;
    const { mtimeMs } = await stat(path.join(folder, name));
    if (Date.now() - mtimeMs > startMsMax) await rm(path.join(folder, name), { recursive: true, force: true });
  }
}

/** Whether the process with this number is a PostgreSQL server; `true` where that cannot be told. */
async function isPostgres(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return false;
  }
  if (process.platform !== "linux") return true;
  return (await readFile(`/proc/${pid}/comm`, "utf8").catch(() => "")).trim() === "postgres";
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("The system gave no free port.");
  return address.port;
}

async function lastWords(cluster: string): Promise<string> {
  return (await readFile(path.join(cluster, logFile), "utf8").catch(() => "")).trim().split("\n").slice(-5).join(" | ");
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

import { type ChildProcess, execFile, spawn } from "node:child_process";
import { chmod, mkdir, readFile, readlink, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import pg from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { memoryFolder } from "../testing/temporary-folder";
import { startEmbeddedPostgres } from "./embedded-postgres";
import { openLog } from "./log";

// Clusters are made and synced to disk here, and processes started.
vi.setConfig({ testTimeout: 90_000 });

let dataDir: string;
/** Where a cluster was made and stopped in order: making one takes seconds. */
let made: string;
const children: ChildProcess[] = [];
const start = () => startEmbeddedPostgres({ dataDir, log: openLog("silent") });

/** The folder holds the data of an earlier run; otherwise it is empty. With owners and modes as they were. */
const runEarlier = () => promisify(execFile)("cp", ["-a", `${made}/.`, dataDir]);

beforeAll(async () => {
  made = await memoryFolder();
  await (await startEmbeddedPostgres({ dataDir: made, log: openLog("silent") })).stop();
});

afterAll(() => rm(made, { recursive: true, force: true }));

beforeEach(async () => {
  dataDir = await memoryFolder();
});

afterEach(async () => {
  for (const child of children.splice(0)) if (child.exitCode === null && child.signalCode === null) await end(child, "SIGTERM");
  await rm(dataDir, { recursive: true, force: true });
});

interface Said {
  url?: string;
  refusal?: string;
}

/** Another process of ours on the same folder, and what it says. */
async function startElsewhere(): Promise<{ child: ChildProcess; said: Said }> {
  const child = spawn(process.execPath, ["--import", "tsx", "src/server/testing/own-postgres.ts", dataDir], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  children.push(child);
  for await (const row of createInterface({ input: child.stdout })) return { child, said: JSON.parse(row) as Said };
  throw new Error("the process said nothing");
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill(signal);
  await ended;
}

async function query(url: string | undefined, text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => undefined);
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

const postmaster = async () => Number((await readFile(path.join(dataDir, "postgres", "postmaster.pid"), "utf8")).split("\n")[0]);

test("data survive a restart; letters of every script fold and sort the same on every system", async () => {
  {
    await using first = await start();
    await query(first.url(), "create table kept (id int)");
    expect(await query(first.url(), "select lower('ÉCLAIR ΑΒΓ') as folded, current_setting('server_encoding') as encoding")).toEqual([
      { folded: "éclair αβγ", encoding: "UTF8" },
    ]);
  }
  await using second = await start();
  expect(await query(second.url(), "select * from kept")).toEqual([]);
});

test("only this machine reaches it, with a password that only this user reads", async () => {
  await using postgres = await start();
  expect((await stat(path.join(dataDir, "postgres"))).mode & 0o077).toBe(0);
  expect((await stat(path.join(dataDir, "postgres", "password.txt"))).mode & 0o077).toBe(0);
  const wrong = new URL(postgres.url());
  wrong.password = "guessed";
  await expect(query(wrong.href, "select 1")).rejects.toThrow(/password authentication failed/);
  expect(await query(postgres.url(), "show listen_addresses")).toEqual([{ listen_addresses: "127.0.0.1" }]);
});

test("a second process on the same folder is told which process has it, and disturbs nothing", async () => {
  await runEarlier();
  const { child, said } = await startElsewhere();
  await expect(start()).rejects.toThrow(`in use by process ${child.pid}`);
  expect(await query(said.url, "select 1 as one")).toEqual([{ one: 1 }]);
});

test("of two processes that start at once on an empty folder, one gets it and the other is told", async () => {
  const both = await Promise.all([startElsewhere(), startElsewhere()]);
  const [winner] = both.filter(({ said }) => said.url);
  const [loser] = both.filter(({ said }) => said.refusal);
  expect(loser?.said.refusal).toContain(`in use by process ${winner?.child.pid}`);
  expect(await query(winner?.said.url, "select 1 as one")).toEqual([{ one: 1 }]);
});

test("after kill -9 of the process its PostgreSQL ends by itself", async () => {
  await runEarlier();
  const { child, said } = await startElsewhere();
  await end(child, "SIGKILL");
  await expect.poll(() => query(said.url, "select 1").catch((error: Error) => error.message), { timeout: 20_000 }).toMatch(/ECONNREFUSED/);
});

test("a start right after kill -9 finds everything that was committed, whether PostgreSQL still ran or not", async () => {
  await runEarlier();
  const { child, said } = await startElsewhere();
  await query(said.url, "create table kept as select 7 as id");
  const orphan = await postmaster();
  await end(child, "SIGKILL");
  await using postgres = await start();
  expect(await postmaster()).not.toBe(orphan);
  expect(await query(postgres.url(), "select * from kept")).toEqual([{ id: 7 }]);
});

test("after kill -9 of the process and of PostgreSQL it recovers everything that was committed", async () => {
  await runEarlier();
  const { child, said } = await startElsewhere();
  await query(said.url, "create table kept as select 7 as id");
  const server = await postmaster();
  await end(child, "SIGKILL");
  process.kill(server, "SIGKILL");
  await using postgres = await start();
  expect(await query(postgres.url(), "select * from kept")).toEqual([{ id: 7 }]);
});

test("a stale postmaster.pid whose number belongs to another program now does not stop it", async () => {
  await runEarlier();
  const stale = [process.pid, path.join(dataDir, "postgres"), 1_700_000_000, 1, "", "127.0.0.1", "0 0", "ready"];
  await writeFile(path.join(dataDir, "postgres", "postmaster.pid"), `${stale.join("\n")}\n`);
  await using postgres = await start();
  expect(await query(postgres.url(), "select 1 as one")).toEqual([{ one: 1 }]);
});

test("data of another major version are named, and left as they are", async () => {
  await runEarlier();
  const version = path.join(dataDir, "postgres", "PG_VERSION");
  const made = await readFile(version, "utf8");
  await writeFile(version, "13\n");
  await expect(start()).rejects.toThrow(/was made by PostgreSQL 13, and this is 1\d/);
  await writeFile(version, made);
  await (await start()).stop();
});

test("it says when the server ends although nobody stopped it", async () => {
  await runEarlier();
  const postgres = await start();
  process.kill(await postmaster(), "SIGINT");
  expect((await postgres.lost).message).toContain("ended unexpectedly");
  await postgres.stop();
});

test.runIf(process.getuid?.() === 0)(
  "root's own folder, which PostgreSQL's user may not enter, holds a link to where the data are",
  async () => {
    const closed = path.join(dataDir, "closed");
    await mkdir(closed);
    await chmod(closed, 0o700);
    dataDir = path.join(closed, "data");
    let place = "";
    {
      await using postgres = await start();
      await query(postgres.url(), "create table kept (id int)");
      place = await readlink(path.join(dataDir, "postgres"));
    }
    try {
      await using again = await start();
      expect(await query(again.url(), "select * from kept")).toEqual([]);
      expect((await stat(closed)).mode & 0o777).toBe(0o700);
    } finally {
      await rm(path.dirname(place), { recursive: true, force: true });
    }
  },
);

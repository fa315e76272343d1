import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { expect, test } from "vitest";
import { testRuntime } from "../testing/test-runtime";
import { openLog } from "./log";
import { migrate, pendingMigrations, schemaDifference } from "./migrate";

const log = openLog("silent");

/** An empty database beside a test's own, dropped with it. */
async function emptyDatabase(world: { databaseUrl: string; db: { pool: pg.Pool } }) {
  const url = new URL(world.databaseUrl);
  url.pathname += "_empty";
  const name = url.pathname.slice(1);
  await world.db.pool.query(`create database ${name}`);
  return { url: url.href, [Symbol.asyncDispose]: async () => void (await world.db.pool.query(`drop database ${name} with (force)`)) };
}

async function query(url: string, text: string) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await client.query(text);
  } finally {
    await client.end();
  }
}

test("schema.prisma and the migrations agree (else: npm run db:diff -- NAME)", async () => {
  await using world = await testRuntime();
  expect(await schemaDifference(world.databaseUrl, await readFile("prisma/schema.prisma", "utf8"))).toBe("");
});

test("the difference is seen when there is one", async () => {
  await using world = await testRuntime();
  await world.db.pool.query("alter table gyms drop column opening_hours");
  expect(await schemaDifference(world.databaseUrl, await readFile("prisma/schema.prisma", "utf8"))).toContain("opening_hours");
});

test("processes that start together migrate once, and a later start finds nothing to do", async () => {
  await using world = await testRuntime();
  await using empty = await emptyDatabase(world);
  const applied = await Promise.all([1, 2, 3, 4].map(() => migrate(empty.url, log)));
  expect(applied.filter((names) => names.length > 0)).toHaveLength(1);
  expect(await migrate(empty.url, log)).toEqual([]);
  expect(await pendingMigrations(world.db.pool)).toEqual([]);
  const { rows } = await query(empty.url, "select count(*)::int as count from installation");
  expect(rows).toEqual([{ count: 1 }]);
});

test("a process that has migrated is held up by nothing", async () => {
  await using world = await testRuntime();
  await using empty = await emptyDatabase(world);
  const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === "Timeout").length;
  const before = timers();
  expect(await migrate(empty.url, log)).not.toEqual([]);
  expect(timers()).toBeLessThanOrEqual(before);
});

test("a migration during which the process died is done again, whole", async () => {
  await using world = await testRuntime();
  await using empty = await emptyDatabase(world);
  const folder = await mkdtemp(path.join(tmpdir(), "gymproluxe-chat-migrations-"));
  const write = async (name: string, script: string) => {
    await mkdir(path.join(folder, name));
    await writeFile(path.join(folder, name, "migration.sql"), script);
  };
  try {
    await write("0001_slow", "create table slow (seconds int); insert into slow values (60);");
    await write("0002_half", "create table half (id int);\nselect pg_sleep(seconds) from slow;\ncreate table other_half (id int);");
    const killed = migrate(empty.url, log, folder);
    const end = "select pg_terminate_backend(pid) as ended from pg_stat_activity where datname = $1 and query like '%other_half%'";
    const database = new URL(empty.url).pathname.slice(1);
    await Promise.all([
      expect(killed).rejects.toThrow(),
      expect.poll(async () => (await world.db.pool.query(end, [database])).rowCount, { timeout: 10_000 }).toBe(1),
    ]);
    expect((await query(empty.url, "select to_regclass('half') as half")).rows).toEqual([{ half: null }]);
    await query(empty.url, "update slow set seconds = 0");
    expect(await migrate(empty.url, log, folder)).toEqual(["0002_half"]);
    await query(empty.url, "select * from half, other_half");
    expect(await migrate(empty.url, log, folder)).toEqual([]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import pg from "pg";
import type { Log } from "./log";
import { withSchemaEngine } from "./schema-engine";

const migrateLock = 4_711_020_602;

/** prisma/migrations of this checkout: processes start in its top folder. */
export const migrationsFolder = path.resolve("prisma/migrations");

/**
 * Brings a database up to the newest migration. Processes that start together take turns; all but the first find nothing to do.
 * @returns the names of the migrations that were applied
 */
export async function migrate(url: string, log: Log, folder: string = migrationsFolder): Promise<string[]> {
  const turn = new pg.Client({ connectionString: url, application_name: "gymproluxe-chat migrate" });
  turn.on("error", () => undefined);
  await turn.connect();
  try {
    await turn.query("select pg_advisory_lock($1)", [migrateLock]);
    if ((await pendingMigrations(turn, folder)).length === 0) return [];
    const migrationsList = await readMigrations(folder);
    const begun = await begunMigrations(turn);
    const { appliedMigrationNames } = await withSchemaEngine(url, undefined, async (engine) => {
      for (const migrationName of begun) await engine.markMigrationRolledBack({ migrationName });
      return engine.applyMigrations({ migrationsList, filters });
    });
    log.info({ migrations: appliedMigrationNames }, "migrations applied");
    return appliedMigrationNames;
  } finally {
    await turn.end();
  }
}

/** The migrations of this checkout that a database does not have yet. */
export async function pendingMigrations(sql: Pick<pg.Client, "query">, folder: string = migrationsFolder): Promise<string[]> {
  const wanted = await migrationNames(folder);
  const table = await sql.query<{ exists: boolean }>("select to_regclass('_prisma_migrations') is not null as exists");
  if (!table.rows[0]?.exists) return wanted;
  const done = await sql.query<{ name: string }>(
    "select migration_name as name from _prisma_migrations where finished_at is not null and rolled_back_at is null",
  );
  const names = new Set(done.rows.map((row) => row.name));
  return wanted.filter((name) => !names.has(name));
}

/** Migrations that a killed process began: their scripts are atomic, so nothing of them happened. */
async function begunMigrations(sql: Pick<pg.Client, "query">): Promise<string[]> {
  const table = await sql.query<{ exists: boolean }>("select to_regclass('_prisma_migrations') is not null as exists");
  if (!table.rows[0]?.exists) return [];
  const begun = await sql.query<{ name: string }>(
    "select migration_name as name from _prisma_migrations where finished_at is null and rolled_back_at is null",
  );
  return begun.rows.map((row) => row.name);
}

/** What the engine wants to know of the migrations on disk. */
async function readMigrations(folder: string) {
  const names = await migrationNames(folder);
  const lockfile = await readFile(path.join(folder, "migration_lock.toml"), "utf8").catch(() => null);
  const migrationDirectories = await Promise.all(
    names.map(async (name) => ({
      path: name,
      migrationFile: {
        path: "migration.sql",
        content: { tag: "ok" as const, value: await readFile(path.join(folder, name, "migration.sql"), "utf8") },
      },
    })),
  );
  return { baseDir: folder, lockfile: { path: "migration_lock.toml", content: lockfile }, shadowDbInitScript: "", migrationDirectories };
}

const filters = { externalTables: [], externalEnums: [] };

async function migrationNames(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

/**
 * The SQL that would bring a database to the tables of schema.prisma; empty when they agree.
 * @param schema the text of schema.prisma
 */
export async function schemaDifference(url: string, schema: string): Promise<string> {
  const files = [{ path: "schema.prisma", content: schema }];
  const { stdout } = await withSchemaEngine(url, schema, (engine) =>
    engine.diff({
      from: { tag: "schemaDatasource", files, configDir: path.resolve(".") },
      to: { tag: "schemaDatamodel", files },
      script: true,
      exitCode: null,
      filters,
    }),
  );
  const script = (stdout ?? "").trim();
  return script === "-- This is an empty migration." ? "" : script;
}

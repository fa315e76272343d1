import { rm } from "node:fs/promises";
import type { TestProject } from "vitest/node";
import { startEmbeddedPostgres } from "../platform/embedded-postgres";
import { openLog } from "../platform/log";
import { migrate } from "../platform/migrate";
import { memoryFolder } from "./temporary-folder";

declare module "vitest" {
  interface ProvidedContext {
    /** Where the run's PostgreSQL is, `postgres` database. */
    postgresUrl: string;
    /** The migrated database that tests copy. */
    templateDatabase: string;
  }
}

interface TestDatabase {
  url: string;
  template: string;
  stop(): Promise<void>;
}

/** Each project of a run sets up, side by side and with a copy of this module: what they share stands beside all copies. */
const shared = globalThis as typeof globalThis & { testDatabase?: { started: Promise<TestDatabase>; projects: number } };

/** One PostgreSQL for a whole test run, with a migrated database to copy from. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  shared.testDatabase ??= { started: start(), projects: 0 };
  const { testDatabase } = shared;
  testDatabase.projects++;
  const { url, template, stop } = await testDatabase.started;
  project.provide("postgresUrl", url);
  project.provide("templateDatabase", template);
  return async () => {
    if (--testDatabase.projects === 0) await stop();
  };
}

/** Nothing of it is kept, so nothing is synced to disk. */
async function start(): Promise<TestDatabase> {
  const log = openLog("warn");
  const dataDir = await memoryFolder();
  const settings = {
    fsync: "off",
    synchronous_commit: "off",
    full_page_writes: "off",
    wal_level: "minimal",
    max_wal_senders: "0",
    max_connections: "400",
  };
  const postgres = await startEmbeddedPostgres({ dataDir, log, settings });
  await migrate(postgres.url(), log);
  return {
    url: postgres.url("postgres"),
    template: new URL(postgres.url()).pathname.slice(1),
    async stop() {
      await postgres.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

import { rm } from "node:fs/promises";
import type { TestProject } from "vitest/node";
import { startEmbeddedPostgres } from "../platform/embedded-postgres";
import { openLog } from "../platform/log";
import { migrate } from "../platform/migrate";
import { temporaryFolder } from "./temporary-folder";

declare module "vitest" {
  interface ProvidedContext {
    /** Where the run's PostgreSQL is, `postgres` database. */
    postgresUrl: string;
    /** The migrated database that tests copy. */
    templateDatabase: string;
  }
}

/** One PostgreSQL for a whole test run, with a migrated database to copy from. Nothing of it is kept, so nothing is synced to disk. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const log = openLog("warn");
  const dataDir = await temporaryFolder();
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
  project.provide("postgresUrl", postgres.url("postgres"));
  project.provide("templateDatabase", new URL(postgres.url()).pathname.slice(1));
  return async () => {
    await postgres.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
}

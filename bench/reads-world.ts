/** Two installations on one PostgreSQL, alike but for their size, each with a server of its own. */
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { rm } from "node:fs/promises";
import pg from "pg";
import { createServices, type Services } from "../src/server/api/services";
import { readEnv } from "../src/server/env";
import type { Sql } from "../src/server/platform/db";
import { startEmbeddedPostgres } from "../src/server/platform/embedded-postgres";
import { openLog } from "../src/server/platform/log";
import { migrate } from "../src/server/platform/migrate";
import type { Statement } from "../src/server/platform/named-query";
import { createRuntime } from "../src/server/platform/runtime";
import { fillLargeTables, type LargeWorld } from "../src/server/testing/large-tables";
import { temporaryFolder } from "../src/server/testing/temporary-folder";
import type { Programs } from "./build";
import { startProcess } from "./child";
import { chatTokenSecret } from "./server";

export interface Place extends AsyncDisposable {
  world: LargeWorld;
  /** A connection with nothing of ours on it. */
  bare: pg.Client;
  /** The rooms in this process, on the same database. */
  services: Services;
  /** The statements that `work` has the rooms ask. */
  statementsOf(work: () => Promise<unknown>): Promise<Asked[]>;
  /** Where the product's own process listens. */
  port: number;
}

export interface Asked extends Statement {
  values: unknown[];
}

/** Makes a cluster that writes to disk as production does. */
export async function openCluster(): Promise<{ url(database: string): string } & AsyncDisposable> {
  const dataDir = await temporaryFolder();
  const postgres = await startEmbeddedPostgres({
    dataDir,
    log: openLog("silent"),
    settings: { shared_buffers: "1GB", max_wal_size: "8GB" },
  });
  return {
    url: (database) => postgres.url(database),
    async [Symbol.asyncDispose]() {
      await postgres.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Fills a database of `messages` messages, and serves it. A person of 1,000 conversations is in both sizes. */
export async function openPlace(
  url: string,
  { messages, programs }: { messages: number; programs: Pick<Programs, "product"> },
): Promise<Place> {
  const log = openLog("silent");
  const admin = new pg.Client({ connectionString: url.replace(/[^/]*$/, "postgres") });
  await admin.connect();
  await admin.query(`create database ${new URL(url).pathname.slice(1)}`);
  await admin.end();
  await migrate(url, log);
  const bare = new pg.Client({ connectionString: url });
  await bare.connect();
  const isLarge = messages > 100_000;
  const world = await fillLargeTables(bare, {
    people: isLarge ? 20_000 : 1_000,
    otherGyms: isLarge ? 20 : 1,
    conversations: isLarge ? 20_000 : 1_000,
    messages,
    support: isLarge ? 15_000 : 60,
    busyConversations: 1_000,
  });
  const settings = {
    NODE_ENV: "production",
    HOST: "127.0.0.1",
    PORT: "0",
    DATABASE_URL: url,
    DATABASE_CONNECTIONS: "10",
    NEXTAUTH_URL: "http://localhost:3000",
    NEXTAUTH_SECRET: randomBytes(24).toString("hex"),
    CHAT_TOKEN_SECRET: chatTokenSecret,
    MAIN_API_KEY: randomBytes(24).toString("hex"),
    LOG_LEVEL: "warn",
    RATE_LIMIT: "off",
  };
  const runtime = await createRuntime(readEnv(settings), { log, databaseUrl: url });
  let asked: Asked[] | null = null;
  const rows: Sql["rows"] = (statement, values = []) => {
    asked?.push({ ...statement, values: [...values] });
    return runtime.db.rows(statement, values);
  };
  const services = await createServices({ ...runtime, db: { ...runtime.db, rows } });
  const child = startProcess(programs.product, { cpu: 0, env: settings });
  const said = once(child.process, "message") as Promise<[{ port?: number }]>;
  const [{ port }] = await Promise.race([said, once(child.process, "exit").then((): [{ port?: number }] => [{}])]);
  if (!port) throw new Error(`the product did not start:\n${child.words()}`);
  return {
    world,
    bare,
    services,
    port,
    async statementsOf(work) {
      const own: Asked[] = [];
      asked = own;
      await work();
      asked = null;
      return own.filter(({ name }) => !name.endsWith("-lately"));
    },
    async [Symbol.asyncDispose]() {
      await child.kill();
      await services.stop();
      await runtime.close();
      await bare.end();
    },
  };
}

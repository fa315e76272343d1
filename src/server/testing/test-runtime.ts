/** A runtime of one's own for a test, on a fresh and migrated database. `await using world = await testRuntime()` takes it all away again. */
import { randomBytes } from "node:crypto";
import pg from "pg";
import { inject } from "vitest";
import { type Env, readEnv } from "../env";
import { MemoryBroker } from "../platform/bus.memory";
import type { Clock } from "../platform/clock";
import { type Log, openLog } from "../platform/log";
import { createRuntime, type Runtime } from "../platform/runtime";

export interface TestRuntime extends Runtime, AsyncDisposable {
  databaseUrl: string;
  /** What this node's bus is connected to; `broker.isDown = true` is a bus that is away. */
  broker: MemoryBroker;
  /** A second process of the same installation: same database, broker and clock, everything else its own. */
  anotherNode(): Promise<TestRuntime>;
}

export interface TestRuntimeOptions {
  /** The real one unless given (`manualClock()`). */
  clock?: Clock;
  broker?: MemoryBroker;
  /** The `databaseUrl` of another runtime, which then also drops it. */
  database?: string;
  /** Settings other than the tests' own; rate limits are off unless `{ RATE_LIMIT: "on" }`. */
  env?: Partial<Env>;
  log?: Log;
}

/** Makes a runtime; disposing it closes it and drops the database that was made for it. */
export async function testRuntime({
  clock,
  broker = new MemoryBroker(),
  database,
  env,
  log,
}: TestRuntimeOptions = {}): Promise<TestRuntime> {
  const databaseUrl = database ?? (await createDatabase());
  const runtime = await createRuntime(
    { ...testEnv(), ...env },
    { log: log ?? openLog("silent"), clock, databaseUrl, bus: broker.connect() },
  );
  return {
    ...runtime,
    databaseUrl,
    broker,
    anotherNode: () => testRuntime({ clock, broker, database: databaseUrl, env, log }),
    async [Symbol.asyncDispose]() {
      await runtime.close();
      if (!database) await onServer((client) => client.query(`drop database if exists ${nameOf(databaseUrl)} with (force)`));
    },
  };
}

/** Settings that need no environment. */
function testEnv(): Env {
  const secret = (name: string) => `${name}-for-tests-only-0123456789`;
  return readEnv({
    NODE_ENV: "test",
    PORT: "0",
    DATABASE_URL: inject("postgresUrl"),
    DATABASE_CONNECTIONS: "4",
    NEXTAUTH_URL: "http://localhost:3000",
    NEXTAUTH_SECRET: secret("nextauth"),
    CHAT_TOKEN_SECRET: secret("chat-token"),
    MAIN_API_KEY: secret("main-api"),
    RATE_LIMIT: "off",
    LOG_LEVEL: "silent",
  });
}

/** A fresh, migrated database of the run's PostgreSQL. */
async function createDatabase(): Promise<string> {
  const url = new URL(inject("postgresUrl"));
  url.pathname = `/test_${process.pid}_${randomBytes(4).toString("hex")}`;
  await onServer((client) => client.query(`create database ${nameOf(url.href)} template ${inject("templateDatabase")} strategy file_copy`));
  return url.href;
}

function nameOf(url: string): string {
  return new URL(url).pathname.slice(1);
}

async function onServer(work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: inject("postgresUrl") });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

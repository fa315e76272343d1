/** PostgreSQL and Redis of a run, shared by both sides: one cluster with a database each, writing to disk as production does. */
import { rm } from "node:fs/promises";
import { Redis } from "ioredis";
import pg from "pg";
import { startEmbeddedPostgres } from "../src/server/platform/embedded-postgres";
import { openLog } from "../src/server/platform/log";
import { migrate } from "../src/server/platform/migrate";
import { redisServer } from "../src/server/testing/redis-server";
import { temporaryFolder } from "../src/server/testing/temporary-folder";
import { pin } from "./child";
import type { Side } from "./load/crowd";
import { peerSchema } from "./peer/schema";

export interface Installation extends AsyncDisposable {
  /** postgresql://… of a side's own database. */
  databaseUrl(side: Side): string;
  redisUrl(side: Side): string;
  postmaster: number;
  redis: number;
  sql<Row extends pg.QueryResultRow>(side: Side, text: string, values?: unknown[]): Promise<Row[]>;
}

/** Starts both, makes both databases and their tables. */
export async function install(): Promise<Installation> {
  const dataDir = await temporaryFolder();
  const log = openLog("silent");
  const postgres = await startEmbeddedPostgres({ dataDir, log, settings: { shared_buffers: "512MB", max_wal_size: "4GB" } });
  const redis = await redisServer();
  const url = { product: postgres.url(), peer: postgres.url("peer") };
  const pools = {
    product: new pg.Pool({ connectionString: url.product, max: 2 }),
    peer: new pg.Pool({ connectionString: url.peer, max: 2 }),
  };
  await pools.product.query("create database peer");
  await migrate(url.product, log);
  await pools.peer.query(peerSchema);
  const { rows } = await pools.product.query<{ file: string }>("select pg_read_file('postmaster.pid') as file");
  const postmaster = Number(rows[0]?.file.split("\n")[0]);
  const redisPid = await redisProcess(redis.url);
  // Before the servers connect: what a process starts later runs where it does.
  for (const pid of [postmaster, redisPid, process.pid]) pin(pid, 1);
  return {
    databaseUrl: (side) => url[side],
    redisUrl: (side) => `${redis.url}/${side === "product" ? 0 : 1}`,
    postmaster,
    redis: redisPid,
    sql: async (side, text, values = []) => (await pools[side].query(text, values)).rows,
    async [Symbol.asyncDispose]() {
      await Promise.all([pools.product.end(), pools.peer.end()]);
      await redis[Symbol.asyncDispose]();
      await postgres.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function redisProcess(url: string): Promise<number> {
  const redis = new Redis(url);
  const info = await redis.info("server");
  redis.disconnect();
  return Number(/process_id:(\d+)/.exec(info)?.[1]);
}

/** What histories happen in: one database, two processes that can be restarted, and backups. */
import { type TestRuntime, testRuntime } from "./test-runtime";
import { type TestServer, testServer } from "./test-server";

/** One database and two processes, for one history after the other. */
export interface Installation extends AsyncDisposable {
  readonly runtime: TestRuntime;
  readonly nodes: readonly TestServer[];
  /** Ends a process, in order, and starts another in its place, at another port. */
  restart(at: number): Promise<void>;
  /** Keeps everything said so far. */
  backUp(): Promise<void>;
  /** Ends both processes, brings back what was kept, as another life of the database, and starts them again. Without a backup only its life is another. */
  restore(): Promise<void>;
}

export async function openInstallation(): Promise<Installation> {
  const runtime = await testRuntime();
  const { pool } = runtime.db;
  const node = () => testServer({ database: runtime.databaseUrl, broker: runtime.broker });
  const nodes = [await node(), await node()];
  const { rows } = await pool.query<{ name: string }>(
    "select table_name as name from information_schema.columns where table_schema = 'public' and column_name = 'conversation_id' union select 'conversations'",
  );
  const tables = rows.map(({ name }) => name);
  let isBackedUp = false;
  const restart = async (at: number) => {
    await nodes[at]?.[Symbol.asyncDispose]();
    nodes[at] = await node();
  };
  return {
    runtime,
    nodes,
    restart,
    async backUp() {
      const copies = tables.map((table) => `drop table if exists kept_${table}; create table kept_${table} as table ${table};`);
      // Of one moment, as a backup is.
      await pool.query(`begin isolation level repeatable read; ${copies.join("")} commit`);
      isBackedUp = true;
    },
    async restore() {
      await Promise.all(nodes.map((one) => one[Symbol.asyncDispose]()));
      const back = isBackedUp ? tables.map((table) => `delete from ${table}; insert into ${table} table kept_${table};`) : [];
      // As an administrator would: no trigger and no foreign key is asked.
      await pool.query(
        `begin; set local session_replication_role = replica; ${back.join("")} update installation set epoch = gen_random_uuid(); commit`,
      );
      nodes.splice(0, 2, await node(), await node());
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(nodes.map((one) => one[Symbol.asyncDispose]()));
      await runtime[Symbol.asyncDispose]();
    },
  };
}

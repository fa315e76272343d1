import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { PrismaClient } from "./generated/client";
import type { Log } from "./log";
import { NamedQuery, type Statement } from "./named-query";

/** What statements run on: the pool, or one transaction. */
export interface Sql {
  rows<Row extends pg.QueryResultRow>(statement: Statement, values?: readonly unknown[]): Promise<Row[]>;
}

export interface Database extends Sql {
  /** Runs `work` in one READ COMMITTED transaction. Whatever it throws rolls everything back and is thrown on. */
  transaction<T>(work: (sql: Sql) => Promise<T>): Promise<T>;
  /** The same pool behind Prisma, for everything that is not on the way of a message. */
  prisma: PrismaClient;
  pool: pg.Pool;
  close(): Promise<void>;
}

// A write that takes longer is ended by PostgreSQL: delivery's window over recent changes relies on it (delivery/follow.ts).
const transactionMsMax = 5_000;
/** A statement ends a little earlier: that costs it its transaction, and the other time-out its connection. */
const statementMsMax = 4_500;
/** From asking for a connection, or for a new one, until there is none. */
const connectMsMax = 5_000;
/** A connection that is wanted again soon is kept: a new one is a new process that plans every statement anew, tens of milliseconds in all. */
const idleMsMax = 300_000;
/** Whoever holds a connection for longer has not been answered: PostgreSQL, or the way to it, is silent. */
const heldMsMax = 6_000;
const lookEveryMs = 500;

/**
 * Opens a pool on `url` (postgresql://…).
 * @param connectionsMax connections in the pool
 */
export function openDatabase(url: string, { connectionsMax, log }: { connectionsMax: number; log: Log }): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: connectionsMax,
    connectionTimeoutMillis: connectMsMax,
    idleTimeoutMillis: idleMsMax,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    application_name: "gymproluxe-chat",
    statement_timeout: statementMsMax,
    idle_in_transaction_session_timeout: transactionMsMax,
    onConnect: prepare,
    types: { getTypeParser: parserOf },
  });
  // A connection that dies while idle is replaced by the pool; without a listener it would end the process.
  pool.on("error", (error) => log.warn({ error: error.message }, "an idle database connection was lost"));
  const watch = endSilentConnections(pool, log);
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool) });

  return {
    prisma,
    pool,
    rows: onPool(pool),
    async transaction(work) {
      const client = await pool.connect();
      let broken: Error | undefined;
      try {
        await client.query("begin");
        const result = await work({ rows: onClient(client) });
        const { command } = await client.query("commit");
        // A transaction in which a statement failed, and was passed over, is rolled back without a word.
        if (command !== "COMMIT") throw new Error("a transaction was not committed: a statement in it had failed");
        return result;
      } catch (error) {
        await client.query("rollback").catch((failure: Error) => {
          broken = failure;
        });
        throw error;
      } finally {
        // A connection that could not even roll back is not given to the next one.
        client.release(broken);
      }
    },
    async close() {
      await prisma.$disconnect();
      await pool.end();
      watch[Symbol.dispose]();
    },
  };
}

async function prepare(client: pg.ClientBase): Promise<void> {
  // One that dies while it is in use fails its statement; the pool listens to idle ones only, and unheard the error would end the process.
  client.on("error", () => undefined);
  const patience = setTimeout(() => end(client), connectMsMax);
  try {
    // PostgreSQL 17 and later can bound a transaction as a whole; an older one has the two time-outs above.
    await client.query(
      "select set_config('transaction_timeout', $1, false) where current_setting('transaction_timeout', true) is not null",
      [String(transactionMsMax)],
    );
  } finally {
    clearTimeout(patience);
  }
}

/**
 * Ends connections that are silent: a PostgreSQL that is frozen or half gone never says that a statement took too long. What waits on such a
 * connection fails as unavailable, whether it was done or not, and nothing is asked on it again, so a late answer reaches nobody.
 */
function endSilentConnections(pool: pg.Pool, log: Log): Disposable {
  const held = new Map<pg.PoolClient, number>();
  pool.on("acquire", (client) => held.set(client, performance.now()));
  pool.on("release", (_error, client) => held.delete(client));
  const timer = setInterval(() => {
    const longAgo = performance.now() - heldMsMax;
    for (const [client, since] of held) {
      // In the order of taking: the rest is younger.
      if (since > longAgo) break;
      held.delete(client);
      log.warn("a database connection was silent for too long and is ended");
      end(client);
    }
  }, lookEveryMs);
  timer.unref();
  return { [Symbol.dispose]: () => clearInterval(timer) };
}

/** One that waits for an answer is cut off at once. */
function end(client: pg.ClientBase): void {
  (client as pg.Client).end().catch(() => undefined);
}

type Answered<Row> = (error: Error | undefined, rows: Row[]) => void;

/** A connection, as far as the driver's types do not say it. */
interface Asked {
  query<Row extends pg.QueryResultRow>(query: NamedQuery<Row>, values: undefined, answered: Answered<Row>): void;
}

function onClient(client: pg.PoolClient): Sql["rows"] {
  return asking((query, answered) => (client as Asked).query(query, undefined, answered));
}

/** A statement that fails costs its connection only where nothing more can be asked there: a new one is a process and plans every statement anew. */
function onPool(pool: pg.Pool): Sql["rows"] {
  return asking((query, answered) =>
    pool.connect((failure, client, release) => {
      if (!client) return answered(failure ?? new Error("the pool gave no connection"), []);
      (client as Asked).query(query, undefined, (error, rows) => {
        release(error && isUnavailable(error) ? error : undefined);
        answered(error, rows);
      });
    }),
  );
}

function asking(ask: <Row extends pg.QueryResultRow>(query: NamedQuery<Row>, answered: Answered<Row>) => void): Sql["rows"] {
  return async <Row extends pg.QueryResultRow>(statement: Statement, values: readonly unknown[] = []) => {
    try {
      return await new Promise<Row[]>((resolve, reject) => {
        ask<Row>(new NamedQuery(statement, values, parserOf), (error, rows) => (error ? reject(error) : resolve(rows)));
      });
    } catch (error) {
      // It was made where the answer was read, and says nothing of who asked.
      if (error instanceof Error) Error.captureStackTrace(error);
      throw error;
    }
  };
}

/** Times come as ISO strings, as the wire wants them; bigint and numeric counters of ours fit a number. */
const parsers: Record<number, (text: string) => unknown> = {
  [pg.types.builtins.TIMESTAMPTZ]: (text) => new Date(text).toISOString(),
  [pg.types.builtins.INT8]: Number,
};

function parserOf(oid: number, format?: "text" | "binary"): (text: string) => unknown {
  return parsers[oid] ?? pg.types.getTypeParser(oid, format as "text");
}

const attemptsMax = 5;

/**
 * Writes; and again, a few times at most, where PostgreSQL gave that up for another's sake (deadlock, a unique key taken in the meantime). So `work` is
 * one statement or one transaction, and starts from what it reads.
 */
export async function insistOn<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (!isWriteConflict(error) || attempt >= attemptsMax) throw error;
    }
  }
}

/** Whether PostgreSQL gave this transaction up for another's sake, so that running it again can succeed: a deadlock, a key taken meanwhile. */
export function isWriteConflict(error: unknown): boolean {
  return ["40001", "40P01", "23505"].includes(codeOf(error) ?? "");
}

/** Whether a lock was held by somebody else for longer than the statement wanted to wait. */
export function isLockTimeout(error: unknown): boolean {
  return codeOf(error) === "55P03";
}

/** Whether the database could not be asked at all, or ended the statement: nothing is wrong with the call, and a later one can succeed. */
export function isUnavailable(error: unknown): boolean {
  const code = codeOf(error);
  if (code) return /^(08|53|57|25P0[34])/.test(code) || /^E(CONN|PIPE|HOST|NOT|TIMEDOUT)/.test(code);
  return (
    error instanceof Error &&
    /timeout exceeded when trying to connect|Connection terminated|not queryable|after calling end on the pool/i.test(error.message)
  );
}

function codeOf(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === "string" ? code : undefined;
}

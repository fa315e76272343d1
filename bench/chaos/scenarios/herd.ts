/**
 * Thousands of stock clients lose their process at once and come back, while somebody goes on writing: through another process while theirs is
 * away, and through theirs, as the witness of whether the herd starves it.
 */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { buildApp } from "../build-app";
import { type App, Cluster } from "../cluster";
import type { Scenario, ScenarioOptions, ScenarioResult } from "../scenario";
import { makeClasses } from "./classes";
import { mostWithin, share, tenths } from "./figures";
import { Findings } from "./findings";
import type { HerdOrder, HerdReport } from "./herd-clients";
import { nothingLost } from "./nothing-lost";
import { paced, pause } from "./paced";
import { sharedNow } from "./reader";
import { Writer } from "./writer";

const people = 3_000;
const classSize = 50;
const awayMs = 5_000;
const witnessEveryMs = 200;
const writesPerSecond = 20;

const backMsMax = 30_000;
const queriesMax = 2;
const witnessMsMax = 2_000;
const waitingMsMax = 2_000;
/** Of the pool: more calls than this waiting for a connection is called waiting. */
const waitingShare = 0.8;
const connections = 10;

export const herd: Scenario = {
  name: "herd",
  promise:
    "3,000 stock clients whose process was away for 5 s are all back within 30 s, with two database queries each at most; nobody waits for the pool, and nothing is lost.",
  async run({ scale, say }: ScenarioOptions): Promise<ScenarioResult> {
    await using built = await buildApp();
    const postgres = { shared_preload_libraries: "pg_stat_statements", "pg_stat_statements.track_utility": "off" };
    await using cluster = await Cluster.start({ processes: 2, app: built.file, postgres });
    await cluster.sql("create extension pg_stat_statements");
    const [lost, other] = cluster.apps;
    if (!lost || !other) throw new Error("two processes are needed");
    const sizes = Array.from({ length: Math.max(1, Math.round((people * scale) / classSize)) }, () => classSize);
    const { trainerId, classes } = await makeClasses(cluster, sizes);
    const members = classes.flatMap(({ id, memberIds }) => memberIds.map((userId) => ({ userId, conversation: id })));
    await using clients = new Clients(lost);
    await clients.gather(members);
    say(`${members.length} clients listen`);
    await using writer = new Writer(trainerId, () => urlOf(other));
    await using witness = new Writer(trainerId, () => urlOf(lost));
    const idAt = (at: number) => classes[at % classes.length]?.id ?? "";
    await using writing = paced(1_000 / writesPerSecond, (at) => writer.send(idAt(at), `written ${at}`));
    await using witnessing = paced(witnessEveryMs, (at) => witness.send(idAt(at), `witnessed ${at}`));
    await using pool = watchPool(lost);
    await pause(1_000);

    const { gone, served } = await takeAway(cluster, lost);
    clients.follow();
    say(`away for ${tenths((served - gone) / 1_000)} s`);
    await clients.until(({ live }) => live === members.length, backMsMax + 10_000);
    const statements = (await statementsOf(cluster)).filter(({ isResume }) => isResume);
    const returned = await clients.returned(served);
    await pause(2_000);
    await Promise.all([writing, witnessing, pool].map((one) => one[Symbol.asyncDispose]()));
    const final = await clients.level(cluster);

    const found = new Findings("T9");
    found.note("clients", members.length);
    found.note("away, ms", served - gone);
    findReturn(found, { returned, statements, clients: members.length });
    // Its first send waits for its own client to come back, which is not what is asked.
    const isBack = Math.min(...witness.sends.filter(({ ended, outcome }) => ended >= served && outcome === "ok").map(({ ended }) => ended));
    const witnessed = witness.sends.filter(({ invoked }) => invoked >= isBack).map(({ invoked, ended }) => ended - invoked);
    found.note("witness back after, ms", isBack - served);
    found.note("witness p50, ms", share(witnessed, 0.5));
    found.expect("witness p99, ms", share(witnessed, 0.99), witnessMsMax);
    found.note("witness at most, ms", share(witnessed, 1));
    found.note("pool: most calls waiting", pool.most);
    found.expect("pool: longest with more than 8 waiting, ms", pool.longestMs, waitingMsMax);
    const sends = [...writer.sends, ...witness.sends];
    found.note("messages sent meanwhile", sends.length);
    found.note("resyncs", final.resyncs);
    found.violations.push(...(await nothingLost(cluster, { sends, held: final.held })));
    return found;
  },
};

/** kill -9, and another life five seconds later; the moments of both, by `sharedNow`. */
async function takeAway(cluster: Cluster, app: App): Promise<{ gone: number; served: number }> {
  await cluster.killApp(app);
  const gone = sharedNow();
  await cluster.sql("select pg_stat_statements_reset()");
  // A start takes most of a second.
  await pause(awayMs - 700);
  await cluster.startApp(app);
  return { gone, served: sharedNow() };
}

interface Return {
  /** How long after the process was there again each client was live, and each connection was made, in milliseconds. */
  returned: { backMs: number[]; openedMs: number[] };
  statements: { query: string; calls: number; ms: number }[];
  clients: number;
}

function findReturn(found: Findings, { returned: { backMs, openedMs }, statements, clients }: Return): void {
  found.note("back: half after, ms", share(backMs, 0.5));
  found.expect("back: all after, ms", Math.max(...backMs), backMsMax);
  found.expect("clients that did not come back", clients - backMs.length, 0);
  found.note("connections made by the clients", openedMs.length);
  found.note("most accepted in a second", mostWithin(openedMs, 1_000));
  const calls = statements.reduce((sum, statement) => sum + statement.calls, 0);
  found.expect("queries per resume", calls / openedMs.length, queriesMax);
  for (const statement of statements.slice(0, 5)) found.note(`… ${statement.query}`, `${statement.calls} × ${statement.ms} ms`);
}

const urlOf = (app: App) => `ws://127.0.0.1:${app.proxy.target}/api/trpc`;

/** The clients, in a process of their own. */
class Clients implements AsyncDisposable {
  readonly #child: ChildProcess;

  constructor(private readonly app: App) {
    this.#child = fork(path.join(import.meta.dirname, "herd-clients.ts"), [], {
      execArgv: ["--import", "tsx"],
      stdio: ["ignore", "inherit", "inherit", "ipc"],
    });
  }

  async gather(members: { userId: string; conversation: string }[]): Promise<void> {
    this.follow();
    // A few hundred at a time: what is measured is the coming back.
    for (let at = 0; at < members.length; at += 300) {
      this.#tell({ do: "gather", members: members.slice(at, at + 300) });
      await this.until(({ live }) => live === Math.min(members.length, at + 300), 60_000);
    }
  }

  /** Tells the clients the address of the process's newest life. */
  follow(): void {
    this.#tell({ do: "follow", url: urlOf(this.app) });
  }

  async until(isSo: (report: HerdReport) => boolean, withinMs: number): Promise<HerdReport> {
    const deadline = performance.now() + withinMs;
    for (;;) {
      const report = await this.#ask();
      if (isSo(report) || performance.now() > deadline) return report;
      await pause(100);
    }
  }

  /** How long after a moment each client was live again, and each connection was made, in milliseconds. */
  async returned(from: number): Promise<Return["returned"]> {
    const { back, opened } = await this.#ask();
    const since = (moments: readonly number[]) => moments.filter((at) => at >= from).map((at) => at - from);
    return { backMs: since(back), openedMs: since(opened) };
  }

  /** What they hold once all of them have what is stored, or ten seconds later. */
  async level(cluster: Cluster): Promise<HerdReport> {
    const rows = await cluster.sql<{ id: string; last_seq: number }>("select id, last_seq from conversations");
    const newest = new Map(rows.map((row) => [row.id, row.last_seq]));
    return this.until(({ held }) => held.every((one) => one.newest === newest.get(one.conversation)), 10_000);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const gone = once(this.#child, "exit");
    this.#child.kill("SIGKILL");
    await gone;
  }

  async #ask(): Promise<HerdReport> {
    this.#tell({ do: "report" });
    const [report] = (await once(this.#child, "message")) as [HerdReport];
    return report;
  }

  #tell(order: HerdOrder): void {
    this.#child.send(order);
  }
}

interface WatchedPool extends AsyncDisposable {
  most: number;
  /** The longest time without a break in which too many calls waited. */
  longestMs: number;
}

/** Asks a process every 100 ms how many calls wait for a connection to PostgreSQL. */
function watchPool(app: App): WatchedPool {
  let isOver = false;
  let since: number | null = null;
  const watched: WatchedPool = {
    most: 0,
    longestMs: 0,
    async [Symbol.asyncDispose]() {
      isOver = true;
    },
  };
  const look = async () => {
    const answer = await fetch(`http://127.0.0.1:${app.proxy.target}/metrics`).catch(() => null);
    const waiting = Number(/^chat_db_waiting (\d+)/m.exec((await answer?.text()) ?? "")?.[1] ?? 0);
    const now = sharedNow();
    since = waiting > connections * waitingShare ? (since ?? now) : null;
    watched.most = Math.max(watched.most, waiting);
    watched.longestMs = Math.max(watched.longestMs, Math.round(now - (since ?? now)));
    if (!isOver) setTimeout(look, 100);
  };
  void look();
  return watched;
}

/** What goes on without any herd: sends, the ticks of each process, what a starting process and a new connection ask, and we ourselves. */
const background = [
  /send_(one_)?messages?\(/,
  /make_interval\(/,
  /^select conversation_id, user_id from conversation_participants where conversation_id = any/,
  // The rounds of the desk's clock: what is to be woken, greeted, given or resolved.
  /^select conversation_id, now\(\) as now from cases/,
  /from gyms g cross join lateral/,
  /^select c\.conversation_id from (staff_shifts|\( select distinct assignee_id)/,
  /_prisma_migrations|to_regclass|set_config|pg_stat_statements|last_seen_at/,
];

/** What the database was asked since the last reset, the most frequent first. */
async function statementsOf(cluster: Cluster): Promise<{ query: string; calls: number; ms: number; isResume: boolean }[]> {
  const text = "select query, calls, mean_exec_time as ms from pg_stat_statements order by calls desc";
  const rows = await cluster.sql<{ query: string; calls: string; ms: number }>(text);
  return rows.map(({ query, calls, ms }) => {
    const words = query.replace(/\s+/g, " ").trim();
    return { query: words.slice(0, 70), calls: Number(calls), ms: tenths(ms), isResume: !background.some((known) => known.test(words)) };
  });
}

/** What the parts can do without a chat: `ws` alone, and PostgreSQL alone. Nothing that keeps the same promises is cheaper. */
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { isPinned } from "../child";
import { type Figure, median, type Outcome } from "../figures";
import type { Driven } from "../load/drive";
import { Generator } from "../load/generator";
import { chatTokenSecret, ServerProcess } from "../server";
import type { Run } from "../stage";

/** The name under which later scenarios find the single-row inserts a second. */
export const singleRowInserts = "single-row inserts a second";

const clients = 10;
const rowsPerBatch = 50;

export async function floors(run: Run): Promise<Omit<Outcome, "scenario">> {
  const fanOut = await bareFanOut(run);
  const pgbench = findPgbench();
  const inserts = async (rows: number): Promise<number> => {
    const rounds: number[] = [];
    for (let round = 0; round < run.rounds; round++) rounds.push(await commitsPerSecond(run, pgbench, rows));
    return median(rounds);
  };
  const [single, batched] = [await inserts(1), (await inserts(rowsPerBatch)) * rowsPerBatch];
  run.known.set(singleRowInserts, single);
  const row = (name: string, product: number, unit: string): Figure => ({ name, unit, product });
  return {
    title: "Floors: the parts without a chat",
    rounds: run.rounds,
    figures: [
      row(
        "ws alone, 500 listeners × 100/s: CPU per delivery",
        median(fanOut.map(({ cpu, deliveries }) => (cpu.server * 1_000) / deliveries)),
        "µs",
      ),
      row("ws alone: delivery p50", median(fanOut.map(({ delivery }) => delivery.p50)), "ms"),
      row("ws alone: delivery p99", median(fanOut.map(({ delivery }) => delivery.p99)), "ms"),
      row(`PostgreSQL alone, ${clients} clients: rows a second, one a commit`, single, "/s"),
      row(`PostgreSQL alone, ${clients} clients: rows a second, ${rowsPerBatch} a commit`, batched, "/s"),
    ],
    notes: [
      pgbench
        ? "The inserts are pgbench's, into the peer's table."
        : "There is no pgbench here: the inserts are those of ten clients of `pg`, into the peer's table.",
    ],
  };
}

async function bareFanOut(run: Run): Promise<Driven[]> {
  const [listeners, writers] = [500, 50];
  await using server = await ServerProcess.start("bare", run);
  await using generator = Generator.start(run.programs.generator);
  const people = Array.from({ length: writers + listeners }, (_, at) => ({
    userId: String(at),
    conversationIds: ["bare"],
    listens: at >= writers,
    port: server.port,
  }));
  await generator.tell("open", { crowd: "bare", kind: "bare", secret: chatTokenSecret, people });
  const { postmaster, redis } = run.installation;
  const watched = { servers: [server.child.pid], postmaster, redis };
  const senders = Array.from({ length: writers }, (_, at) => at);
  const rounds: Driven[] = [];
  for (let seed = 0; seed <= run.rounds; seed++) {
    const driven = await generator.tell("drive", {
      crowd: "bare",
      pattern: { senders, perSecond: 100, seconds: 4 * run.pace, seed },
      watched,
    });
    if (seed > 0) rounds.push(driven);
  }
  return rounds;
}

/** On the PATH, or where Debian keeps it. */
function findPgbench(): string | null {
  if (spawnSync("pgbench", ["--version"]).status === 0) return "pgbench";
  const root = "/usr/lib/postgresql";
  const found = existsSync(root) ? readdirSync(root).map((version) => path.join(root, version, "bin/pgbench")) : [];
  return found.find((file) => existsSync(file)) ?? null;
}

async function commitsPerSecond(run: Run, pgbench: string | null, rows: number): Promise<number> {
  const [conversationId = ""] = (await run.world.addConversations([await run.world.addPeople(2)])).keys();
  const statement = `insert into messages (id, conversation_id, sender_id, content)
    select gen_random_uuid(), '${conversationId}', '${conversationId}', 'see you at the six o''clock class, and bring the blue mat along'
    from generate_series(1, ${rows})`;
  const seconds = Math.max(1, Math.round(3 * run.pace));
  const url = run.installation.databaseUrl("peer");
  return pgbench ? byPgbench(pgbench, { url, statement, seconds }) : byPg({ url, statement, seconds });
}

interface Inserting {
  url: string;
  statement: string;
  seconds: number;
}

/** It runs where the servers do, and PostgreSQL where it does beside them. */
async function byPgbench(program: string, { url, statement, seconds }: Inserting): Promise<number> {
  const folder = await mkdtemp(path.join(tmpdir(), "gymproluxe-pgbench-"));
  try {
    const file = path.join(folder, "insert.sql");
    await writeFile(file, `${statement.replaceAll("\n", " ")};\n`);
    const args = ["-n", "-M", "prepared", "-c", String(clients), "-j", "1", "-T", String(seconds), "-f", file, url];
    const child = isPinned ? spawn("taskset", ["-c", "0", program, ...args]) : spawn(program, args);
    let words = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (data) => (words += String(data)));
    await new Promise((resolve) => child.once("close", resolve));
    const [, tps] = /^tps = ([\d.]+)/m.exec(words) ?? [];
    if (!tps) throw new Error(`pgbench said no rate:\n${words}`);
    return Number(tps);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function byPg({ url, statement, seconds }: Inserting): Promise<number> {
  const pool = new pg.Pool({ connectionString: url, max: clients });
  let commits = 0;
  const end = performance.now() + seconds * 1_000;
  const client = async () => {
    for (; performance.now() < end; commits++) await pool.query({ name: "insert", text: statement });
  };
  await Promise.all(Array.from({ length: clients }, client));
  await pool.end();
  return commits / seconds;
}

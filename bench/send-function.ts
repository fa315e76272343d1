/**
 * What a send costs PostgreSQL alone: CPU time of one backend that runs `send_messages` over and over, per row, at several sizes of a batch; spread
 * over as many conversations, and all into one. Two databases of one cluster take turns: one with the migrations up to 0005 and the function of
 * 0004, one with all, where a send alone takes the function of 0018, as the product does. The least of several rounds counts: what else runs on
 * the machine makes a round dearer, never cheaper.
 *
 *   npx tsx bench/send-function.ts [--rows 2000] [--rounds 9]
 */
import { randomUUID } from "node:crypto";
import { cp, mkdir, readdir, readFile, rm } from "node:fs/promises";
import path from "node:path";
import { parseArgs } from "node:util";
import pg from "pg";
import { uuidv7 } from "uuidv7";
import { type AnswerAlone, Question, sendMessageAlone, sendMessages, valuesAlone, verdictAlone } from "../src/server/chat/send-verdicts";
import { startEmbeddedPostgres } from "../src/server/platform/embedded-postgres";
import { openLog } from "../src/server/platform/log";
import { migrate, migrationsFolder } from "../src/server/platform/migrate";
import { temporaryFolder } from "../src/server/testing/temporary-folder";

const { values } = parseArgs({
  options: {
    rows: { type: "string", default: "2000" },
    rounds: { type: "string", default: "9" },
  },
});
const rowsPerRound = Number(values.rows);
const rounds = Number(values.rounds);
const sizes = [1, 10, 50, 100];
const shapes = ["spread", "hot"] as const;
const conversations = 1_000;
const content = "see you at the six o'clock class, and bring the blue mat along";

const lastBefore = "0005";
const functionBefore = { name: "send", text: "select * from send_messages($1, $2, $3, $4, $5, $6) order by n" };

/** A database with one backend that sends. */
interface Place {
  isBefore: boolean;
  client: pg.Client;
  backend: number;
  conversationIds: string[];
  senderIds: string[];
}

const log = openLog("silent");
const dataDir = await temporaryFolder();
try {
  await using postgres = await startEmbeddedPostgres({ dataDir, log, settings: { shared_buffers: "512MB", max_wal_size: "4GB" } });
  await using admin = await connected(postgres.url());
  for (const name of ["before", "after"]) await admin.client.query(`create database ${name}`);
  await migrate(postgres.url("before"), log, await migrationsUntil(lastBefore));
  await migrate(postgres.url("after"), log);
  await using before = await connected(postgres.url("before"));
  await using after = await connected(postgres.url("after"));
  const places = { before: await fill(before.client, true), after: await fill(after.client, false) };
  console.log("µs of CPU per row, the least of", rounds, "rounds\n");
  console.log("shape   batch   before    after   ratio");
  for (const shape of shapes) for (const size of sizes) await compare(places, shape, size);
} finally {
  await rm(dataDir, { recursive: true, force: true });
}

async function compare({ before, after }: Record<"before" | "after", Place>, shape: (typeof shapes)[number], size: number): Promise<void> {
  const took: { before: number[]; after: number[] } = { before: [], after: [] };
  // The first round warms up: PostgreSQL plans a statement anew until it has seen it five times.
  for (let round = 0; round <= rounds; round++) {
    for (const [name, place] of [
      ["before", before],
      ["after", after],
    ] as const) {
      const cpu = await cpuPerRow(place, shape, size);
      if (round > 0) took[name].push(cpu);
    }
  }
  const [was, is] = [Math.min(...took.before), Math.min(...took.after)];
  console.log(shape.padEnd(6), ...[String(size), was.toFixed(1), is.toFixed(1), (is / was).toFixed(2)].map((cell) => cell.padStart(7)));
}

async function cpuPerRow(place: Place, shape: (typeof shapes)[number], size: number): Promise<number> {
  const { client, backend, conversationIds, senderIds, isBefore } = place;
  const batches = Math.ceil(rowsPerRound / size / (size === 1 ? 4 : 1));
  const began = await cpuOf(backend);
  for (let batch = 0; batch < batches; batch++) {
    const sends = Array.from({ length: size }, (_, n) => {
      const at = shape === "hot" ? 0 : (batch * size + n) % conversations;
      const senderId = senderIds[2 * at + ((batch + n) % 2)] ?? "";
      return { senderId, input: { conversationId: conversationIds[at] ?? "", id: uuidv7(), content } };
    });
    const [only] = sends;
    const asBefore = () => [
      sends.map(({ input }) => input.conversationId),
      sends.map(({ input }) => input.id),
      sends.map(({ senderId }) => senderId),
      sends.map(() => content),
      sends.map(() => null),
    ];
    const { rows } = isBefore
      ? await client.query({ ...functionBefore, values: [...asBefore(), 100] })
      : only && size === 1
        ? { rows: [verdictAlone((await client.query<AnswerAlone>({ ...sendMessageAlone, values: valuesAlone(only) })).rows)] }
        : await client.query({ ...sendMessages, values: [...new Question(sends).values, 100] });
    if (rows.some(({ verdict }) => verdict !== "sent")) throw new Error("a send was refused");
  }
  return ((await cpuOf(backend)) - began) / (batches * size);
}

/** Conversations of two, as in the bench. */
async function fill(client: pg.Client, isBefore: boolean): Promise<Place> {
  const gymId = randomUUID();
  const conversationIds = Array.from({ length: conversations }, () => randomUUID());
  const senderIds = Array.from({ length: 2 * conversations }, () => randomUUID());
  await client.query("insert into gyms (id, slug, name) values ($1, 'bench', 'Bench')", [gymId]);
  await client.query("insert into users (id, name, role, gym_id) select id, 'Person', 'member', $2 from unnest($1::uuid[]) as u (id)", [
    senderIds,
    gymId,
  ]);
  await client.query(
    `insert into conversations (id, type, name, gym_id, version, name_version) select id, 'group', 'Class', $2, 1, 1 from unnest($1::uuid[]) as c (id)`,
    [conversationIds, gymId],
  );
  await client.query(
    `insert into conversation_participants (conversation_id, user_id, role, version, membership_version)
     select c, u, 'member', 1, 1 from unnest($1::uuid[], $2::uuid[]) as p (c, u)`,
    [conversationIds.flatMap((id) => [id, id]), senderIds],
  );
  await client.query("vacuum analyze");
  const { rows } = await client.query<{ pid: number }>("select pg_backend_pid() as pid");
  return { isBefore, client, backend: rows[0]?.pid ?? 0, conversationIds, senderIds };
}

async function migrationsUntil(last: string): Promise<string> {
  const folder = path.join(dataDir, "migrations");
  await mkdir(folder);
  for (const name of await readdir(migrationsFolder))
    if (name.slice(0, 4) <= last || name.endsWith(".toml"))
      await cp(path.join(migrationsFolder, name), path.join(folder, name), { recursive: true });
  return folder;
}

async function connected(url: string): Promise<AsyncDisposable & { client: pg.Client }> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return { client, [Symbol.asyncDispose]: () => client.end() };
}

/** Microseconds that a process was on a CPU. */
async function cpuOf(pid: number): Promise<number> {
  return Number((await readFile(`/proc/${pid}/schedstat`, "utf8")).split(" ", 1)[0]) / 1_000;
}

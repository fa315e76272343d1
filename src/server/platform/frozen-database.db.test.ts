/** A PostgreSQL that stands still without saying so: SIGSTOP of the whole server, as a stalled disk or a half-open connection looks from here. */
import { once } from "node:events";
import { readFile, rm } from "node:fs/promises";
import path from "node:path";
import { createTRPCClient, createWSClient, wsLink } from "@trpc/client";
import { uuidv7 } from "uuidv7";
import { afterAll, beforeAll, expect, it } from "vitest";
import { WebSocket } from "ws";
import { readAppError } from "../../shared/errors";
import type { AppRouter } from "../api/root";
import { createConversation } from "../chat/create-conversation";
import { as } from "../testing/actors";
import { makeStaffedGym } from "../testing/example-data";
import { memoryFolder } from "../testing/temporary-folder";
import { testRuntime } from "../testing/test-runtime";
import { testServer } from "../testing/test-server";
import { isUnavailable } from "./db";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "./embedded-postgres";
import { openLog } from "./log";
import { migrate } from "./migrate";

const log = openLog("silent");
/** What a caller waits for at most: a connection that is silent is ended after six seconds, and looked for twice a second. */
const answerMsMax = 8_000;

let dataDir: string;
let postgres: EmbeddedPostgres;

beforeAll(async () => {
  dataDir = await memoryFolder();
  postgres = await startEmbeddedPostgres({ dataDir, log, settings: { fsync: "off" } });
  await migrate(postgres.url(), log);
});

/** The processes that stand still. */
let frozen: number[] = [];

function thaw(): void {
  for (const pid of frozen) process.kill(pid, "SIGCONT");
  frozen = [];
}

afterAll(async () => {
  // After a failure too: what stands still cannot be ended.
  thaw();
  await postgres.stop();
  await rm(dataDir, { recursive: true, force: true });
});

/** Stops the postmaster and all its processes, until `thaw`. Only where /proc says which they are. */
async function freeze(): Promise<void> {
  const postmaster = Number((await readFile(path.join(dataDir, "postgres", "postmaster.pid"), "utf8")).split("\n")[0]);
  const children = (await readFile(`/proc/${postmaster}/task/${postmaster}/children`, "utf8")).trim().split(" ").map(Number);
  frozen = [postmaster, ...children];
  for (const pid of frozen) process.kill(pid, "SIGSTOP");
}

/** How long work took, in milliseconds, and its failure. */
async function failureOf(work: Promise<unknown>): Promise<{ ms: number; error: unknown }> {
  const startedAt = performance.now();
  const error = await work.then(
    () => null,
    (failure: unknown) => failure,
  );
  return { ms: performance.now() - startedAt, error };
}

const say = (name: string) => ({ name: `test-say-${name}`, text: `select '${name}' as said` });

it.skipIf(process.platform !== "linux")(
  "statements, transactions and new connections are given up in seconds, and no late answer is taken for another's",
  { timeout: 60_000 },
  async () => {
    await using runtime = await testRuntime({ database: postgres.url(), env: { DATABASE_CONNECTIONS: 3 } });
    const { db } = runtime;
    await Promise.all([1, 2].map(() => db.rows(say("awake"))));
    await freeze();
    const inTransaction = db.transaction(async (sql) => sql.rows(say("late")));
    const failures = await Promise.all([inTransaction, ...Array.from({ length: 5 }, () => db.rows(say("late")))].map(failureOf));
    thaw();
    for (const { ms, error } of failures) {
      expect(isUnavailable(error)).toBe(true);
      expect(ms).toBeLessThan(answerMsMax);
    }
    await expect.poll(() => db.rows(say("next")).catch(() => null)).toEqual([{ said: "next" }]);
    expect(await Promise.all(Array.from({ length: 9 }, (_, at) => db.rows(say(`n${at}`))))).toEqual(
      Array.from({ length: 9 }, (_, at) => [{ said: `n${at}` }]),
    );
    expect(db.pool.totalCount).toBeLessThanOrEqual(3);
  },
);

it.skipIf(process.platform !== "linux")(
  "sends are answered as unknown, sockets live on, and a send that is tried again is stored once",
  { timeout: 60_000 },
  async () => {
    await using server = await testServer({ database: postgres.url() });
    const gym = await makeStaffedGym(server.runtime.db);
    const trainer = await as(server.services, gym.trainer);
    const { id: conversationId } = await createConversation(trainer, { type: "direct", participantIds: [gym.member] });
    const token = await server.tokenOf(gym.member);
    const line = createWSClient({
      url: server.url,
      WebSocket: WebSocket as unknown as typeof globalThis.WebSocket,
      connectionParams: { token },
    });
    const chat = createTRPCClient<AppRouter>({ links: [wsLink({ client: line })] });
    const send = (content: string, id: string = uuidv7()) => chat.messages.send.mutate({ conversationId, id, content });
    const ready = () => fetch(`http://127.0.0.1:${server.port}/readyz`).then(({ status }) => status);
    await send("before");
    await using other = await pinging(server.url, await server.tokenOf(gym.trainer));

    await freeze();
    const ids = Array.from({ length: 20 }, () => uuidv7());
    const startedAt = performance.now();
    const answers = Promise.all(ids.map((id, at) => failureOf(send(`during ${at}`, id))));
    expect(await ready()).toBe(503);
    expect(performance.now() - startedAt).toBeLessThan(5_000);
    for (const { ms, error } of await answers) {
      expect(readAppError(error)).toMatchObject({ code: "UNAVAILABLE", retry: true });
      expect(ms).toBeLessThan(answerMsMax);
    }
    const { ms, error } = await failureOf(send("after a while"));
    expect(readAppError(error)?.code).toBe("UNAVAILABLE");
    expect(ms).toBeLessThan(answerMsMax);
    expect(other.slowestMs()).toBeLessThan(1_000);
    thaw();

    await expect.poll(ready).toBe(200);
    const stored = [];
    for (const [at, id] of ids.entries()) stored.push(await send(`during ${at}`, id));
    const messages = await server.runtime.db.prisma.message.findMany({ where: { conversationId }, orderBy: { seq: "asc" } });
    expect(messages.map(({ seq }) => seq)).toEqual(messages.map((_, at) => at + 1));
    for (const { id, seq } of stored) expect(messages.filter((message) => message.id === id)).toMatchObject([{ seq }]);
    await line.close();
  },
);

/** A socket of somebody else that pings all the time. */
async function pinging(url: string, token: string) {
  const socket = new WebSocket(url, { headers: { authorization: `Bearer ${token}` } });
  await once(socket, "open");
  const unanswered: number[] = [];
  let slowest = 0;
  const wait = () => performance.now() - (unanswered[0] ?? performance.now());
  socket.on("pong", () => {
    slowest = Math.max(slowest, wait());
    unanswered.shift();
  });
  const timer = setInterval(() => {
    unanswered.push(performance.now());
    socket.ping();
  }, 100);
  return {
    slowestMs: () => Math.max(slowest, wait()),
    async [Symbol.asyncDispose]() {
      clearInterval(timer);
      socket.terminate();
    },
  };
}

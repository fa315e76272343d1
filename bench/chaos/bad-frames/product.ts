/** The product behind one port, with a gym in it: PostgreSQL of its own, no Redis, the settings of production. */
import { type ChildProcess, fork } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { build } from "esbuild";
import pg from "pg";
import { issueChatToken } from "../../../src/server/accounts/chat-token";
import { startEmbeddedPostgres } from "../../../src/server/platform/embedded-postgres";
import { openLog } from "../../../src/server/platform/log";
import { migrate } from "../../../src/server/platform/migrate";
import { temporaryFolder } from "../../../src/server/testing/temporary-folder";
import type { DoorState } from "./door-process";

const secret = "bad-frames-chat-token-secret-0123456789";

export interface Product extends AsyncDisposable {
  port: number;
  userIds: string[];
  /** A group in which all of them take part. */
  conversationId: string;
  tokenOf(userId: string): Promise<string>;
  /** How the process stands; `loop` does without the collection, which would itself hold it up. */
  state(question?: "loop"): Promise<DoorState>;
  /** What the process has logged. */
  logged: { lines: number; bytes: number; sample: string[] };
  /** Why the process ended, if it did. */
  readonly ended: string | null;
  /** The same work, given up when the process ends. */
  orEnd<T>(work: Promise<T>): Promise<T>;
}

/** Builds and starts it with so many members. */
export async function startProduct(users: number): Promise<Product> {
  const dataDir = await temporaryFolder();
  const postgres = await startEmbeddedPostgres({ dataDir, log: openLog("silent") });
  await migrate(postgres.url(), openLog("silent"));
  const { userIds, conversationId } = await fill(postgres.url(), users);
  const folder = await buildDoor();
  const child = fork(path.join(folder, "dist", "door.mjs"), [], {
    env: {
      ...process.env,
      NODE_ENV: "production",
      HOST: "127.0.0.1",
      PORT: "0",
      DATABASE_URL: postgres.url(),
      NEXTAUTH_SECRET: `${secret}-next`,
      CHAT_TOKEN_SECRET: secret,
      MAIN_API_KEY: `${secret}-main`,
      LOG_LEVEL: "info",
    },
    execArgv: [],
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  const logged = keepLog(child);
  let ended: string | null = null;
  const gone = once(child, "exit").then(([code, signal]) => {
    ended = `${code ?? signal}`;
    return [{}];
  });
  const [said] = (await Promise.race([once(child, "message"), gone])) as [{ port?: number }];
  if (!said.port) throw new Error(`the process did not start:\n${logged.sample.join("")}`);
  return {
    port: said.port,
    userIds,
    conversationId,
    logged,
    get ended() {
      return ended;
    },
    orEnd: (work) =>
      Promise.race([work, gone.then(() => Promise.reject(new Error(`the process ended: ${ended}\n${logged.sample.join("")}`)))]),
    tokenOf: async (userId) =>
      (await issueChatToken(secret, { userId, sessionId: randomUUID(), sessionVersion: 1 }, { now: Date.now() })).token,
    async state(question) {
      if (ended !== null) throw new Error(`the process has ended: ${ended}`);
      child.send(question ?? "state");
      const [answer] = (await Promise.race([once(child, "message"), gone])) as [DoorState];
      return answer;
    },
    async [Symbol.asyncDispose]() {
      child.kill("SIGKILL");
      await gone;
      await postgres.stop();
      for (const one of [dataDir, folder]) await rm(one, { recursive: true, force: true });
    },
  };
}

async function fill(url: string, users: number): Promise<{ userIds: string[]; conversationId: string }> {
  const [gymId, conversationId] = [randomUUID(), randomUUID()];
  const userIds = Array.from({ length: users }, () => randomUUID());
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query("insert into gyms (id, slug, name) values ($1, 'door', 'Door')", [gymId]);
  await client.query(
    `insert into users (id, name, role, gym_id) select id, 'Person ' || n, (array['member', 'trainer', 'staff', 'admin'])[1 + n % 4], $2
     from unnest($1::uuid[]) with ordinality as u (id, n)`,
    [userIds, gymId],
  );
  await client.query(
    `with made as (insert into conversations (id, type, name, gym_id, version, name_version) values ($1, 'group', 'Everybody', $2, 1, 1) returning id)
     insert into conversation_participants (conversation_id, user_id, role, version, membership_version)
     select made.id, u.id, u.role, 1, 1 from made, users u`,
    [conversationId, gymId],
  );
  await client.end();
  return { userIds, conversationId };
}

async function buildDoor(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), "gymproluxe-door-"));
  // Packages stay outside the bundle, as in production.
  for (const name of ["node_modules", "prisma"]) await symlink(path.resolve(name), path.join(folder, name));
  await build({
    entryPoints: ["bench/chaos/bad-frames/door-process.ts"],
    outfile: path.join(folder, "dist", "door.mjs"),
    bundle: true,
    packages: "external",
    platform: "node",
    format: "esm",
    target: "node20",
    logLevel: "warning",
  });
  return folder;
}

function keepLog(child: ChildProcess): Product["logged"] {
  const logged: Product["logged"] = { lines: 0, bytes: 0, sample: [] };
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (data: Buffer) => {
      logged.bytes += data.length;
      for (const byte of data) if (byte === 10) logged.lines++;
      if (logged.sample.length < 40) logged.sample.push(String(data));
    });
  }
  return logged;
}

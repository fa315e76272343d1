/** What lets somebody in is shown once and kept nowhere: not in the database, not in Redis, not in an address. */
import { randomUUID } from "node:crypto";
import { Redis } from "ioredis";
import { encode } from "next-auth/jwt";
import { expect, it } from "vitest";
import { WebSocket } from "ws";
import { grantChatToken } from "../accounts/grant-chat-token";
import { signOutEverywhere } from "../accounts/sign-out-everywhere";
import { createServices } from "../api/services";
import { createRuntime } from "../platform/runtime";
import { chatPerson } from "../testing/chat-person";
import { makeGym, makeUser } from "../testing/example-data";
import { rawPeer, rawPeerOf } from "../testing/raw-peer";
import { hasRedis, redisServer } from "../testing/redis-server";
import { type TestServer, testServer } from "../testing/test-server";
import { serve } from "./serve";

const noPages = { handle: async () => undefined, upgrade: () => undefined, close: async () => undefined };

/** Every row of every table, as text. */
async function everyRow({ runtime }: TestServer): Promise<string> {
  const { rows: tables } = await runtime.db.pool.query<{ name: string }>(
    "select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema')",
  );
  const dumps = [];
  for (const { name } of tables)
    dumps.push((await runtime.db.pool.query(`select t::text from ${name} t`)).rows.map((row) => JSON.stringify(row)).join("\n"));
  return dumps.join("\n");
}

it.skipIf(!hasRedis)(
  "tokens, cookies and keys are in no table, in nothing that Redis was told, and in no address that a client asks",
  async () => {
    await using redis = await redisServer();
    const asking = new Redis(redis.url);
    const monitor = await asking.monitor();
    for (const one of [asking, monitor]) one.on("error", () => undefined);
    const told: string[] = [];
    monitor.on("monitor", (_at: string, args: string[]) => told.push(args.join(" ")));
    await using server = await testServer({ env: { REDIS_URL: redis.url, RATE_LIMIT: "on" } });
    // A second process whose bus is Redis too.
    const env = { ...server.runtime.env, REDIS_URL: redis.url };
    const runtime = await createRuntime(env, { databaseUrl: server.runtime.databaseUrl, log: server.runtime.log });
    const services = await createServices(runtime);
    const serving = await serve(services, noPages);
    const there = { url: `ws://127.0.0.1:${serving.port}/api/trpc`, tokenOf: server.tokenOf };
    await expect.poll(() => runtime.bus.isHealthy()).toBe(true);

    const { db } = runtime;
    const gymId = await makeGym(db, { slug: "city-west" });
    const [externalId, name, role, gym] = ["main-1", "Mia", "member", "city-west"] as const;
    const userId = await makeUser(db, role, { gymId, externalId, name });
    const { answer } = await grantChatToken(services, { externalId, name, role, gym });
    const cookie = await encode({ token: { uid: userId, sid: randomUUID(), sv: 1 }, secret: env.NEXTAUTH_SECRET, maxAge: 3600 });
    const secrets = [answer.token, cookie, env.CHAT_TOKEN_SECRET, env.NEXTAUTH_SECRET, env.MAIN_API_KEY];
    const base = `http://127.0.0.1:${serving.port}`;

    const addresses: string[] = [];
    class Recorder extends WebSocket {
      constructor(url: string) {
        addresses.push(url);
        super(url);
      }
    }
    const person = await chatPerson({ ...server, url: there.url, tokenOf: async () => answer.token }, userId, {
      WebSocket: Recorder as unknown as typeof globalThis.WebSocket,
    });
    await using _person = person;
    const peer = await rawPeerOf(there, userId, answer.token);
    const { token: taken } = ((await peer.ask({ path: "auth.chatToken", method: "mutation" }))?.result?.data ?? {}) as { token: string };
    secrets.push(taken);
    await peer.ask({ path: "auth.renew", input: { token: taken }, method: "mutation" });
    await peer.ask({ path: "presence.set", input: { status: "online" }, method: "mutation" });
    const headers = { cookie: `next-auth.session-token=${cookie}`, "content-type": "application/json" };
    const byCookie = await fetch(`${base}/api/trpc/auth.chatToken`, { method: "POST", headers });
    secrets.push(((await byCookie.json()) as { result: { data: { token: string } } }).result.data.token);
    await fetch(`${base}/api/auth/chat-token`, {
      method: "POST",
      headers: { "content-type": "application/json", "x-api-key": env.MAIN_API_KEY },
      body: JSON.stringify({ externalId, name, role, gym }),
    });
    await signOutEverywhere(services, userId);
    await peer.closed;

    await expect.poll(() => told.some((text) => text.includes("publish") && text.includes(userId))).toBe(true);
    const places: [string, string][] = [
      ["the database", await everyRow(server)],
      ["Redis", told.join("\n")],
      ["an address", addresses.join("\n")],
    ];
    expect(addresses.length).toBeGreaterThan(0);
    expect(places[0]?.[1]).toContain(userId);
    for (const [place, text] of places) {
      const found = secrets.filter((secret) => text.includes(secret) || text.includes(secret.split(".").at(-1) ?? secret));
      expect([place, found]).toEqual([place, []]);
    }
    for (const one of [asking, monitor]) one.disconnect();
    await serving.drain();
    await services.stop();
    await runtime.close();
  },
);

it("a token in an address lets nobody in", async () => {
  await using server = await testServer();
  const gymId = await makeGym(server.runtime.db);
  const token = await server.tokenOf(await makeUser(server.runtime.db, "member", { gymId }));
  for (const query of [
    `token=${token}`,
    `access_token=${token}`,
    `authorization=Bearer%20${token}`,
    `connectionParams=${encodeURIComponent(JSON.stringify({ token }))}`,
  ]) {
    const peer = await rawPeer(`${server.url}?${query}`);
    expect((await peer.ask({ path: "auth.me" }))?.error?.data.app.code).toBe("UNAUTHENTICATED");
    peer.socket.terminate();
    expect((await fetch(`http://127.0.0.1:${server.port}/api/trpc/auth.me?${query}`)).status).toBe(401);
  }
});

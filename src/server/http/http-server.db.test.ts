import type { IncomingMessage, ServerResponse } from "node:http";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createServices, type Services } from "../api/services";
import { type TestRuntime, testRuntime } from "../testing/test-runtime";
import { type Serving, serve } from "./serve";

let runtime: TestRuntime;
let services: Services;
let serving: Serving;
let url: string;
let seen: IncomingMessage["headers"] = {};

/** Pages that remember what they were asked with. */
const pages = {
  handle: async (req: IncomingMessage, res: ServerResponse) => {
    seen = req.headers;
    res.end("a page");
  },
  upgrade: () => undefined,
  close: async () => undefined,
};

beforeAll(async () => {
  runtime = await testRuntime({ env: { HOST: "127.0.0.1", TRUST_PROXY: 1 } });
  services = await createServices(runtime);
  serving = await serve(services, pages);
  url = `http://127.0.0.1:${serving.port}`;
});

afterAll(async () => {
  await serving.drain();
  await services.stop();
  await runtime[Symbol.asyncDispose]();
});

test("every answer forbids sniffing and framing; a page runs only the scripts that its own answer vouches for", async () => {
  for (const path of ["/healthz", "/api/trpc/auth.me", "/desk"]) {
    const { headers } = await fetch(url + path);
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("x-frame-options")).toBe("DENY");
    expect(headers.get("referrer-policy")).toBe("strict-origin-when-cross-origin");
  }
  const policies = await Promise.all([1, 2].map(async () => (await fetch(`${url}/desk`)).headers.get("content-security-policy") ?? ""));
  expect(policies[0]).toMatch(/script-src 'self' 'nonce-[\w+/=]{24}';/);
  expect(policies[0]).toContain("frame-ancestors 'none'");
  expect(policies[0]).not.toBe(policies[1]);
  // Next puts the nonce on its own scripts, from this header.
  expect(policies[1]).toBe(seen["content-security-policy"]);
});

test("pages learn the caller's address from the proxies that are trusted, whatever the caller writes", async () => {
  await fetch(`${url}/desk`, { headers: { "x-client-address": "6.6.6.6", "x-forwarded-for": "6.6.6.6, 198.51.100.7" } });
  expect(seen["x-client-address"]).toBe("198.51.100.7");
  await fetch(`${url}/desk`, { headers: { "x-client-address": "6.6.6.6" } });
  expect(seen["x-client-address"]).toBe("127.0.0.1");
});

test("calls with cookies from another site's page are refused before they are looked at", async () => {
  const call = (headers: Record<string, string>) => fetch(`${url}/api/trpc/auth.me`, { headers: { cookie: "a=b", ...headers } });
  expect((await call({ origin: "https://evil.example" })).status).toBe(403);
  expect((await call({ origin: url })).status).toBe(401);
  expect((await call({})).status).toBe(401);
});

test("healthz is the process alone; readyz is the database, its tables and whether the process goes on", async () => {
  expect(await (await fetch(`${url}/readyz`)).json()).toEqual({ status: "ready", database: "ok", bus: "ok" });
  const { rows } = await runtime.db.pool.query("delete from _prisma_migrations returning *");
  const behind = await fetch(`${url}/readyz`);
  expect([behind.status, await behind.json()]).toEqual([503, { status: "not ready", database: "behind", bus: "ok" }]);
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
  for (const row of rows) {
    await runtime.db.pool.query(
      "insert into _prisma_migrations (id, checksum, migration_name, finished_at, started_at, applied_steps_count) values ($1, $2, $3, $4, $5, 1)",
      [row.id, row.checksum, row.migration_name, row.finished_at, row.started_at],
    );
  }
  expect((await fetch(`${url}/readyz`)).status).toBe(200);
});

test("readyz takes one connection to the database at most, however often it is asked", async () => {
  let waitingMost = 0;
  const look = setInterval(() => {
    waitingMost = Math.max(waitingMost, runtime.db.pool.waitingCount);
  });
  const answers = await Promise.all(Array.from({ length: 200 }, () => fetch(`${url}/readyz`)));
  clearInterval(look);
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  expect(waitingMost).toBe(0);
});

test("a bus that is away is told and keeps nothing from working", async () => {
  runtime.broker.isDown = true;
  const response = await fetch(`${url}/readyz`);
  runtime.broker.isDown = false;
  expect([response.status, await response.json()]).toEqual([200, { status: "ready", database: "ok", bus: "away" }]);
});

test("metrics are for inside: series are there, and through a proxy there is nothing", async () => {
  const text = await (await fetch(`${url}/metrics`)).text();
  for (const name of ["chat_sockets", "chat_messages_sent_total", "chat_deliveries_total", "chat_db_connections"])
    expect(text).toContain(name);
  expect((await fetch(`${url}/metrics`, { headers: { "x-forwarded-for": "198.51.100.7" } })).status).toBe(404);
});

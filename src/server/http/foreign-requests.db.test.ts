/** Other people's pages, forms and proxies: nothing of them gets in, and nobody is made to ask on their behalf. */
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { type AddressInfo, connect, createServer } from "node:net";
import { encode } from "next-auth/jwt";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { everythingStored } from "../testing/everything-stored";
import { makeStaffedGym } from "../testing/example-data";
import { type TestServer, testServer } from "../testing/test-server";

let server: TestServer;
let cookie: string;
let origin: string;

beforeAll(async () => {
  const named = ["https://app.example"];
  server = await testServer({ env: { ALLOWED_ORIGINS: named, NEXTAUTH_URL: "https://chat.gym.example", NODE_ENV: "production" } });
  origin = `https://127.0.0.1:${server.port}`;
  const { member } = await makeStaffedGym(server.runtime.db);
  const token = { uid: member, sid: randomUUID(), sv: 1 };
  const sealed = await encode({ token, secret: server.runtime.env.NEXTAUTH_SECRET, maxAge: 3600 });
  cookie = `__Secure-next-auth.session-token=${sealed}`;
});
afterAll(() => server[Symbol.asyncDispose]());

/** The status of an upgrade with the person's live cookies: 101, or how it was refused. */
async function upgradeWith(headers: Record<string, string>): Promise<number | undefined> {
  const socket = new WebSocket(server.url, { headers: { cookie, ...headers } });
  socket.on("error", () => undefined);
  const status = await Promise.race([
    once(socket, "unexpected-response").then(([, response]) => (response as { statusCode: number }).statusCode),
    once(socket, "open").then(() => 101),
  ]);
  socket.terminate();
  return status;
}

describe("a WebSocket with a person's cookies", () => {
  const ours = ["https://chat.gym.example", "https://app.example"];

  it("opens for the pages of this server and of the named origins", async () => {
    for (const one of [...ours, origin]) expect([one, await upgradeWith({ origin: one })]).toEqual([one, 101]);
  });

  const foreign = [
    "https://evil.example",
    "null",
    "",
    " ",
    "undefined",
    "*",
    "file://",
    "chrome-extension://abcdefghijklmnop",
    "about:blank",
    "javascript:alert(1)",
    "data:text/html,x",
    // Our names as a part of others.
    "https://chat.gym.example.evil.example",
    "https://evil.example/chat.gym.example",
    "https://evil.example?https://chat.gym.example",
    "https://evil.example#https://chat.gym.example",
    "https://chat.gym.example@evil.example",
    "https://evilchat.gym.example",
    "https://chat-gym.example",
    "https://gym.example",
    "https://x.chat.gym.example",
    "https://app.example.",
    "https://app.example.evil.example",
    "https://xapp.example",
    "https://sub.app.example",
    // Our names written otherwise, or with something about them.
    "http://chat.gym.example",
    "http://app.example",
    "ws://app.example",
    "wss://app.example",
    "HTTPS://APP.EXAMPLE",
    "https://App.Example",
    "https://app.example:8443",
    "https://app.example:443",
    "https://app.example/",
    "https://app.example/path",
    "https://user@app.example",
    "https://app.example%00.evil.example",
    "https://app.example https://evil.example",
    "https://evil.example, https://app.example",
    "app.example",
    "//app.example",
    "https:app.example",
    "https://аpp.example".normalize("NFKD").replace(/[^\x20-\x7e]/g, "xn--80ak6aa92e"),
  ];

  it("counts enough forms of an origin", () => expect(new Set(foreign).size).toBeGreaterThanOrEqual(30));

  it.each(foreign)("is refused to %j", async (one) => {
    expect(await upgradeWith({ origin: one })).toBe(403);
  });

  it("is refused to a page of this server's address without https, and to whoever says no origin", async () => {
    expect(await upgradeWith({ origin: `http://127.0.0.1:${server.port}` })).toBe(403);
    expect(await upgradeWith({})).toBe(403);
    expect(await upgradeWith({ cookie: "theme=dark" })).toBe(403);
  });

  it("is refused to two origins at a time", async () => {
    const status = await raw(
      `GET /api/trpc HTTP/1.1\r\nHost: x\r\nOrigin: https://app.example\r\nOrigin: https://evil.example\r\nCookie: ${cookie}\r\n${upgrade}`,
    );
    expect(status.answer).toMatch(/^HTTP\/1.1 403/);
  });
});

describe("a form or a script of another site", () => {
  const post = (headers: Record<string, string>, body: string) =>
    fetch(`http://127.0.0.1:${server.port}/api/trpc/auth.signOutEverywhere`, { method: "POST", headers: { cookie, ...headers }, body });

  it("does nothing with a person's cookies: the same call from our own page does", async () => {
    const before = await everythingStored(server.runtime.db);
    for (const type of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""]) {
      for (const from of [undefined, "https://evil.example", "null", "https://app.example"]) {
        const answer = await post({ ...(type && { "content-type": type }), ...(from && { origin: from }) }, "{}");
        expect([type, from, answer.status >= 400]).toEqual([type, from, true]);
      }
    }
    for (const from of ["https://evil.example", "null"]) {
      expect((await post({ "content-type": "application/json", origin: from }, "{}")).status).toBe(403);
    }
    expect(await everythingStored(server.runtime.db)).toEqual(before);
    // No page of another site may read an answer.
    const preflight = await fetch(`http://127.0.0.1:${server.port}/api/trpc/auth.me`, {
      method: "OPTIONS",
      headers: { origin: "https://evil.example", "access-control-request-method": "POST" },
    });
    expect(preflight.headers.get("access-control-allow-origin")).toBeNull();
    expect((await post({ "content-type": "application/json", origin: "https://app.example" }, "{}")).status).toBe(200);
  });
});

const upgrade =
  "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

/** Sends a request as it stands and keeps its own half open; answers what came, and after how many milliseconds the server hung up. */
async function raw(request: string): Promise<{ answer: string; ms: number }> {
  const socket = connect({ port: server.port, host: "127.0.0.1", allowHalfOpen: true });
  const began = performance.now();
  let answer = "";
  socket.on("data", (data) => (answer += data.toString("latin1")));
  socket.on("error", () => undefined);
  socket.write(request, "latin1");
  // Only a socket that the server destroyed refuses what is said after the answer.
  const saying = setInterval(() => socket.write("x"), 20);
  await new Promise((resolve) => socket.once("close", resolve));
  clearInterval(saying);
  return { answer, ms: performance.now() - began };
}

describe("an upgrade that is not ours", () => {
  let inside: ReturnType<typeof createServer>;
  let asked = 0;

  beforeAll(async () => {
    inside = createServer((socket) => {
      asked++;
      socket.destroy();
    }).listen(0, "127.0.0.1");
    await once(inside, "listening");
  });
  afterAll(() => {
    inside.close();
  });

  const at = () => `127.0.0.1:${(inside.address() as AddressInfo).port}`;
  const many = Array.from({ length: 2_000 }, (_, n) => `X-${n}: 1\r\n`).join("");
  const cases: [what: string, request: () => string, status: RegExp][] = [
    ["to another server, as to a proxy", () => `GET http://${at()}/api/trpc HTTP/1.1\r\nHost: ${at()}\r\n${upgrade}`, /^HTTP\/1.1 404/],
    ["to an address without its scheme", () => `GET //${at()}/api/trpc HTTP/1.1\r\nHost: x\r\n${upgrade}`, /^HTTP\/1.1 404/],
    ["with another server in Host", () => `GET /elsewhere HTTP/1.1\r\nHost: ${at()}\r\n${upgrade}`, /^HTTP\/1.1 404/],
    ["at a path of the pages", () => `GET /_next/hmr HTTP/1.1\r\nHost: x\r\n${upgrade}`, /^HTTP\/1.1 404/],
    ["at a path beside ours", () => `GET /api/trpc/auth.me HTTP/1.1\r\nHost: x\r\n${upgrade}`, /^HTTP\/1.1 404/],
    ["by another method", () => `POST /api/trpc HTTP/1.1\r\nHost: x\r\n${upgrade}`, /^HTTP\/1.1 40[05]/],
    ["to another protocol", () => `GET /api/trpc HTTP/1.1\r\nHost: x\r\n${upgrade.replace("websocket", "h2c")}`, /^HTTP\/1.1 400/],
    ["without a key", () => `GET /api/trpc HTTP/1.1\r\nHost: x\r\n${upgrade.replace(/Sec-WebSocket-Key[^\r]+\r\n/, "")}`, /^HTTP\/1.1 400/],
    ["with 2,000 headers", () => `GET /api/trpc HTTP/1.1\r\nHost: x\r\n${many}${upgrade}`, /^HTTP\/1.1 (431|400)/],
    ["with a header of 64 KB", () => `GET /api/trpc HTTP/1.1\r\nHost: x\r\nX: ${"x".repeat(65_536)}\r\n${upgrade}`, /^HTTP\/1.1 431/],
    [
      "that is none, to another server",
      () => `GET http://${at()}/ HTTP/1.1\r\nHost: ${at()}\r\nConnection: close\r\n\r\n`,
      /^HTTP\/1.1 400/,
    ],
    ["through a tunnel", () => `CONNECT ${at()} HTTP/1.1\r\nHost: ${at()}\r\n\r\n`, /^(HTTP\/1.1 4|$)/],
  ];

  it.each(cases)("%s is refused and hung up within a second, and nobody is asked for it", async (_, request, status) => {
    const { answer, ms } = await raw(request());
    expect(answer).toMatch(status);
    expect(ms).toBeLessThan(1_000);
    expect(asked).toBe(0);
    expect((await fetch(`http://127.0.0.1:${server.port}/readyz`)).status).toBe(200);
  });
});

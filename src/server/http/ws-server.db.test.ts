/** Who gets a socket, how much may be said on it, and when it ends. */
import { once } from "node:events";
import { connect } from "node:net";
import { beforeAll, expect, test } from "vitest";
import { WebSocket } from "ws";
import { limits } from "../../shared/limits";
import { signOutEverywhere } from "../accounts/sign-out-everywhere";
import { makeStaffedGym, makeUser } from "../testing/example-data";
import { type ManualClock, manualClock } from "../testing/manual-clock";
import { type TestServer, testServer } from "../testing/test-server";
import { closeCodes } from "./ws-server";

let server: TestServer;
let clock: ManualClock;
let gymId: string;

beforeAll(async () => {
  clock = manualClock();
  server = await testServer({ clock, env: { ALLOWED_ORIGINS: ["https://app.example"] } });
  ({ gymId } = await makeStaffedGym(server.runtime.db));
  return () => server[Symbol.asyncDispose]();
});

interface Peer {
  socket: WebSocket;
  /** Everything heard so far, parsed. */
  heard: { id: unknown; result?: { data: { id: string } }; error?: { data: { app: { code: string } } }; method?: string }[];
  /** The close code. */
  closed: Promise<number>;
}

async function open(url: string, headers: Record<string, string> = {}): Promise<Peer> {
  const socket = new WebSocket(url, { headers });
  const heard: Peer["heard"] = [];
  socket.on("message", (data) => heard.push(JSON.parse(String(data))));
  const closed = once(socket, "close").then(([code]) => code as number);
  await once(socket, "open");
  return { socket, heard, closed };
}

/** A socket of this user, which has answered a first call. */
async function signedIn(userId: string, at: TestServer = server): Promise<Peer> {
  const peer = await open(`${at.url}?connectionParams=1`);
  peer.socket.send(JSON.stringify({ method: "connectionParams", data: { token: await at.tokenOf(userId) } }));
  peer.socket.send(JSON.stringify({ id: 0, method: "query", params: { path: "auth.me" } }));
  await expect.poll(() => peer.heard.length || peer.socket.readyState === WebSocket.CLOSED).toBeTruthy();
  return peer;
}

const member = () => makeUser(server.runtime.db, "member", { gymId });
const ask = (id: number) => JSON.stringify({ id, method: "query", params: { path: "auth.me" } });

/** The status of a refused upgrade, or 101. */
async function statusOf(headers: Record<string, string>): Promise<number | undefined> {
  const socket = new WebSocket(server.url, { headers });
  socket.on("error", () => undefined);
  const status = await Promise.race([
    once(socket, "unexpected-response").then(([, response]) => (response as { statusCode: number }).statusCode),
    once(socket, "open").then(() => 101),
  ]);
  socket.terminate();
  return status;
}

test("pages of this server and of the named origins get a socket, others do not", async () => {
  expect(await statusOf({ origin: `http://127.0.0.1:${server.port}` })).toBe(101);
  expect(await statusOf({ origin: "http://localhost:3000" })).toBe(101);
  expect(await statusOf({ origin: "https://app.example" })).toBe(101);
  expect(await statusOf({ origin: "https://app.example.evil.example" })).toBe(403);
  expect(await statusOf({ origin: "http://localhost:3001" })).toBe(403);
  expect(await statusOf({ origin: "null" })).toBe(403);
});

test("without an origin there is a socket, but not together with cookies", async () => {
  expect(await statusOf({})).toBe(101);
  expect(await statusOf({ cookie: "next-auth.session-token=x" })).toBe(403);
});

test("a Host header that makes no address is refused and harms nobody", async () => {
  for (const path of ["/api/trpc", "/readyz"]) {
    const raw = connect(server.port, "127.0.0.1");
    const upgrade = path === "/api/trpc" ? "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n" : "";
    raw.write(`GET ${path} HTTP/1.1\r\nHost: [\r\n${upgrade}Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`);
    const [answer] = (await once(raw, "data")) as [Buffer];
    expect(answer.toString()).toMatch(/^HTTP\/1.1 400/);
    raw.destroy();
  }
  expect((await fetch(`http://127.0.0.1:${server.port}/readyz`)).status).toBe(200);
});

test("who announces a sign-in has five seconds for it", async () => {
  const silent = await open(`${server.url}?connectionParams=1`);
  const quick = await signedIn(await member());
  clock.advance(5_000);
  expect(await silent.closed).toBe(closeCodes.badSignIn);
  quick.socket.send(ask(1));
  await expect.poll(() => quick.heard.length).toBe(2);
  quick.socket.terminate();
});

test("somebody unknown is told why at each call, and sent away after ten seconds", async () => {
  const stranger = await open(server.url);
  stranger.socket.send(ask(1));
  await expect.poll(() => stranger.heard[0]?.error?.data.app.code).toBe("UNAUTHENTICATED");
  clock.advance(10_000);
  expect(await stranger.closed).toBe(closeCodes.signedOut);
});

test("signing out everywhere closes the sockets that are open", async () => {
  const userId = await member();
  const [one, other, somebodyElse] = [await signedIn(userId), await signedIn(userId), await signedIn(await member())];
  await signOutEverywhere(server.services, userId);
  expect(await Promise.all([one.closed, other.closed])).toEqual([closeCodes.signedOut, closeCodes.signedOut]);
  expect(somebodyElse.socket.readyState).toBe(WebSocket.OPEN);
  somebodyElse.socket.terminate();
});

test("a user has a bounded number of sockets; the next one is closed, and those before it stay", async () => {
  const userId = await member();
  const peers = [];
  for (let at = 0; at < limits.socketsPerUserMax; at++) peers.push(await signedIn(userId));
  const extra = await signedIn(userId);
  expect(await extra.closed).toBe(closeCodes.tooMany);
  peers[0]?.socket.close();
  await peers[0]?.closed;
  const next = await signedIn(userId);
  expect(peers.slice(1).every(({ socket }) => socket.readyState === WebSocket.OPEN)).toBe(true);
  for (const { socket } of [...peers, next]) socket.terminate();
});

test("thousands of calls at once are all answered, and broken frames between them stop nothing", async () => {
  const peer = await signedIn(await member());
  const calls = 2_000;
  for (let id = 1; id <= calls; id++) {
    peer.socket.send(ask(id));
    if (id % 10 === 0) peer.socket.send('{"id":7,"method":"nonsense"}');
  }
  await expect.poll(() => peer.heard.filter(({ result }) => result).length, { timeout: 15_000 }).toBe(calls + 1);
  peer.socket.terminate();
});

test("whoever asks and does not read is not read from either", async () => {
  const peer = await signedIn(await member());
  peer.socket.pause();
  const before = process.memoryUsage().rss;
  const padding = "x".repeat(1_000);
  for (let id = 1; id <= 20_000; id++) {
    peer.socket.send(JSON.stringify({ id: `${id}${padding}`, method: "query", params: { path: "auth.me" } }));
  }
  // The caller's own queue stops shrinking: the server has ceased to read. One that goes on reading empties it within a second.
  let [queued, steady] = [-1, 0];
  await expect
    .poll(
      () => {
        steady = peer.socket.bufferedAmount === queued ? steady + 1 : 0;
        queued = peer.socket.bufferedAmount;
        return steady;
      },
      { timeout: 18_000, interval: 250 },
    )
    .toBeGreaterThan(10);
  expect(queued).toBeGreaterThan(0);
  expect(process.memoryUsage().rss - before).toBeLessThan(200 * 1024 * 1024);
  peer.socket.terminate();
});

test("a server that ends asks everybody to come back, then closes with 1012 and takes nobody new", async () => {
  await using ending = await testServer();
  const { member: userId } = await makeStaffedGym(ending.runtime.db);
  const peer = await signedIn(userId, ending);
  const keptAlive = await fetch(`http://127.0.0.1:${ending.port}/readyz`);
  expect(keptAlive.status).toBe(200);
  await ending.drain();
  expect(await peer.closed).toBe(closeCodes.restarting);
  expect(peer.heard.at(-1)).toEqual({ id: null, method: "reconnect" });
  await expect(fetch(`http://127.0.0.1:${ending.port}/readyz`)).rejects.toThrow();
});

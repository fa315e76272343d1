/** Who gets a socket, how much may be said on it, and when it ends. */
import { once } from "node:events";
import { connect } from "node:net";
import { beforeAll, expect, test } from "vitest";
import { WebSocket } from "ws";
import { signOutEverywhere } from "../accounts/sign-out-everywhere";
import { makeStaffedGym, makeUser } from "../testing/example-data";
import { manualClock } from "../testing/manual-clock";
import { rawPeerOf } from "../testing/raw-peer";
import { type TestServer, testServer } from "../testing/test-server";
import { closeCodes } from "./admission";

let server: TestServer;
let gymId: string;

beforeAll(async () => {
  server = await testServer({ clock: manualClock() });
  ({ gymId } = await makeStaffedGym(server.runtime.db));
  return () => server[Symbol.asyncDispose]();
});

const member = () => makeUser(server.runtime.db, "member", { gymId });
const signedIn = (userId: string, at: TestServer = server) => rawPeerOf(at, userId);
const ask = (id: number | string) => JSON.stringify({ id, method: "query", params: { path: "auth.me" } });

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

test("signing out everywhere closes the sockets that are open", async () => {
  const userId = await member();
  const [one, other, somebodyElse] = [await signedIn(userId), await signedIn(userId), await signedIn(await member())];
  await signOutEverywhere(server.services, userId);
  expect(await Promise.all([one.closed, other.closed])).toEqual([closeCodes.signedOut, closeCodes.signedOut]);
  expect(somebodyElse.socket.readyState).toBe(WebSocket.OPEN);
  somebodyElse.socket.terminate();
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

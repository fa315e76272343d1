/** Five seconds to sign in, and so many sockets of one user and of one address, over all processes. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { limits } from "../../shared/limits";
import { makeStaffedGym, makeUser } from "../testing/example-data";
import { type ManualClock, manualClock } from "../testing/manual-clock";
import { rawPeer, rawPeerOf } from "../testing/raw-peer";
import { hasRedis, type RedisServer, redisServer } from "../testing/redis-server";
import { type TestServer, testServer } from "../testing/test-server";
import { closeCodes } from "./admission";

describe("who does not sign in", () => {
  let clock: ManualClock;
  let server: TestServer;
  let userId: string;

  beforeAll(async () => {
    clock = manualClock();
    server = await testServer({ clock, env: { RATE_LIMIT: "on" } });
    userId = (await makeStaffedGym(server.runtime.db)).member;
  });
  afterAll(() => server[Symbol.asyncDispose]());

  test("is sent away after five seconds: who says nothing, who says rubbish, who shows nothing, who shows what is not valid", async () => {
    const silent = await rawPeer(`${server.url}?connectionParams=1`);
    const rubbish = await rawPeer(`${server.url}?connectionParams=1`);
    rubbish.socket.send(JSON.stringify({ method: "connectionParams", data: { token: "rubbish" } }));
    const stranger = await rawPeer(server.url);
    const forged = await rawPeer(server.url, { authorization: "Bearer \u00ff nonsense" });
    const signedIn = await rawPeerOf(server, userId);
    for (const peer of [rubbish, stranger, forged]) {
      expect((await peer.ask({ path: "auth.me" }))?.error?.data.app.code).toBe("UNAUTHENTICATED");
    }
    clock.advance(4_999);
    const strangers = [silent, rubbish, stranger, forged];
    expect(strangers.every((peer) => peer.isOpen)).toBe(true);
    clock.advance(1);
    const { badSignIn, signedOut } = closeCodes;
    expect(await Promise.all(strangers.map(({ closed }) => closed))).toEqual([badSignIn, signedOut, signedOut, signedOut]);
    expect((await signedIn.ask({ path: "auth.me" }))?.result).toBeDefined();
    signedIn.socket.terminate();
  });

  test("takes a bounded number of an address's places, and makes room by signing in", async () => {
    const peers = await Promise.all(
      Array.from({ length: limits.strangersPerAddressMax }, () => rawPeer(`${server.url}?connectionParams=1`)),
    );
    const extra = await rawPeer(`${server.url}?connectionParams=1`);
    expect(await extra.closed).toBe(closeCodes.tryLater);
    expect(peers.every((peer) => peer.isOpen)).toBe(true);
    peers[0]?.socket.send(JSON.stringify({ method: "connectionParams", data: { token: await server.tokenOf(userId) } }));
    expect((await peers[0]?.ask({ path: "auth.me" }))?.result).toBeDefined();
    const next = await rawPeerOf(server, userId);
    expect(next.isOpen).toBe(true);
    for (const { socket } of [...peers, next]) socket.terminate();
  });

  test("has a bounded number of sockets once signed in; the next one is closed, and those before it stay", async () => {
    const peers = [];
    for (let at = 0; at < limits.socketsPerUserMax; at++) peers.push(await rawPeerOf(server, userId));
    expect(await (await rawPeerOf(server, userId)).closed).toBe(closeCodes.tooMany);
    peers[0]?.socket.close();
    await peers[0]?.closed;
    const next = await rawPeerOf(server, userId);
    expect([...peers.slice(1), next].every((peer) => peer.isOpen)).toBe(true);
    for (const { socket } of [...peers, next]) socket.terminate();
  });
});

describe.skipIf(!hasRedis)("on two processes", () => {
  let redis: RedisServer;
  let one: TestServer;
  let other: TestServer;

  beforeAll(async () => {
    redis = await redisServer();
    const env = { RATE_LIMIT: "on", REDIS_URL: redis.url } as const;
    one = await testServer({ env });
    other = await testServer({ env, database: one.runtime.databaseUrl, broker: one.runtime.broker });
  });
  afterAll(async () => {
    await other[Symbol.asyncDispose]();
    await one[Symbol.asyncDispose]();
    await redis[Symbol.asyncDispose]();
  });

  test("a user's sockets are bounded over both, and one that is closed makes room on the other", async () => {
    const { gymId } = await makeStaffedGym(one.runtime.db);
    const userId = await makeUser(one.runtime.db, "member", { gymId });
    const peers = [];
    for (let at = 0; at < limits.socketsPerUserMax; at++) peers.push(await rawPeerOf(at % 2 ? one : other, userId));
    for (const server of [one, other]) expect(await (await rawPeerOf(server, userId)).closed).toBe(closeCodes.tooMany);
    expect(peers.every((peer) => peer.isOpen)).toBe(true);
    peers[0]?.socket.close();
    await peers[0]?.closed;
    await expect.poll(async () => (await rawPeerOf(one, userId)).isOpen).toBe(true);
    for (const { socket } of peers) socket.terminate();
  });

  test("an address's strangers are bounded over both", async () => {
    const peers = [];
    for (let at = 0; at < limits.strangersPerAddressMax; at++) {
      peers.push(await rawPeer(`${(at % 2 ? one : other).url}?connectionParams=1`));
    }
    expect(await (await rawPeer(`${one.url}?connectionParams=1`)).closed).toBe(closeCodes.tryLater);
    for (const { socket } of peers) socket.terminate();
  });
});

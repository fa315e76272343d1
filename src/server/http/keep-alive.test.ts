import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, it, vi } from "vitest";
import { WebSocket, WebSocketServer } from "ws";
import { manualClock } from "../testing/manual-clock";
import { FrameSocket } from "./frame-socket";
import { KeepAlive } from "./keep-alive";

async function stage() {
  const clock = manualClock();
  const keepAlive = new KeepAlive(clock);
  const server = createServer();
  const wss = new WebSocketServer({ server, WebSocket: FrameSocket });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const open = async () => {
    const client = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
    const [[accepted, req]] = (await Promise.all([once(wss, "connection"), once(client, "open")])) as [
      [FrameSocket, IncomingMessage],
      unknown,
    ];
    accepted.over(req.socket);
    keepAlive.add(accepted);
    return { client, accepted };
  };
  return {
    clock,
    keepAlive,
    open,
    async [Symbol.asyncDispose]() {
      keepAlive[Symbol.dispose]();
      for (const client of wss.clients) client.terminate();
      wss.close();
      server.close();
    },
  };
}

/** What a client hears from now on. */
function listenedTo({ client }: { client: WebSocket }): string[] {
  const heard: string[] = [];
  client.on("message", (data) => heard.push(String(data)));
  return heard;
}

it("a socket to which nothing is said gets a sign of life before its client would ask for one", async () => {
  await using s = await stage();
  const one = await s.open();
  const heard = listenedTo(one);
  for (let signs = 1; signs <= 2; signs++) {
    s.clock.advance(9_000);
    await expect.poll(() => heard.length).toBe(signs);
  }
  expect(heard).toEqual(["PONG", "PONG"]);
});

it("whoever was told something needs no sign of life, until the next silence", async () => {
  await using s = await stage();
  const one = await s.open();
  const heard = listenedTo(one);
  one.accepted.send("news");
  await expect.poll(() => heard).toEqual(["news"]);
  s.clock.advance(9_000);
  s.clock.advance(9_000);
  await expect.poll(() => heard).toEqual(["news", "PONG"]);
});

it("each socket has its turn once in a round, and no turn is for all of them", async () => {
  await using s = await stage();
  const all = [];
  for (let count = 0; count < 60; count++) all.push(await s.open());
  const signs = all.map(({ accepted }) => vi.spyOn(accepted, "send"));
  const told = () => signs.reduce((sum, { mock }) => sum + mock.calls.length, 0);
  let most = 0;
  for (let turn = 0; turn < 40; turn++) {
    const before = told();
    s.clock.advance(225);
    most = Math.max(most, told() - before);
    // Somebody goes whose turn may have been or not, and somebody comes.
    if (turn === 20) {
      s.keepAlive.remove(all[0]?.accepted as FrameSocket);
      s.keepAlive.remove(all[59]?.accepted as FrameSocket);
      await s.open();
    }
  }
  expect(signs.slice(0, 59).map(({ mock }) => mock.calls.length)).toEqual(Array.from({ length: 59 }, () => 1));
  expect(most).toBeLessThanOrEqual(2);
});

it("a socket that has given no sign for 27 seconds is asked, and stays when it answers", async () => {
  await using s = await stage();
  const one = await s.open();
  const heard = listenedTo(one);
  s.clock.advance(9_000);
  for (let round = 0; round < 3; round++) {
    s.clock.advance(27_000);
    await expect.poll(() => heard.filter((said) => said === "PING").length).toBe(round + 1);
    const answered = once(one.accepted, "message");
    one.client.send("PONG");
    await answered;
    s.clock.advance(9_000);
  }
  expect(one.accepted.readyState).toBe(one.accepted.OPEN);
});

it("a socket that does not answer is ended within eighteen seconds more, and only that one", async () => {
  await using s = await stage();
  const [silent, other] = [await s.open(), await s.open()];
  s.clock.advance(36_000);
  const heard = once(other.accepted, "message");
  other.client.send("hello");
  await heard;
  const ended = once(silent.client, "close");
  s.clock.advance(18_000);
  expect(await ended).toEqual([1006, expect.anything()]);
  expect(other.accepted.readyState).toBe(other.accepted.OPEN);
});

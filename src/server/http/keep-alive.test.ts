import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, it } from "vitest";
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

it("a socket that has been silent for half a minute is asked, and stays when it answers", async () => {
  await using s = await stage();
  const { client, accepted } = await s.open();
  s.clock.advance(10_000);
  for (let round = 0; round < 3; round++) {
    const asked = once(client, "message");
    s.clock.advance(30_000);
    expect(String((await asked)[0])).toBe("PING");
    const answered = once(accepted, "message");
    client.send("PONG");
    await answered;
    s.clock.advance(10_000);
  }
  expect(accepted.readyState).toBe(accepted.OPEN);
});

it("a socket that does not answer is ended within ten seconds more, and only that one", async () => {
  await using s = await stage();
  const [silent, other] = [await s.open(), await s.open()];
  s.clock.advance(30_000);
  const heard = once(other.accepted, "message");
  other.client.send("hello");
  await heard;
  const ended = once(silent.client, "close");
  s.clock.advance(20_000);
  expect(await ended).toEqual([1006, expect.anything()]);
  expect(other.accepted.readyState).toBe(other.accepted.OPEN);
});

import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, it } from "vitest";
import { WebSocket, WebSocketServer } from "ws";
import { Batch, subscriptionValue, textFrame } from "./batch";

it("the same events for many are one batch and, for the same request and cursor, one frame", () => {
  const [mine, yours] = [Batch.empty.plus("1").plus("2"), Batch.empty.plus("1").plus("2")];
  expect(mine).toBe(yours);
  expect(mine.frame("1", "c")).toBe(yours.frame("1", "c"));
  expect(mine.frame("2", "c")).not.toBe(mine.frame("1", "c"));
  expect(mine.frame("1", "d").toString()).toContain('"id":"d"');
  expect(Batch.empty.plus("1").plus("3").frame("1", "c").toString()).toContain('"events":[1,3]');
  expect(mine.frame("1", "c").toString()).toContain('"events":[1,2]');
});

it("a frame is what a WebSocket client reads as one text, whatever its length", async () => {
  const server = createServer();
  const wss = new WebSocketServer({ server });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const client = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const [[, req]] = (await Promise.all([once(wss, "connection"), once(client, "open")])) as [
    [WebSocket, { socket: NodeJS.WritableStream }],
    unknown,
  ];
  for (const length of [0, 1, 125, 126, 65_535, 65_536, 200_000]) {
    const text = "é".repeat(length / 2) + "x".repeat(length % 2);
    req.socket.write(textFrame(text) as unknown as string);
    const [data, isBinary] = (await once(client, "message")) as [Buffer, boolean];
    expect(isBinary).toBe(false);
    expect(data.toString()).toBe(text);
  }
  client.terminate();
  wss.close();
  server.close();
});

it("says what tRPC's own adapter would", () => {
  const value = { id: 7, jsonrpc: "2.0", result: { type: "data", data: { id: "c", data: { events: [1] } }, id: "c" } };
  expect(JSON.parse(subscriptionValue("7", "c", "1"))).toEqual(value);
});

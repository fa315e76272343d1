/** What `PlainCalls` answers and what tRPC's own adapter would: a call in a batch of one is the adapter's. */
import { randomUUID } from "node:crypto";
import { uuidv7 } from "uuidv7";
import { expect, test } from "vitest";
import { makeStaffedGym } from "../testing/example-data";
import { rawPeerOf } from "../testing/raw-peer";
import { testServer } from "../testing/test-server";

const stranger = { conversationId: randomUUID(), id: uuidv7(), content: "hello" };

const calls: [what: string, call: object][] = [
  ["a query", { jsonrpc: "2.0", method: "query", params: { path: "auth.me" } }],
  ["a query without a version", { method: "query", params: { path: "auth.me", input: null } }],
  ["a mutation without an answer", { jsonrpc: "2.0", method: "mutation", params: { path: "presence.set", input: { status: "away" } } }],
  ["a refusal", { jsonrpc: "2.0", method: "mutation", params: { path: "messages.send", input: stranger } }],
  ["bad input", { jsonrpc: "2.0", method: "mutation", params: { path: "messages.send", input: { content: 7 } } }],
  ["no input", { jsonrpc: "2.0", method: "mutation", params: { path: "messages.send" } }],
  ["an unknown procedure", { jsonrpc: "2.0", method: "query", params: { path: "messages.burn" } }],
  ["what every object has", { jsonrpc: "2.0", method: "query", params: { path: "constructor" } }],
  ["a mutation asked as a query", { jsonrpc: "2.0", method: "query", params: { path: "messages.send", input: stranger } }],
  ["a subscription asked as a query", { jsonrpc: "2.0", method: "query", params: { path: "conversations.onChange", input: {} } }],
  ["a place to go on from", { jsonrpc: "2.0", method: "query", params: { path: "auth.me", lastEventId: "1" } }],
  ["a version that there is not", { jsonrpc: "1.0", method: "query", params: { path: "auth.me" } }],
  ["no path", { jsonrpc: "2.0", method: "query", params: {} }],
  ["a path that is none", { jsonrpc: "2.0", method: "query", params: { path: 7 } }],
  ["no parameters", { jsonrpc: "2.0", method: "query" }],
  ["parameters that are none", { jsonrpc: "2.0", method: "query", params: "auth.me" }],
];

test("a call alone in its frame gets the very answer that tRPC's adapter gives", async () => {
  await using server = await testServer();
  const { member } = await makeStaffedGym(server.runtime.db);
  const peer = await rawPeerOf(server, member);
  const heard: string[] = [];
  peer.socket.on("message", (data) => heard.push(String(data)));
  const answerTo = async (frame: unknown) => {
    const before = heard.length;
    peer.socket.send(JSON.stringify(frame));
    await expect.poll(() => heard.length, { interval: 2 }).toBe(before + 1);
    return heard.at(-1);
  };
  for (const [what, call] of calls) {
    for (const id of [4_711, "of my own"]) expect(await answerTo({ id, ...call }), what).toBe(await answerTo([{ id, ...call }]));
  }
  peer.socket.terminate();
});

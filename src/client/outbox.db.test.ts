import { expect, it, vi } from "vitest";
import { chatPerson, until } from "../server/testing/chat-person";
import { makeStaffedGym } from "../server/testing/example-data";
import { openLine } from "../server/testing/line";
import { type TestServer, testServer } from "../server/testing/test-server";
import { createChatClient } from "./chat-client";
import type { SendState, Thread } from "./chat-client.types";
import { keptLimits } from "./kept-limits";
import { memoryStorage } from "./memory-storage";
import { sendStateOf } from "./send-state";

/** What the database has of a conversation, in order. */
async function stored({ runtime }: TestServer, conversationId: string) {
  const rows = await runtime.db.prisma.message.findMany({ where: { conversationId, kind: "text" }, orderBy: { seq: "asc" } });
  return rows.map(({ content }) => content);
}

const contents = ({ messages }: Thread) => messages.filter(({ kind }) => kind === "text").map(({ content }) => content);
const numbered = (count: number) => Array.from({ length: count }, (_, at) => `message ${at + 1}`);

it("keeps what is written without a connection, and sends it once and in order when there is one", async () => {
  await using server = await testServer();
  await using line = await openLine(server.port);
  const { member, trainer } = await makeStaffedGym(server.runtime.db);
  await using ada = await chatPerson(server, member, { url: line.url });
  await using ben = await chatPerson(server, trainer);
  const { id } = await ada.client.startDirect(ben.id);
  line.cut();
  await until(ada.client.connection, ({ status }) => status === "offline");
  for (const text of numbered(5)) ada.client.send(id, text);
  expect(
    ada.client
      .thread(id)
      .getSnapshot()
      .outbox.map(({ content, state }) => [content, state]),
  ).toEqual(numbered(5).map((text) => [text, "pending"]));
  expect(ada.client.connection.getSnapshot().queued).toBe(5);
  line.mend();
  await until(ben.client.thread(id), (thread) => thread.messages.length === 5);
  const thread = await until(ada.client.thread(id), ({ outbox, messages }) => outbox.length === 0 && messages.length === 5);
  expect(contents(thread)).toEqual(numbered(5));
  expect(await stored(server, id)).toEqual(numbered(5));
});

it("sends a message once although its acknowledgement was lost", async () => {
  await using server = await testServer();
  await using line = await openLine(server.port);
  const { member, trainer } = await makeStaffedGym(server.runtime.db);
  await using ada = await chatPerson(server, member, { url: line.url });
  await using ben = await chatPerson(server, trainer);
  const { id } = await ada.client.startDirect(ben.id);
  line.deafen();
  ada.client.send(id, "did you hear me?");
  ada.client.send(id, "and me?");
  await until(ben.client.thread(id), ({ messages }) => messages.length === 1);
  expect(ada.client.connection.getSnapshot().queued).toBe(2);
  line.cut();
  line.mend();
  await until(ada.client.thread(id), ({ outbox, messages }) => outbox.length === 0 && messages.length === 2);
  expect(await stored(server, id)).toEqual(["did you hear me?", "and me?"]);
});

it("sets a refused message aside with its reason, goes on with the others, and sends it again when asked", async () => {
  await using server = await testServer();
  const { member, trainer, staff } = await makeStaffedGym(server.runtime.db);
  await using ada = await chatPerson(server, member);
  await using ben = await chatPerson(server, trainer);
  const group = await ben.client.createGroup("Spinning", [ada.id, staff]);
  const direct = await ada.client.startDirect(ben.id);
  await until(ada.client.thread(group.id), ({ status }) => status === "ready");
  await ben.client.removeParticipant(group.id, ada.id);
  const refused = ada.client.send(group.id, "am I still in?");
  ada.client.send(direct.id, "hello");
  const { outbox } = await until(ada.client.thread(group.id), (thread) => thread.outbox[0]?.state === "failed");
  expect(outbox[0]?.error?.code).toBe("NOT_A_PARTICIPANT");
  await until(ada.client.thread(direct.id), ({ messages }) => messages.length === 1);

  await ben.client.addParticipants(group.id, [ada.id]);
  ada.client.retry(refused);
  await until(ben.client.thread(group.id), (thread) => contents(thread).includes("am I still in?"));
  expect((await until(ada.client.thread(group.id), (thread) => thread.outbox.length === 0)).outbox).toEqual([]);
  expect(await stored(server, group.id)).toEqual(["am I still in?"]);
});

it("forgets a failed message that is deleted", async () => {
  await using server = await testServer();
  const { member } = await makeStaffedGym(server.runtime.db);
  await using ada = await chatPerson(server, member);
  const nowhere = "018f0000-0000-7000-8000-000000000000";
  const id = ada.client.send(nowhere, "hello?");
  await until(ada.client.thread(nowhere), ({ outbox }) => outbox[0]?.state === "failed");
  ada.client.discard(id);
  expect(ada.client.thread(nowhere).getSnapshot().outbox).toEqual([]);
});

it("waits as long as a rate limit asks, and then loses nothing and keeps the order", async () => {
  await using server = await testServer({ env: { RATE_LIMIT: "on" } });
  const { member, trainer } = await makeStaffedGym(server.runtime.db);
  await using ada = await chatPerson(server, member);
  const { id } = await ada.client.startDirect(trainer);
  const { rateLimits } = server.services;
  const take = rateLimits.take.bind(rateLimits);
  let refusals = 0;
  rateLimits.take = (tier, key) =>
    take(tier, key).catch((error: unknown) => {
      if (tier === "messages") refusals++;
      throw error;
    });
  for (const text of numbered(25)) ada.client.send(id, text);
  await until(ada.client.thread(id), ({ outbox, messages }) => outbox.length === 0 && messages.length === 25);
  expect(await stored(server, id)).toEqual(numbered(25));
  // Ten a second: asked too soon at most once for each second.
  expect(refusals).toBeLessThanOrEqual(3);
});

it("takes up after a restart what another life of the page left, for the same user only", async () => {
  await using server = await testServer();
  await using line = await openLine(server.port);
  const { member, trainer } = await makeStaffedGym(server.runtime.db);
  const storage = memoryStorage();
  const options = { url: line.url, storage };
  const first = await chatPerson(server, member, options);
  const { id } = await first.client.startDirect(trainer);
  line.cut();
  await until(first.client.connection, ({ status }) => status === "offline");
  first.client.send(id, "written in the lift");
  await until(first.client.thread(id), ({ outbox }) => outbox.length === 1);
  await first.client.stop();
  line.mend();

  await using stranger = await chatPerson(server, trainer, { ...options, userId: trainer });
  await until(stranger.client.thread(id), ({ status }) => status === "ready");
  expect(stranger.client.connection.getSnapshot().queued).toBe(0);

  await using second = await chatPerson(server, member, options);
  await until(second.client.thread(id), ({ messages }) => messages.length === 1);
  expect(await stored(server, id)).toEqual(["written in the lift"]);
  await vi.waitFor(async () => expect(await storage.read(`${member}/outbox/`)).toEqual([]));
});

/** How far a message has come; it may fail instead of being sent, and be sent again. */
const ranks = ["pending", "failed", "sent", "delivered", "read"];

it("shows each message at every moment, and its state only ever goes forward, over any number of cut connections", async () => {
  await using server = await testServer();
  await using lineA = await openLine(server.port);
  await using lineB = await openLine(server.port);
  const { member, trainer } = await makeStaffedGym(server.runtime.db);
  await using ada = await chatPerson(server, member, { url: lineA.url, storage: memoryStorage(), userId: member });
  await using ben = await chatPerson(server, trainer, { url: lineB.url });
  const { id } = await ada.client.startDirect(ben.id);
  const thread = ada.client.thread(id);
  const known = new Map<string, number>();
  const wrong: string[] = [];
  const end = thread.subscribe(() => {
    const { conversation, messages, outbox } = thread.getSnapshot();
    const states = new Map(outbox.map((one): [string, SendState] => [one.id, one.state]));
    for (const message of messages)
      if (conversation && message.senderId === member) states.set(message.id, sendStateOf(message, conversation, member));
    for (const [messageId, before] of known) {
      const state = states.get(messageId);
      if (!state || ranks.indexOf(state) < before) wrong.push(`${ranks[before]} to ${state}`);
    }
    for (const [messageId, state] of states) known.set(messageId, ranks.indexOf(state));
  });
  const endBen = ben.client.thread(id).subscribe(() => {
    const last = ben.client.thread(id).getSnapshot().messages.at(-1);
    if (last) ben.client.markRead(id, last.seq);
  });
  for (let round = 0; round < 6; round++) {
    for (const text of numbered(4)) ada.client.send(id, text);
    const line = round % 2 === 0 ? lineA : lineB;
    line.cut();
    for (const text of numbered(4)) ada.client.send(id, text);
    line.mend();
  }
  const isRead = ({ conversation, messages, outbox }: Thread) =>
    outbox.length === 0 &&
    messages.length === 48 &&
    messages.every((one) => conversation && sendStateOf(one, conversation, member) === "read");
  await until(thread, isRead);
  expect(wrong).toEqual([]);
  expect(known.size).toBe(48);
  end();
  endBen();
});

it("refuses to keep more than its bound waiting, and says so", async () => {
  const client = createChatClient({ url: "ws://127.0.0.1:1" });
  for (let at = 0; at < keptLimits.outboxMessages; at++) client.send("c", `message ${at}`);
  expect(() => client.send("c", "one more")).toThrow(expect.objectContaining({ code: "OUTBOX_FULL" }));
  expect(client.connection.getSnapshot().queued).toBe(keptLimits.outboxMessages);
});

it("keeps a message that was refused after a removal readable over a restart, until its author deletes it", async () => {
  await using server = await testServer();
  await using line = await openLine(server.port);
  const { member, trainer } = await makeStaffedGym(server.runtime.db);
  const device = { storage: memoryStorage(), userId: member, url: line.url };
  await using ben = await chatPerson(server, trainer);
  const { id } = await ben.client.createGroup("Spinning", [member]);
  const ada = await chatPerson(server, member, device);
  await until(ada.client.conversations("inbox"), ({ items }) => items.length === 1);
  line.cut();
  await until(ada.client.connection, ({ status }) => status === "offline");
  ada.client.send(id, "I shall be late");
  await until(ada.client.thread(id), ({ outbox }) => outbox.length === 1);
  expect(ada.client.stranded.getSnapshot()).toEqual([]);
  await ben.client.removeParticipant(id, member);
  line.mend();
  const [refused] = await until(ada.client.stranded, (messages) => messages.length === 1);
  expect(refused).toMatchObject({ content: "I shall be late", state: "failed", error: { code: "NOT_A_PARTICIPANT" } });
  await ada.client.stop();

  await using again = await chatPerson(server, member, device);
  expect(again.client.conversations("inbox").getSnapshot().items).toEqual([]);
  expect(again.client.stranded.getSnapshot()).toMatchObject([{ id: refused?.id, content: "I shall be late" }]);
  // Taken in again, it stands in the conversation, and is sent when asked.
  await ben.client.addParticipants(id, [member]);
  await until(again.client.stranded, (messages) => messages.length === 0);
  expect(again.client.thread(id).getSnapshot().outbox).toMatchObject([{ state: "failed" }]);
  await ben.client.removeParticipant(id, member);
  await until(again.client.stranded, (messages) => messages.length === 1);
  again.client.discard(refused?.id ?? "");
  await until(again.client.stranded, (messages) => messages.length === 0);
  await again.client.stop();
  await using last = await chatPerson(server, member, device);
  expect(last.client.stranded.getSnapshot()).toEqual([]);
});

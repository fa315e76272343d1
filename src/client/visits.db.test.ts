import { expect, it } from "vitest";
import { until } from "../server/testing/chat-person";
import { beginOtherLife, type DirectChat, directChat, storedIds } from "../server/testing/direct-chat";
import { testServer } from "../server/testing/test-server";
import type { ChatClientOptions, Thread } from "./chat-client.types";

const seqs = ({ messages }: Thread) => messages.map(({ seq }) => seq);
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, at) => from + at);

/** A conversation of 220 messages whose newest the member reads, and the ids of them by their place. */
async function longConversation(options?: (chat: DirectChat) => Partial<ChatClientOptions>) {
  const chat = await directChat(220);
  const ids = await storedIds(chat.server, chat.id);
  const ada = await chat.openMember(options?.(chat));
  const thread = ada.client.thread(chat.id);
  const end = thread.subscribe(() => undefined);
  await until(thread, ({ status, messages }) => status === "ready" && messages.length === 50);
  const idOf = (seq: number) => ids[seq - 1] ?? "";
  return {
    ...chat,
    ada,
    thread,
    end,
    idOf,
    async [Symbol.asyncDispose]() {
      end();
      for (const part of [ada, chat]) await part[Symbol.asyncDispose]();
    },
  };
}

it("goes to a message that is not loaded, reads on from there both ways, and comes back to the newest", async () => {
  await using chat = await longConversation();
  const { id, ben, ada, thread, idOf } = chat;
  expect(await ada.client.goToMessage(id, idOf(60))).toBe(true);
  expect(seqs(thread.getSnapshot())).toEqual(range(35, 84));
  expect(thread.getSnapshot()).toMatchObject({ hasMoreBefore: true, hasMoreAfter: true });
  await Promise.all([ada.client.loadAfter(id), ada.client.loadBefore(id)]);
  expect(seqs(thread.getSnapshot())).toEqual(range(1, 134));

  // What is said meanwhile is not shown where it does not belong, and is there at the end.
  ben.client.send(id, "are you there?");
  await until(ada.client.conversations("inbox"), ({ items }) => items[0]?.lastSeq === 221);
  expect(seqs(thread.getSnapshot()).at(-1)).toBe(134);
  while (thread.getSnapshot().hasMoreAfter) await ada.client.loadAfter(id);
  expect(seqs(thread.getSnapshot())).toEqual(range(1, 221));

  ben.client.send(id, "one more");
  await until(thread, ({ messages }) => messages.at(-1)?.seq === 222);
});

it("shows the newest again when asked, when something is sent, and to who comes back later", async () => {
  await using chat = await longConversation();
  const { id, ada, thread, end, idOf } = chat;
  await ada.client.goToMessage(id, idOf(60));
  ada.client.showNewest(id);
  expect(seqs(thread.getSnapshot())).toEqual(range(171, 220));
  expect(thread.getSnapshot().hasMoreAfter).toBe(false);

  await ada.client.goToMessage(id, idOf(60));
  ada.client.send(id, "I have read it");
  await until(thread, ({ messages }) => messages.at(-1)?.content === "I have read it");
  expect(seqs(thread.getSnapshot())).toEqual(range(171, 221));

  await ada.client.goToMessage(id, idOf(60));
  end();
  await until(thread, ({ messages, hasMoreAfter }) => !hasMoreAfter && messages.at(-1)?.seq === 221);
});

it("goes nowhere for a message that is loaded, or that is none of this conversation", async () => {
  await using chat = await longConversation();
  const { id, ada, thread, idOf } = chat;
  const before = thread.getSnapshot();
  expect(await ada.client.goToMessage(id, idOf(200))).toBe(true);
  expect(await ada.client.goToMessage(id, "018f0000-0000-7000-8000-000000000000")).toBe(false);
  expect(thread.getSnapshot()).toBe(before);
});

it("stays at the visited message when everything is loaded afresh", async () => {
  await using chat = await longConversation(({ line }) => ({ url: line.url }));
  const { server, line, id, ben, ada, thread, idOf } = chat;
  await ada.client.goToMessage(id, idOf(60));
  line.cut();
  await until(ada.client.connection, ({ status }) => status === "offline");
  await beginOtherLife(server);
  // A process that knows of the other life from its start.
  const { databaseUrl: database, broker } = server.runtime;
  await using next = await testServer({ database, broker });
  ben.client.send(id, "meanwhile");
  await until(ben.client.connection, ({ queued }) => queued === 0);
  line.leadTo(next.port);
  line.mend();
  await until(ada.client.connection, ({ status }) => status === "live");
  const { hasMoreAfter } = await until(thread, ({ conversation }) => conversation?.lastSeq === 221);
  expect(hasMoreAfter).toBe(true);
  expect(seqs(thread.getSnapshot())).toEqual(range(35, 84));
  while (thread.getSnapshot().hasMoreAfter) await ada.client.loadAfter(id);
  expect(seqs(thread.getSnapshot())).toEqual(range(35, 221));
});

import pg from "pg";
import { expect, it, vi } from "vitest";
import { type ChatPerson, chatPerson, strandedPerson, until } from "../server/testing/chat-person";
import { beginOtherLife, directChat, say, storedIds } from "../server/testing/direct-chat";
import { makeStaffedGym } from "../server/testing/example-data";
import { openLine } from "../server/testing/line";
import { testServer } from "../server/testing/test-server";
import type { ChatClient } from "./chat-client.types";
import { memoryStorage } from "./memory-storage";

const live = ({ client }: ChatPerson) => until(client.connection, ({ status }) => status === "live");
const contents = (client: ChatClient, id: string) =>
  client
    .thread(id)
    .getSnapshot()
    .messages.map(({ content }) => content);

/** Somebody reads, as a screen does, and has read and closed the page. */
async function readAndLeave({ client }: ChatPerson, id: string, count: number): Promise<void> {
  await until(client.thread(id), ({ messages }) => messages.length === count);
  await client.stop();
}

it("begins with what it showed last, before the server has said anything", async () => {
  await using chat = await directChat(30);
  const { server, line, member, id } = chat;
  const storage = memoryStorage();
  const first = await chat.openMember({ storage });
  await readAndLeave(first, id, 30);

  line.cut();
  await using second = strandedPerson(server, member, { storage, url: line.url });
  second.client.start();
  await until(second.client.conversations("inbox"), ({ status }) => status === "ready");
  expect(second.client.me.getSnapshot()?.id).toBe(member);
  const thread = second.client.thread(id).getSnapshot();
  expect(thread.status).toBe("ready");
  expect(thread.messages.map((message) => message.id)).toEqual(await storedIds(server, id));
  expect(second.client.totalUnread.getSnapshot()).toBe(30);
});

it("brings what it kept up to date by what happened since, without reading the conversation again", async () => {
  await using chat = await directChat(30);
  const { server, ben, member, id } = chat;
  const storage = memoryStorage();
  await readAndLeave(await chat.openMember({ storage }), id, 30);
  ben.client.send(id, "while you were away");
  await until(ben.client.thread(id), ({ messages }) => messages.length === 31);

  using asked = vi.spyOn(pg.Client.prototype, "query");
  await using second = strandedPerson(server, member, { storage });
  second.client.start();
  const { messages } = await until(second.client.thread(id), (thread) => thread.messages.length === 31);
  await live(second);
  expect(messages.map((message) => message.id)).toEqual(await storedIds(server, id));
  const names = asked.mock.calls.map(([query]) => (query as unknown as { name?: string }).name);
  expect(names).toContain("chat-list-conversations");
  expect(names).not.toContain("chat-read-page");
});

it("forgets what another life of the database had, and keeps nothing of it on the screen", async () => {
  await using chat = await directChat(30);
  const { server, member, id } = chat;
  const storage = memoryStorage();
  await readAndLeave(await chat.openMember({ storage }), id, 30);
  await server.runtime.db.pool.query("update messages set content = 'restored' where conversation_id = $1", [id]);
  await beginOtherLife(server);

  await using second = strandedPerson(server, member, { storage });
  second.client.start();
  const end = second.client.thread(id).subscribe(() => undefined);
  await live(second);
  expect(new Set(contents(second.client, id))).toEqual(new Set(["restored"]));
  end();
});

it("reads after a resync only what differs", async () => {
  await using chat = await directChat(30);
  const { server, ben, member, id: quiet } = chat;
  const storage = memoryStorage();
  const busy = (await ben.client.createGroup("Spinning", [member])).id;
  await say(ben, busy, 30);
  const first = await chat.openMember({ storage });
  await until(first.client.thread(busy), ({ messages, status }) => status === "ready" && messages.at(-1)?.content === "message 30");
  await readAndLeave(first, quiet, 30);
  // Somebody has also changed what stands further up, which the newest message does not tell.
  await server.runtime.db.pool.query("update messages set content = 'changed' where conversation_id = $1 and content = 'message 20'", [
    busy,
  ]);
  ben.client.send(busy, "something new");
  await until(ben.client.thread(busy), ({ outbox }) => outbox.length === 0);
  // As after eight days: the cursor is too old to go on from.
  const key = `${member}/snapshot`;
  for (const { value } of await storage.read(key)) {
    const snapshot = value as { cursor: string };
    const [life] = snapshot.cursor.split(".");
    await storage.write([{ key, value: { ...snapshot, cursor: `${life}.${(Date.now() - 8 * 24 * 3_600_000).toString(36)}` } }]);
  }

  await using second = strandedPerson(server, member, { storage });
  second.client.start();
  await live(second);
  // Nobody has opened either since: one is known to be the same, the other is not.
  expect(contents(second.client, quiet)).toHaveLength(30);
  const thread = await until(second.client.thread(busy), ({ messages }) => messages.at(-1)?.content === "something new");
  expect(thread.messages.map((message) => message.id)).toEqual((await storedIds(server, busy)).slice(-thread.messages.length));
  expect(contents(second.client, busy)).toContain("changed");
});

it("keeps drafts and what was read over the end of the page, and tells the server later", async () => {
  await using chat = await directChat(1);
  const { server, line, member, id } = chat;
  const storage = memoryStorage();
  const first = await chat.openMember({ storage, url: line.url });
  await until(first.client.thread(id), ({ messages }) => messages.length === 1);
  line.cut();
  await until(first.client.connection, ({ status }) => status === "offline");
  first.client.markRead(id, 1);
  first.client.setDraft(id, "I was about to sa");
  await first.client.stop();
  line.mend();

  await using second = await chat.openMember({ storage, url: line.url });
  expect(second.client.draft(id).getSnapshot()).toBe("I was about to sa");
  expect(second.client.totalUnread.getSnapshot()).toBe(0);
  const mark = () => server.runtime.db.prisma.participant.findFirstOrThrow({ where: { conversationId: id, userId: member } });
  await vi.waitFor(async () => expect((await mark()).lastReadSeq).toBe(1), 5_000);
});

it("forgets everything of its user on signing out, and nothing of anybody else", async () => {
  await using server = await testServer();
  const { member, trainer } = await makeStaffedGym(server.runtime.db);
  const storage = memoryStorage();
  await using ben = await chatPerson(server, trainer, { storage, userId: trainer });
  const { id } = await ben.client.startDirect(member);
  ben.client.setDraft(id, "not sent");
  await using ada = await chatPerson(server, member, { storage, userId: member });
  await until(ada.client.thread(id), ({ status }) => status === "ready");
  ada.client.setDraft(id, "secret");
  await vi.waitFor(async () => expect((await storage.read(`${member}/`)).length).toBeGreaterThan(2), 10_000);
  await ada.client.signOut();
  expect(await storage.read(`${member}/`)).toEqual([]);
  expect(await storage.read("viewer")).toEqual([]);
  expect((await storage.read(`${trainer}/draft/`)).length).toBe(1);
});

it("keeps the words of somebody whose sign-in ended for them alone, and shows nobody what the server told them", async () => {
  await using server = await testServer();
  await using line = await openLine(server.port);
  const { member, trainer } = await makeStaffedGym(server.runtime.db);
  const storage = memoryStorage();
  const token = await server.tokenOf(member);
  const ada = await chatPerson(server, member, { storage, userId: member, url: line.url, getToken: async () => token });
  const { id } = await ada.client.startDirect(trainer);
  line.cut();
  await until(ada.client.connection, ({ status }) => status === "offline");
  ada.client.send(id, "written in the lift");
  await until(ada.client.thread(id), ({ outbox }) => outbox.length === 1);
  await server.runtime.db.prisma.user.update({ where: { id: member }, data: { sessionVersion: { increment: 1 } } });
  line.mend();
  await until(ada.client.connection, ({ status }) => status === "signed-out");
  expect(ada.client.connection.getSnapshot().queued).toBe(1);
  await vi.waitFor(async () => expect((await storage.read(`${member}/`)).map(({ key }) => key.split("/")[1])).toEqual(["outbox"]));
  await ada.client.stop();
  await using ben = await chatPerson(server, trainer, { storage });
  expect(ben.client.connection.getSnapshot().queued).toBe(0);
  await using again = await chatPerson(server, member, { storage, userId: member });
  await until(again.client.thread(id), ({ messages }) => messages.length === 1);
});

it("begins the desk with the queue it showed last, and has what became of it as soon as there is a connection", async () => {
  await using server = await testServer();
  await using line = await openLine(server.port);
  const { member, staff } = await makeStaffedGym(server.runtime.db);
  const storage = memoryStorage();
  await using ada = await chatPerson(server, member);
  const { id } = await ada.client.openSupport("Lost a glove");
  ada.client.send(id, "Has somebody found it?");
  await until(ada.client.thread(id), ({ messages }) => messages.length > 0);
  const first = await chatPerson(server, staff, { storage, userId: staff });
  await until(first.client.queue("all"), ({ items }) => items.length === 1);
  await first.client.stop();

  line.cut();
  await using second = strandedPerson(server, staff, { storage, userId: staff, url: line.url });
  const end = second.client.queue("all").subscribe(() => undefined);
  second.client.start();
  const { items, counts } = await until(second.client.queue("all"), ({ status }) => status === "ready");
  expect(items.map((item) => [item.conversation.id, item.case.topic])).toEqual([[id, "Lost a glove"]]);
  expect(counts.all).toBe(1);
  ada.client.send(id, "It is red.");
  const answered = await until(ada.client.thread(id), ({ messages }) => messages.at(-1)?.content === "It is red.");
  line.mend();
  const after = await until(second.client.queue("all"), (queue) => queue.items[0]?.conversation.lastSeq === answered.conversation?.lastSeq);
  expect(after.items).toHaveLength(1);
  end();
});

it("shows what little it knows of a conversation while there is no connection, and the rest as soon as there is one", async () => {
  await using chat = await directChat(80);
  const { server, line, member, id } = chat;
  const storage = memoryStorage();
  // Its list was seen, the conversation itself was never opened.
  const first = await chat.openMember({ storage, userId: member });
  await first.client.stop();

  line.cut();
  await using second = strandedPerson(server, member, { storage, userId: member, url: line.url });
  const end = second.client.thread(id).subscribe(() => undefined);
  second.client.start();
  const { messages, hasMoreBefore } = await until(second.client.thread(id), ({ status }) => status === "ready");
  expect([messages.map(({ content }) => content), hasMoreBefore]).toEqual([["message 80"], true]);
  line.mend();
  await until(second.client.thread(id), (thread) => thread.messages.length === 50);
  await second.client.loadBefore(id);
  expect(
    second.client
      .thread(id)
      .getSnapshot()
      .messages.map((message) => message.id),
  ).toEqual(await storedIds(server, id));
  end();
});

import { expect, it, vi } from "vitest";
import { type ChatPerson, chatPerson, strandedPerson, until } from "../server/testing/chat-person";
import { makeStaffedGym } from "../server/testing/example-data";
import { openLine } from "../server/testing/line";
import { type TestServer, testServer } from "../server/testing/test-server";
import type { ChatClient } from "./chat-client.types";
import type { ClientStorage } from "./client-storage";
import { type Clock, systemClock } from "./clock";
import { memoryStorage } from "./memory-storage";

async function storedIds({ runtime }: TestServer, conversationId: string): Promise<string[]> {
  const rows = await runtime.db.prisma.message.findMany({ where: { conversationId }, orderBy: { seq: "asc" }, select: { id: true } });
  return rows.map(({ id }) => id);
}

const live = ({ client }: ChatPerson) => until(client.connection, ({ status }) => status === "live");
const contents = (client: ChatClient, id: string) =>
  client
    .thread(id)
    .getSnapshot()
    .messages.map(({ content }) => content);

async function say({ client }: ChatPerson, id: string, count: number): Promise<void> {
  for (let at = 1; at <= count; at++) client.send(id, `message ${at}`);
  await until(client.thread(id), ({ outbox }) => outbox.length === 0);
}

/** Somebody reads, as a screen does, and has read and closed the page. */
async function readAndLeave({ client }: ChatPerson, id: string, count: number): Promise<void> {
  await until(client.thread(id), ({ messages }) => messages.length === count);
  await client.stop();
}

it("begins with what it showed last, before the server has said anything", async () => {
  await using server = await testServer();
  await using line = await openLine(server.port);
  const { member, trainer } = await makeStaffedGym(server.runtime.db);
  const storage = memoryStorage();
  await using ben = await chatPerson(server, trainer);
  const { id } = await ben.client.startDirect(member);
  await say(ben, id, 30);
  const first = await chatPerson(server, member, { storage });
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
  await using server = await testServer();
  const { member, trainer } = await makeStaffedGym(server.runtime.db);
  const storage = memoryStorage();
  await using ben = await chatPerson(server, trainer);
  const { id } = await ben.client.startDirect(member);
  await say(ben, id, 30);
  await readAndLeave(await chatPerson(server, member, { storage }), id, 30);
  ben.client.send(id, "while you were away");
  await until(ben.client.thread(id), ({ messages }) => messages.length === 31);

  const pages = vi.spyOn(server.services.db.pool, "query");
  await using second = strandedPerson(server, member, { storage });
  second.client.start();
  const { messages } = await until(second.client.thread(id), (thread) => thread.messages.length === 31);
  await live(second);
  expect(messages.map((message) => message.id)).toEqual(await storedIds(server, id));
  const names = pages.mock.calls.map(([query]) => (query as unknown as { name?: string }).name);
  expect(names).toContain("chat-list-conversations");
  expect(names).not.toContain("chat-read-page");
});

it("forgets what another life of the database had, and keeps nothing of it on the screen", async () => {
  await using server = await testServer();
  const { member, trainer } = await makeStaffedGym(server.runtime.db);
  const storage = memoryStorage();
  await using ben = await chatPerson(server, trainer);
  const { id } = await ben.client.startDirect(member);
  await say(ben, id, 30);
  await readAndLeave(await chatPerson(server, member, { storage }), id, 30);
  await server.runtime.db.pool.query("update messages set content = 'restored' where conversation_id = $1", [id]);
  await server.runtime.db.pool.query("update installation set epoch = gen_random_uuid()");

  await using second = strandedPerson(server, member, { storage });
  second.client.start();
  const end = second.client.thread(id).subscribe(() => undefined);
  await live(second);
  expect(new Set(contents(second.client, id))).toEqual(new Set(["restored"]));
  end();
});

it("reads after a resync only what differs", async () => {
  await using server = await testServer();
  const { member, trainer, staff } = await makeStaffedGym(server.runtime.db);
  const storage = memoryStorage();
  await using ben = await chatPerson(server, trainer);
  const quiet = (await ben.client.startDirect(member)).id;
  const busy = (await ben.client.createGroup("Spinning", [member, staff])).id;
  for (const id of [quiet, busy]) await say(ben, id, 30);
  const first = await chatPerson(server, member, { storage });
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
  await using server = await testServer();
  await using line = await openLine(server.port);
  const { member, trainer } = await makeStaffedGym(server.runtime.db);
  const storage = memoryStorage();
  await using ben = await chatPerson(server, trainer);
  const { id } = await ben.client.startDirect(member);
  ben.client.send(id, "one");
  const first = await chatPerson(server, member, { storage, url: line.url });
  await until(first.client.thread(id), ({ messages }) => messages.length === 1);
  line.cut();
  await until(first.client.connection, ({ status }) => status === "offline");
  first.client.markRead(id, 1);
  first.client.setDraft(id, "I was about to sa");
  await first.client.stop();
  line.mend();

  await using second = await chatPerson(server, member, { storage, url: line.url });
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

it("shows a message as pending only once the device has it, however many are written at once", async () => {
  await using server = await testServer();
  const { member, trainer } = await makeStaffedGym(server.runtime.db);
  const storage = memoryStorage();
  const onDevice = new Set<string>();
  const slow: ClientStorage = {
    ...storage,
    async write(changes) {
      await new Promise((resolve) => setTimeout(resolve, 5));
      await storage.write(changes);
      for (const { key } of changes) onDevice.add(key);
    },
  };
  await using ada = await chatPerson(server, member, { storage: slow, userId: member });
  const { id } = await ada.client.startDirect(trainer);
  const thread = ada.client.thread(id);
  const early: string[] = [];
  const end = thread.subscribe(() => {
    for (const message of thread.getSnapshot().outbox) if (!onDevice.has(`${member}/outbox/${message.id}`)) early.push(message.content);
  });
  for (let at = 1; at <= 20; at++) ada.client.send(id, `message ${at}`);
  expect(ada.client.connection.getSnapshot().queued).toBe(20);
  await until(thread, ({ outbox, messages }) => outbox.length === 0 && messages.length === 20);
  expect(early).toEqual([]);
  expect(contents(ada.client, id)).toEqual(Array.from({ length: 20 }, (_, at) => `message ${at + 1}`));
  end();
});

/** A storage that can be full. */
function smallStorage(): ClientStorage & { isFull: boolean } {
  const storage = memoryStorage();
  const self = {
    ...storage,
    isFull: false,
    write: (changes: Parameters<ClientStorage["write"]>[0]) =>
      self.isFull && changes.some(({ value }) => value !== undefined)
        ? Promise.reject(new Error("QuotaExceededError"))
        : storage.write(changes),
  };
  return self;
}

it("says that the device is full, sends what was written nevertheless, and says when it keeps things again", async () => {
  await using server = await testServer();
  await using line = await openLine(server.port);
  const { member, trainer } = await makeStaffedGym(server.runtime.db);
  const storage = smallStorage();
  await using ada = await chatPerson(server, member, { storage, userId: member, url: line.url });
  const { id } = await ada.client.startDirect(trainer);
  line.cut();
  await until(ada.client.connection, ({ status }) => status === "offline");
  storage.isFull = true;
  ada.client.send(id, "one");
  const { outbox } = await until(ada.client.thread(id), (thread) => thread.outbox.length === 1);
  expect(outbox[0]?.isKept).toBe(false);
  await until(ada.client.device, (device) => device.storage === "failing");
  storage.isFull = false;
  ada.client.send(id, "two");
  await until(ada.client.device, (device) => device.storage === "ready");
  line.mend();
  await until(ada.client.thread(id), ({ messages }) => messages.length === 2);
  expect(contents(ada.client, id)).toEqual(["one", "two"]);
});

it("passes over what it cannot read on the device, whatever it is", async () => {
  await using server = await testServer();
  const { member, trainer } = await makeStaffedGym(server.runtime.db);
  const storage = memoryStorage();
  const newer = { key: `${member}/outbox/018f0000-0000-7000-8000-000000000001`, value: { v: 99, shape: "unknown" } };
  await storage.write([
    { key: "viewer", value: { userId: member } },
    { key: `${member}/snapshot`, value: { v: 1, me: "?" } },
    { key: `${member}/conversation/c`, value: [1, 2, 3] },
    { key: `${member}/draft/c`, value: null },
    newer,
  ]);
  await using ada = await chatPerson(server, member, { storage });
  await ada.client.startDirect(trainer);
  expect(ada.client.connection.getSnapshot()).toMatchObject({ status: "live", queued: 0 });
  // A newer program's message waits for a newer program.
  expect(await storage.read(newer.key)).toEqual([newer]);
});

it("does without a storage that does not answer: screens fill, messages go, and it is said", async () => {
  await using server = await testServer();
  const { member, trainer } = await makeStaffedGym(server.runtime.db);
  const never = () => new Promise<never>(() => undefined);
  const clock: Clock = { ...systemClock, after: (delayMs, callback) => systemClock.after(delayMs === 3_000 ? 100 : delayMs, callback) };
  const hanging: ClientStorage = { read: never, write: never, clear: never };
  await using ada = await chatPerson(server, member, { storage: hanging, userId: member, clock });
  const { id } = await ada.client.startDirect(trainer);
  ada.client.send(id, "hello");
  await until(ada.client.thread(id), ({ messages }) => messages.length === 1);
  expect(ada.client.device.getSnapshot()).toEqual({ storage: "failing", leads: true });
});

it("gives up the snapshot before it loses a message for want of room", async () => {
  await using server = await testServer();
  await using line = await openLine(server.port);
  const { member, trainer } = await makeStaffedGym(server.runtime.db);
  const storage = memoryStorage();
  // There is room for one thing: the snapshot, or a message.
  const small: ClientStorage = {
    ...storage,
    async write(changes, options) {
      const isMessage = changes.some(({ key, value }) => key.includes("/outbox/") && value !== undefined);
      if (isMessage && (await storage.read(`${member}/snapshot`)).length > 0) throw new Error("QuotaExceededError");
      return storage.write(changes, options);
    },
  };
  await using ada = await chatPerson(server, member, { storage: small, userId: member, url: line.url });
  const { id } = await ada.client.startDirect(trainer);
  await vi.waitFor(async () => expect(await storage.read(`${member}/snapshot`)).toHaveLength(1), 10_000);
  line.cut();
  await until(ada.client.connection, ({ status }) => status === "offline");
  ada.client.send(id, "worth more");
  const { outbox } = await until(ada.client.thread(id), (thread) => thread.outbox.length === 1);
  expect(outbox[0]?.isKept).toBeUndefined();
  expect(await storage.read(`${member}/outbox/`)).toHaveLength(1);
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
  await using server = await testServer();
  await using line = await openLine(server.port);
  const { member, trainer } = await makeStaffedGym(server.runtime.db);
  const storage = memoryStorage();
  await using ben = await chatPerson(server, trainer);
  const { id } = await ben.client.startDirect(member);
  await say(ben, id, 80);
  // Its list was seen, the conversation itself was never opened.
  const first = await chatPerson(server, member, { storage, userId: member });
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

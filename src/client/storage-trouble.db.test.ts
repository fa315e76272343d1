import { expect, it, vi } from "vitest";
import { chatPerson, until } from "../server/testing/chat-person";
import { makeStaffedGym } from "../server/testing/example-data";
import { openLine } from "../server/testing/line";
import { testServer } from "../server/testing/test-server";
import type { ChatClient } from "./chat-client.types";
import type { ClientStorage } from "./client-storage";
import { type Clock, systemClock } from "./clock";
import { memoryStorage } from "./memory-storage";

const contents = (client: ChatClient, id: string) =>
  client
    .thread(id)
    .getSnapshot()
    .messages.map(({ content }) => content);

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

import { expect, it, vi } from "vitest";
import { chatPerson, strandedPerson, until } from "../server/testing/chat-person";
import { makeStaffedGym } from "../server/testing/example-data";
import { openLine } from "../server/testing/line";
import { type TestServer, testServer } from "../server/testing/test-server";
import { memoryStorage } from "./memory-storage";
import { browser } from "./testing/tabs";

async function stored({ runtime }: TestServer, conversationId: string) {
  const rows = await runtime.db.prisma.message.findMany({ where: { conversationId, kind: "text" }, orderBy: { seq: "asc" } });
  return rows.map(({ content }) => content);
}

/** Counts the sends that reach the server. */
function countSends({ services }: TestServer): () => number {
  const spy = vi.spyOn(services.sends, "send");
  return () => spy.mock.calls.length;
}

it("has one tab send what is written in any of them, each message once and in order", async () => {
  await using server = await testServer();
  await using line = await openLine(server.port);
  const { member, trainer } = await makeStaffedGym(server.runtime.db);
  const { tab } = browser();
  const device = { storage: memoryStorage(), userId: member, url: line.url };
  await using left = await chatPerson(server, member, { ...device, tabs: tab() });
  await using right = await chatPerson(server, member, { ...device, tabs: tab() });
  const { id } = await left.client.startDirect(trainer);
  await until(right.client.conversations("inbox"), ({ items }) => items.length === 1);
  expect([left, right].map(({ client }) => client.device.getSnapshot().leads)).toEqual([true, false]);
  const sends = countSends(server);
  line.cut();
  await Promise.all([left, right].map(({ client }) => until(client.connection, ({ status }) => status === "offline")));
  const texts = Array.from({ length: 10 }, (_, at) => `message ${at + 1}`);
  for (const [at, text] of texts.entries()) {
    (at % 2 === 0 ? left : right).client.send(id, text);
    for (const { client } of [left, right]) await until(client.thread(id), ({ outbox }) => outbox.length === at + 1);
  }
  line.mend();
  for (const { client } of [left, right])
    await until(client.thread(id), ({ outbox, messages }) => outbox.length === 0 && messages.length === 10);
  expect(await stored(server, id)).toEqual(texts);
  expect(sends()).toBe(10);
});

it("stores each message once and in order although without locks every tab sends, and shows the same in all of them", async () => {
  await using server = await testServer();
  await using line = await openLine(server.port);
  const { member, trainer } = await makeStaffedGym(server.runtime.db);
  const { tab } = browser(false);
  const storage = memoryStorage();
  const device = { storage, userId: member, url: line.url };
  await using left = await chatPerson(server, member, { ...device, tabs: tab() });
  await using right = await chatPerson(server, member, { ...device, tabs: tab() });
  const tabs = [left, right];
  const { id } = await left.client.startDirect(trainer);
  await until(right.client.conversations("inbox"), ({ items }) => items.length === 1);
  expect(tabs.map(({ client }) => client.device.getSnapshot().leads)).toEqual([true, true]);
  line.cut();
  await Promise.all(tabs.map(({ client }) => until(client.connection, ({ status }) => status === "offline")));
  const texts = Array.from({ length: 20 }, (_, at) => `message ${at + 1}`);
  for (const [at, text] of texts.entries()) {
    (at % 2 === 0 ? left : right).client.send(id, text);
    for (const { client } of tabs) await until(client.thread(id), ({ outbox }) => outbox.length === at + 1);
  }
  line.mend();
  for (const { client } of tabs) await until(client.thread(id), ({ outbox, messages }) => outbox.length === 0 && messages.length === 20);
  expect(await stored(server, id)).toEqual(texts);
  left.client.setDraft(id, "and one");
  await until(right.client.draft(id), (text) => text === "and one");
  for (const { client } of tabs) await client.stop();
  // What both wrote down is neither doubled nor sent once more.
  await using next = await chatPerson(server, member, { ...device, tabs: tab() });
  expect(next.client.thread(id).getSnapshot().outbox).toEqual([]);
  await until(next.client.thread(id), ({ messages }) => messages.length === 20);
  expect(next.client.draft(id).getSnapshot()).toBe("and one");
});

it("has another tab go on when the one that sends is killed", async () => {
  await using server = await testServer();
  await using line = await openLine(server.port);
  const { member, trainer } = await makeStaffedGym(server.runtime.db);
  const { tab } = browser();
  const device = { storage: memoryStorage(), userId: member };
  const doomedTab = tab();
  const doomed = await chatPerson(server, member, { ...device, url: line.url, tabs: doomedTab });
  await using other = await chatPerson(server, member, { ...device, tabs: tab() });
  const { id } = await doomed.client.startDirect(trainer);
  await until(other.client.conversations("inbox"), ({ items }) => items.length === 1);
  line.cut();
  await until(doomed.client.connection, ({ status }) => status === "offline");
  for (const text of ["one", "two"]) doomed.client.send(id, text);
  await until(doomed.client.thread(id), ({ outbox }) => outbox.length === 2);
  doomedTab.kill();
  await until(other.client.device, ({ leads }) => leads);
  await until(other.client.thread(id), ({ messages }) => messages.length === 2);
  expect(await stored(server, id)).toEqual(["one", "two"]);
  await doomed.client.stop();
});

it("takes the lead from a tab that sleeps, and is handed it by one without a connection", async () => {
  await using server = await testServer();
  await using line = await openLine(server.port);
  const { member, trainer } = await makeStaffedGym(server.runtime.db);
  for (const trouble of ["sleeps", "has no connection"]) {
    const { tab } = browser();
    const device = { storage: memoryStorage(), userId: member };
    const leaderTab = tab();
    const leader = await chatPerson(server, member, { ...device, url: line.url, tabs: leaderTab });
    await using other = await chatPerson(server, member, { ...device, tabs: tab() });
    const { id } = await other.client.startDirect(trainer);
    if (trouble === "sleeps") leaderTab.freeze();
    else line.cut();
    other.client.send(id, trouble);
    await until(other.client.thread(id), ({ outbox, messages }) => outbox.length === 0 && messages.at(-1)?.content === trouble);
    line.mend();
    await leader.client.stop();
  }
}, 30_000);

it("shows in every tab within a second what was read, drafted and signed out in one", async () => {
  await using server = await testServer();
  await using line = await openLine(server.port);
  const { member, trainer } = await makeStaffedGym(server.runtime.db);
  const { tab } = browser();
  const device = { storage: memoryStorage(), userId: member, url: line.url };
  await using ben = await chatPerson(server, trainer);
  const { id } = await ben.client.startDirect(member);
  ben.client.send(id, "hello");
  await using left = await chatPerson(server, member, { ...device, tabs: tab() });
  await using right = await chatPerson(server, member, { ...device, tabs: tab() });
  for (const { client } of [left, right]) await until(client.totalUnread, (count) => count === 1);
  // Also without a connection.
  line.cut();
  for (const { client } of [left, right]) await until(client.connection, ({ status }) => status === "offline");
  const startedAt = performance.now();
  left.client.markRead(id, 1);
  right.client.setDraft(id, "hm");
  await until(right.client.totalUnread, (count) => count === 0);
  await until(left.client.draft(id), (text) => text === "hm");
  await left.client.signOut();
  await until(right.client.connection, ({ status }) => status === "signed-out");
  expect(performance.now() - startedAt).toBeLessThan(1_000);
  expect(await device.storage.read("")).toEqual([]);
});

it("tells the server what was read in a tab that was killed, when that tab wrote down for all", async () => {
  await using server = await testServer();
  await using line = await openLine(server.port);
  const { member, trainer } = await makeStaffedGym(server.runtime.db);
  const { tab } = browser();
  const device = { storage: memoryStorage(), userId: member };
  await using ben = await chatPerson(server, trainer);
  const { id } = await ben.client.startDirect(member);
  ben.client.send(id, "hello");
  const doomedTab = tab();
  const doomed = strandedPerson(server, member, { ...device, url: line.url, tabs: doomedTab });
  doomed.client.start();
  await until(doomed.client.totalUnread, (count) => count === 1);
  await using other = await chatPerson(server, member, { ...device, tabs: tab() });
  line.cut();
  await until(doomed.client.connection, ({ status }) => status === "offline");
  doomed.client.markRead(id, 1);
  await until(other.client.totalUnread, (count) => count === 0);
  doomedTab.kill();
  const mark = () => server.runtime.db.prisma.participant.findFirstOrThrow({ where: { conversationId: id, userId: member } });
  await vi.waitFor(async () => expect((await mark()).lastReadSeq).toBe(1), 5_000);
  await doomed.client.stop();
});

import { expect, it } from "vitest";
import { type ChatPerson, chatPerson, until } from "../server/testing/chat-person";
import { makeStaffedGym } from "../server/testing/example-data";
import { testServer } from "../server/testing/test-server";
import type { SendState } from "./chat-client.types";
import { sendStateOf } from "./send-state";

/** How the first message that a person wrote stands. */
function firstState({ id, client }: ChatPerson, conversationId: string): SendState | null {
  const { conversation, messages } = client.thread(conversationId).getSnapshot();
  const message = messages.find(({ senderId }) => senderId === id);
  return conversation && message ? sendStateOf(message, conversation, id) : null;
}

it("turns from sent to delivered when it reaches a device, and to read when it was seen", async () => {
  await using server = await testServer();
  const { member, trainer } = await makeStaffedGym(server.runtime.db);
  await using ada = await chatPerson(server, member);
  const { id } = await ada.client.startDirect(trainer);
  ada.client.send(id, "hello");
  await until(ada.client.thread(id), () => firstState(ada, id) === "sent");
  await using ben = await chatPerson(server, trainer);
  await until(ada.client.thread(id), () => firstState(ada, id) === "delivered");
  expect(ben.client.totalUnread.getSnapshot()).toBe(1);
  ben.client.markRead(id, 1);
  expect(ben.client.totalUnread.getSnapshot()).toBe(0);
  await until(ada.client.thread(id), () => firstState(ada, id) === "read");
});

it("tells the server that no more was read than was shown, in whatever order marks come", async () => {
  await using server = await testServer();
  const { member, trainer } = await makeStaffedGym(server.runtime.db);
  await using ada = await chatPerson(server, member);
  await using ben = await chatPerson(server, trainer);
  const { id } = await ada.client.startDirect(ben.id);
  for (const text of ["one", "two", "three"]) ada.client.send(id, text);
  await until(ben.client.conversations("inbox"), ({ items }) => items[0]?.lastSeq === 3);
  for (const seq of [1, 2, 1]) ben.client.markRead(id, seq);
  await until(ada.client.thread(id), () => firstState(ada, id) === "read");
  const mark = () => server.runtime.db.prisma.participant.findFirstOrThrow({ where: { conversationId: id, userId: ben.id } });
  expect((await mark()).lastReadSeq).toBe(2);
  expect(ben.client.totalUnread.getSnapshot()).toBe(1);
});

it("shows who types, and no longer once their message is there", async () => {
  await using server = await testServer();
  const { member, trainer } = await makeStaffedGym(server.runtime.db);
  await using ada = await chatPerson(server, member);
  await using ben = await chatPerson(server, trainer);
  const { id } = await ada.client.startDirect(ben.id);
  const typing = ada.client.typing(id);
  const end = typing.subscribe(() => undefined);
  // Ada may not be watching yet at the first key; people press many.
  const keys = setInterval(() => ben.client.setTyping(id, true), 100);
  expect(await until(typing, (users) => users.length > 0)).toEqual([ben.id]);
  clearInterval(keys);
  ben.client.send(id, "hello");
  await until(ada.client.thread(id), ({ messages }) => messages.length === 1);
  await until(typing, (users) => users.length === 0);
  const moreKeys = setInterval(() => ben.client.setTyping(id, true), 100);
  await until(typing, (users) => users.length > 0);
  clearInterval(moreKeys);
  ben.client.setTyping(id, false);
  await until(typing, (users) => users.length === 0);
  end();
});

it("shows whoever types on, although a message of theirs that had waited for a connection, or came from elsewhere, arrives meanwhile", async () => {
  await using server = await testServer();
  const { member, trainer } = await makeStaffedGym(server.runtime.db);
  await using ada = await chatPerson(server, member);
  await using ben = await chatPerson(server, trainer);
  await using elsewhere = await chatPerson(server, trainer);
  const { id } = await ada.client.startDirect(ben.id);
  const typing = ada.client.typing(id);
  const shown: number[] = [];
  const end = typing.subscribe(() => shown.push(typing.getSnapshot().length));
  const keys = setInterval(() => ben.client.setTyping(id, true), 100);
  await until(typing, (users) => users.length > 0);
  elsewhere.client.send(id, "hello");
  await until(ada.client.thread(id), ({ messages }) => messages.length === 1);
  await expect.poll(() => shown, { timeout: 5_000 }).toEqual([1, 0, 1]);
  clearInterval(keys);
  end();
});

it("shows who is here, busy and gone", async () => {
  await using server = await testServer();
  const { member, trainer } = await makeStaffedGym(server.runtime.db);
  await using ada = await chatPerson(server, member);
  const presence = ada.client.presence(trainer);
  expect(presence.getSnapshot().status).toBe("offline");
  const end = presence.subscribe(() => undefined);
  const ben = await chatPerson(server, trainer);
  await until(presence, ({ status }) => status === "online");
  ben.client.setStatus("busy");
  await until(presence, ({ status }) => status === "busy");
  await ben.client.stop();
  await until(presence, ({ status }) => status === "offline");
  end();
});

it("shows a member's question on the desk without reloading, and the desk's answer to the member", async () => {
  await using server = await testServer();
  const { member, staff } = await makeStaffedGym(server.runtime.db);
  await using sam = await chatPerson(server, staff);
  await using ada = await chatPerson(server, member);
  const queue = sam.client.queue("unassigned");
  const end = queue.subscribe(() => undefined);
  await until(queue, ({ status }) => status === "ready");
  expect(queue.getSnapshot().items).toEqual([]);
  const { id } = await ada.client.openSupport();
  ada.client.send(id, "when do you open?");
  const { items, counts } = await until(queue, (now) => now.items[0]?.case.waitingSince != null && now.counts.all === 1);
  expect(items[0]?.conversation.lastMessage?.content).toBe("when do you open?");
  expect(counts).toEqual({ mine: 0, unassigned: 1, all: 1, mentions: 0, snoozed: 0, resolved: 0 });
  expect(sam.client.caseOf(id).getSnapshot()?.status).toBe("open");

  await until(sam.client.thread(id), ({ messages }) => messages.length === 1);
  sam.client.markRead(id, 1);
  await until(ada.client.thread(id), () => firstState(ada, id) === "read");
  sam.client.send(id, "at six");
  await until(ada.client.thread(id), ({ messages }) => messages.at(-1)?.content === "at six");
  await until(sam.client.conversations("inbox"), (inbox) => inbox.items[0]?.id === id);
  end();
});

import { expect, it } from "vitest";
import { shareWithNext } from "../server/accounts/next-bridge";
import { readFirstList } from "../server/chat/first-list";
import { as } from "../server/testing/actors";
import { type ChatPerson, chatPerson, strandedPerson, until } from "../server/testing/chat-person";
import { directChat } from "../server/testing/direct-chat";
import { makeStaffedGym, makeUser } from "../server/testing/example-data";
import { type TestServer, testServer } from "../server/testing/test-server";
import type { ServedList } from "./chat-client.types";
import { memoryStorage } from "./memory-storage";

/** What the page of this user comes with now. */
async function servedTo(server: TestServer, { id, client }: ChatPerson): Promise<ServedList> {
  shareWithNext(server.runtime);
  const list = await readFirstList((await as(server.services, id)).actor);
  const viewer = client.me.getSnapshot();
  if (!list || !viewer) throw new Error("there is no list");
  return { viewer, list };
}

it("shows the list that its page came with before anything was heard, and what has happened since as soon as it hears", async () => {
  await using chat = await directChat(1);
  const { server, line, ben, member, id } = chat;
  await using ada = await chat.openMember();
  const served = await servedTo(server, ada);
  line.cut();
  ben.client.send(id, "since");
  await until(ben.client.connection, ({ queued }) => queued === 0);

  await using page = strandedPerson(server, member, { url: line.url, served });
  const inbox = page.client.conversations("inbox");
  expect(inbox.getSnapshot()).toMatchObject({ status: "ready", items: [{ id, unreadCount: 1, lastMessage: { content: "message 1" } }] });
  expect(page.client.totalUnread.getSnapshot()).toBe(1);
  expect(page.client.connection.getSnapshot().status).toBe("connecting");
  page.client.start();
  line.mend();
  await until(inbox, ({ items }) => items[0]?.lastMessage?.content === "since" && items[0].unreadCount === 2);
  await until(page.client.thread(id), ({ messages }) => messages.length === 2);
});

it("has the messages that the device kept beside the list that its page came with", async () => {
  await using chat = await directChat(30);
  const { server, line, member, id } = chat;
  const storage = memoryStorage();
  const ada = await chat.openMember({ storage });
  await until(ada.client.thread(id), ({ messages }) => messages.length === 30);
  const served = await servedTo(server, ada);
  await ada.client.stop();

  line.cut();
  await using page = strandedPerson(server, member, { storage, url: line.url, served });
  page.client.start();
  const { messages } = await until(page.client.thread(id), ({ status }) => status === "ready");
  expect(messages.map(({ seq }) => seq)).toEqual(Array.from({ length: 30 }, (_, at) => at + 1));
});

it("comes with the head of a long list, and without most people of a large group, whom the app then has", async () => {
  await using server = await testServer();
  const { gymId, member, trainer } = await makeStaffedGym(server.runtime.db);
  await using ben = await chatPerson(server, trainer);
  await using ada = await chatPerson(server, member);
  const people = await Promise.all(Array.from({ length: 20 }, () => makeUser(server.runtime.db, "member", { gymId })));
  for (const one of people) await ben.client.startDirect(one);
  const { id } = await ben.client.createGroup("Spinning", [member, ...people]);
  ben.client.send(id, "hello");
  await until(ada.client.conversations("inbox"), ({ items }) => items[0]?.lastSeq === 1);

  const long = await servedTo(server, ben);
  expect(long.list.items).toHaveLength(15);
  expect(long.list.nextCursor).not.toBeNull();
  const { list, viewer } = await servedTo(server, ada);
  expect(list.items[0]?.participants.map((one) => one.id).sort()).toEqual([member, trainer].sort());
  await using page = await chatPerson(server, member, { served: { list, viewer } });
  await until(page.client.conversations("inbox"), ({ items }) => items[0]?.participants.length === 22);
});

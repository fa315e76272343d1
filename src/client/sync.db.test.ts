import { uuidv7 } from "uuidv7";
import { expect, it } from "vitest";
import { WebSocket } from "ws";
import { createConversation } from "../server/chat/create-conversation";
import { markRead } from "../server/chat/mark-read";
import { sendMessage } from "../server/chat/send-message";
import { advanceCase } from "../server/support/advance-case";
import { as } from "../server/testing/actors";
import { type ChatPerson, chatPerson, strandedPerson, until } from "../server/testing/chat-person";
import { storedIds } from "../server/testing/direct-chat";
import { makeStaffedGym, makeUser } from "../server/testing/example-data";
import { hurriedClock } from "../server/testing/hurried-clock";
import { openLine } from "../server/testing/line";
import { manualClock } from "../server/testing/manual-clock";
import { testServer } from "../server/testing/test-server";
import { rateTiers } from "../shared/limits";

/** Waits until a person's screen shows the newest message, without a hole, and everything they wrote has gone. */
async function shownIds({ client }: ChatPerson, conversationId: string, count: number): Promise<string[]> {
  const { messages } = await until(
    client.thread(conversationId),
    (thread) => thread.outbox.length === 0 && thread.messages.at(-1)?.seq === count,
  );
  return messages.map(({ id }) => id);
}

function sendMany({ client }: ChatPerson, conversationId: string, count: number): void {
  for (let at = 1; at <= count; at++) client.send(conversationId, `message ${at}`);
}

it("shows everything that was said while the connection was away, without a hole", async () => {
  await using server = await testServer();
  await using line = await openLine(server.port);
  const { member, trainer } = await makeStaffedGym(server.runtime.db);
  await using ada = await chatPerson(server, member, { url: line.url });
  await using ben = await chatPerson(server, trainer);
  const { id } = await ada.client.startDirect(ben.id);
  ada.client.send(id, "hello");
  await shownIds(ben, id, 1);
  // Somebody reads on, as a screen does.
  const end = ada.client.thread(id).subscribe(() => undefined);
  await until(ada.client.thread(id), ({ status }) => status === "ready");
  line.cut();
  await until(ada.client.connection, ({ status }) => status === "offline");
  sendMany(ben, id, 130);
  await shownIds(ben, id, 131);
  line.mend();
  expect(await shownIds(ada, id, 131)).toEqual(await storedIds(server, id));
  await until(ada.client.connection, ({ status }) => status === "live");
  end();
});

it("loads everything afresh when the database is another one than before", async () => {
  await using server = await testServer();
  await using line = await openLine(server.port);
  const { member, trainer } = await makeStaffedGym(server.runtime.db);
  await using ada = await chatPerson(server, member, { url: line.url });
  const { id } = await ada.client.startDirect(trainer);
  sendMany(ada, id, 3);
  await shownIds(ada, id, 3);
  const end = ada.client.thread(id).subscribe(() => undefined);
  line.cut();
  await until(ada.client.connection, ({ status }) => status === "offline");
  // As after a restore: the newest message never happened, and the database says that it lives another life.
  const { prisma } = server.runtime.db;
  await prisma.message.deleteMany({ where: { conversationId: id, seq: 3 } });
  await server.runtime.db.pool.query(
    "set session_replication_role = replica; update conversation_participants set last_read_seq = 2, last_delivered_seq = 2 where last_read_seq = 3; update conversations set last_seq = 2; set session_replication_role = default",
  );
  await server.runtime.db.pool.query("update installation set epoch = gen_random_uuid()");
  line.mend();
  const thread = await until(ada.client.thread(id), ({ conversation }) => conversation?.lastSeq === 2);
  const whole = await until(ada.client.thread(id), ({ messages }) => messages.length === 2);
  expect(thread.conversation?.lastSeq).toBe(2);
  expect(whole.messages.map((message) => message.id)).toEqual(await storedIds(server, id));
  await until(ada.client.connection, ({ status }) => status === "live");
  end();
});

it("becomes live again although something on the screen is not the viewer's to read", async () => {
  await using server = await testServer();
  await using line = await openLine(server.port);
  const { member } = await makeStaffedGym(server.runtime.db);
  await using ada = await chatPerson(server, member, { url: line.url });
  const thread = ada.client.thread("018f0000-0000-7000-8000-000000000000");
  const end = thread.subscribe(() => undefined);
  const { error } = await until(thread, ({ status }) => status === "error");
  expect(error?.code).toBe("NOT_A_PARTICIPANT");
  line.cut();
  await until(ada.client.connection, ({ status }) => status === "offline");
  line.mend();
  await until(ada.client.connection, ({ status }) => status === "live");
  end();
});

it("can be stopped and started again, and opens what a screen watched before the first start", async () => {
  await using server = await testServer();
  const { member, trainer } = await makeStaffedGym(server.runtime.db);
  await using ben = await chatPerson(server, trainer);
  const { id } = await ben.client.startDirect(member);
  ben.client.send(id, "welcome");
  await shownIds(ben, id, 1);
  await using ada = strandedPerson(server, member);
  const end = ada.client.thread(id).subscribe(() => undefined);
  ada.client.start();
  await until(ada.client.thread(id), ({ status, messages }) => status === "ready" && messages.length === 1);
  await ada.client.stop();
  ben.client.send(id, "are you here?");
  await shownIds(ben, id, 2);
  ada.client.start();
  await until(ada.client.thread(id), ({ messages }) => messages.length === 2);
  await until(ada.client.connection, ({ status }) => status === "live");
  end();
});

it("shows a conversation that somebody else begins, and hides a group that the viewer was taken out of", async () => {
  await using server = await testServer();
  const { member, trainer } = await makeStaffedGym(server.runtime.db);
  await using ada = await chatPerson(server, member);
  await using ben = await chatPerson(server, trainer);
  const group = await ben.client.createGroup("Spinning", [ada.id]);
  const inbox = ada.client.conversations("inbox");
  const shown = await until(inbox, ({ items }) => items.length === 1);
  expect(shown.items[0]?.name).toBe("Spinning");
  await ben.client.rename(group.id, "Spinning, Tuesdays");
  await until(inbox, ({ items }) => items[0]?.name === "Spinning, Tuesdays");
  await ben.client.removeParticipant(group.id, ada.id);
  await until(inbox, ({ items }) => items.length === 0);
});

it("counts what is unread in conversations beyond its pages, once, and names those who left a group long ago", async () => {
  await using server = await testServer();
  const { services } = server;
  const { gymId, trainer } = await makeStaffedGym(server.runtime.db);
  const members = await Promise.all(Array.from({ length: 54 }, () => makeUser(server.runtime.db, "member", { gymId })));
  const begun: string[] = [];
  for (const member of members) {
    const { id } = await createConversation(await as(services, trainer), { type: "direct", participantIds: [member] });
    await sendMessage(await as(services, member), { conversationId: id, id: uuidv7(), content: "hello" }, advanceCase);
    begun.push(id);
  }
  await using ben = await chatPerson(server, trainer);
  expect(ben.client.conversations("inbox").getSnapshot().items).toHaveLength(50);
  await until(ben.client.totalUnread, (count) => count === 54);
  // Read, muted or paged in: what is known here is newer than the count.
  const [oldest = "", second = ""] = begun;
  await markRead(await as(services, trainer), { conversationId: oldest, seq: 1 });
  await until(ben.client.totalUnread, (count) => count === 53);
  await ben.client.setMuted(second, "2100-01-01T00:00:00.000Z");
  await until(ben.client.totalUnread, (count) => count === 52);
  await ben.client.loadMoreConversations("inbox");
  expect(ben.client.totalUnread.getSnapshot()).toBe(52);

  const group = await ben.client.createGroup("Spinning", members.slice(0, 2));
  const [leaver = "", stayer = ""] = members;
  await ben.client.removeParticipant(group.id, leaver);
  const named = await ben.client.peopleOf(group.id, [leaver, stayer, members[3] ?? ""]);
  expect(named.map(({ id }) => id).sort()).toEqual([leaver, stayer].sort());
});

/** Sockets that say how often they were to ask for a conversation. */
function countingGets(onAsked: () => void): typeof globalThis.WebSocket {
  class Counting extends WebSocket {
    override send(data: Parameters<WebSocket["send"]>[0], ...more: unknown[]): void {
      if (String(data).includes("conversations.get")) onAsked();
      super.send(data, ...(more as []));
    }
  }
  return Counting as unknown as typeof globalThis.WebSocket;
}

it("shows what happened in a conversation beyond its pages although the server refused to tell of it for a while", async () => {
  await using server = await testServer();
  const { databaseUrl: database, broker, db } = server.runtime;
  const clock = manualClock();
  await using strict = await testServer({ database, broker, clock, env: { RATE_LIMIT: "on" } });
  const { gymId, trainer } = await makeStaffedGym(db);
  await using ben = await chatPerson(server, trainer);
  const members = await Promise.all(Array.from({ length: 51 }, () => makeUser(db, "member", { gymId })));
  const begun: string[] = [];
  for (const member of members) begun.push((await ben.client.startDirect(member)).id);
  const [oldest = "", second = ""] = begun;
  let asked = 0;
  const WebSocket = countingGets(() => asked++);
  await using again = await chatPerson(strict, trainer, { WebSocket, clock: hurriedClock() });
  const inbox = again.client.conversations("inbox");
  expect(inbox.getSnapshot().items.map(({ id }) => id)).not.toContain(oldest);
  for (let at = 0; at < rateTiers.reads[0].calls; at++) await strict.runtime.rateLimits.take("reads", trainer).catch(() => undefined);
  ben.client.send(oldest, "one");
  ben.client.send(oldest, "two");
  await expect.poll(() => asked).toBeGreaterThan(0);
  ben.client.send(second, "three");
  await until(inbox, ({ items }) => items[0]?.id === second);
  clock.advance(rateTiers.reads[0].perMs);
  const { items } = await until(inbox, (list) => list.items[1]?.id === oldest);
  expect(items[1]?.lastMessage?.content).toBe("two");
});

it("counts the queue again when there is a connection, although it was cut as a case came and was counted", async () => {
  await using server = await testServer();
  await using line = await openLine(server.port);
  const { member, staff } = await makeStaffedGym(server.runtime.db);
  const clock = hurriedClock();
  let askedAt = Number.POSITIVE_INFINITY;
  class CutAsItCounts extends WebSocket {
    override send(data: Parameters<WebSocket["send"]>[0], ...more: unknown[]): void {
      const isCount = String(data).includes("support.queue") && String(data).includes('"limit":1}');
      if (isCount && askedAt === Number.POSITIVE_INFINITY) {
        askedAt = clock.now();
        line.cut();
      } else super.send(data, ...(more as []));
    }
  }
  const cut = CutAsItCounts as unknown as typeof globalThis.WebSocket;
  await using cyd = await chatPerson(server, staff, { url: line.url, WebSocket: cut, clock });
  const queue = cyd.client.queue("all");
  const end = queue.subscribe(() => undefined);
  await until(queue, ({ status }) => status === "ready");
  await using ada = await chatPerson(server, member);
  await ada.client.openSupport("The sauna");
  // For longer than a call waits for a connection.
  await until(cyd.client.connection, ({ status }) => status === "offline" && clock.now() > askedAt + 15_000);
  line.mend();
  const { items } = await until(queue, ({ counts }) => counts.all === 1 && counts.unassigned === 1);
  expect(items).toHaveLength(1);
  end();
});

it("pages through a long list and a long history, and both end where the database ends", async () => {
  await using server = await testServer();
  const { gymId, trainer } = await makeStaffedGym(server.runtime.db);
  await using ben = await chatPerson(server, trainer);
  const members = await Promise.all(Array.from({ length: 60 }, () => makeUser(server.runtime.db, "member", { gymId })));
  const begun: string[] = [];
  for (const member of members) begun.push((await ben.client.startDirect(member)).id);
  await using again = await chatPerson(server, trainer);
  const inbox = again.client.conversations("inbox");
  expect(inbox.getSnapshot()).toMatchObject({ status: "ready", hasMore: true });
  await again.client.loadMoreConversations("inbox");
  expect(inbox.getSnapshot().hasMore).toBe(false);
  expect(inbox.getSnapshot().items.map(({ id }) => id)).toEqual(begun.toReversed());

  const [, id = ""] = begun;
  sendMany(ben, id, 120);
  await shownIds(again, id, 120);
  const thread = again.client.thread(id);
  const end = thread.subscribe(() => undefined);
  while (thread.getSnapshot().hasMoreBefore) await again.client.loadBefore(id);
  expect(thread.getSnapshot().messages.map((message) => message.id)).toEqual(await storedIds(server, id));
  end();
});

it("agrees with the database on every screen after any number of cut connections", async () => {
  await using server = await testServer();
  const { member, trainer, staff } = await makeStaffedGym(server.runtime.db);
  await using lineA = await openLine(server.port);
  await using lineB = await openLine(server.port);
  await using ada = await chatPerson(server, member, { url: lineA.url });
  await using ben = await chatPerson(server, trainer, { url: lineB.url });
  await using cyd = await chatPerson(server, staff);
  const { id } = await ben.client.createGroup("Spinning", [ada.id, cyd.id]);
  const people = [ada, ben, cyd];
  const ends = people.map(({ client }) => client.thread(id).subscribe(() => undefined));
  await Promise.all(people.map(({ client }) => until(client.thread(id), ({ status }) => status === "ready")));
  for (let round = 0; round < 6; round++) {
    const line = round % 2 === 0 ? lineA : lineB;
    for (const person of people) sendMany(person, id, 5);
    line.cut();
    for (const person of people) sendMany(person, id, 5);
    line.mend();
  }
  const before = (await storedIds(server, id)).length;
  expect(before).toBeLessThan(6 * 30);
  await Promise.all(people.map(({ client }) => until(client.connection, ({ status, queued }) => status === "live" && queued === 0)));
  const ids = await storedIds(server, id);
  const { lastSeq } = await server.runtime.db.prisma.conversation.findUniqueOrThrow({ where: { id } });
  expect(new Set(ids).size).toBe(ids.length);
  for (const person of people) expect(await shownIds(person, id, lastSeq)).toEqual(ids);
  for (const person of people) {
    const own = (
      await server.runtime.db.prisma.message.findMany({
        where: { conversationId: id, senderId: person.id, kind: "text" },
        orderBy: { seq: "asc" },
      })
    ).map(({ content }) => content);
    expect(own).toEqual(Array.from({ length: 12 }, () => Array.from({ length: 5 }, (_, at) => `message ${at + 1}`)).flat());
  }
  for (const end of ends) end();
});

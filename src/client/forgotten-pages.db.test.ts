import { expect, it } from "vitest";
import { chatPerson, until } from "../server/testing/chat-person";
import { directChat, storedIds } from "../server/testing/direct-chat";
import { makeStaffedGym } from "../server/testing/example-data";
import { testServer } from "../server/testing/test-server";
import { type Clock, systemClock } from "./clock";
import { collectGarbage } from "./testing/collect-garbage";

it("forgets old messages of a conversation that nobody reads, and reads them again when somebody does", async () => {
  await using server = await testServer();
  const { member, trainer } = await makeStaffedGym(server.runtime.db);
  await using ada = await chatPerson(server, member);
  await using ben = await chatPerson(server, trainer);
  const { id } = await ben.client.startDirect(ada.id);
  const thread = ada.client.thread(id);
  await until(thread, ({ status }) => status === "ready");
  for (let at = 1; at <= 220; at++) ben.client.send(id, `message ${at}`);
  const { items } = await until(ada.client.conversations("inbox"), (inbox) => inbox.items[0]?.lastSeq === 220);
  expect(items[0]?.messages.length).toBeLessThan(201);
  const end = thread.subscribe(() => undefined);
  while (thread.getSnapshot().hasMoreBefore) await ada.client.loadBefore(id);
  expect(thread.getSnapshot().messages.map((message) => message.id)).toEqual(await storedIds(server, id));
  end();
});

it("lets go of the older messages of a conversation that was left a while ago", async () => {
  await using chat = await directChat(220);
  // A minute is a moment.
  const clock: Clock = { ...systemClock, after: (delayMs, callback) => systemClock.after(delayMs === 60_000 ? 100 : delayMs, callback) };
  await using ada = await chat.openMember({ clock });
  const readToTheTop = async () => {
    const thread = ada.client.thread(chat.id);
    const end = thread.subscribe(() => undefined);
    await until(thread, ({ status }) => status === "ready");
    while (thread.getSnapshot().hasMoreBefore) await ada.client.loadBefore(chat.id);
    const messages = thread.getSnapshot().messages.map((message) => new WeakRef(message));
    end();
    return messages;
  };
  const messages = await readToTheTop();
  expect(messages).toHaveLength(220);
  await expect
    .poll(() => {
      collectGarbage();
      return messages.filter((message) => message.deref()).length;
    })
    .toBe(50);
});

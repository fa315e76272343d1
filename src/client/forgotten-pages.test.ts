import { expect, it } from "vitest";
import { createChatClient } from "./chat-client";
import type { ChatClient } from "./chat-client.types";
import { baseOf } from "./client-base";
import { collectGarbage } from "./testing/collect-garbage";
import { exampleConversation, exampleMessage } from "./testing/example-conversation";

const history = 180;

/** A conversation with three pages of history, read to the top; answers its messages, held by nobody here. */
function readAll(client: ChatClient, conversationId: string): WeakRef<object>[] {
  const { store } = baseOf(client);
  const messages = Array.from({ length: history }, (_, at) => exampleMessage(at + 1, { id: `${conversationId} ${at}`, conversationId }));
  store.introduce(exampleConversation({ id: conversationId, lastSeq: history, version: history }));
  const leave = client.thread(conversationId).subscribe(() => undefined);
  store.addMessages(conversationId, messages);
  expect(client.thread(conversationId).getSnapshot().messages).toHaveLength(history);
  leave();
  return messages.map((message) => new WeakRef(message));
}

const shown = (client: ChatClient, id: string) => client.thread(id).getSnapshot();

it("holds on to a bounded number of messages however many conversations somebody reads, and to everything that they wrote", async () => {
  const client = createChatClient({ url: "ws://127.0.0.1:1" });
  baseOf(client).store.viewerId = "ada";
  const refs = Array.from({ length: 60 }, (_, at) => readAll(client, `c${at}`));
  client.setDraft("c0", "Not sent yet");
  client.send("c1", "Waits for a connection");
  await expect
    .poll(() => {
      collectGarbage();
      return refs.flat().filter((ref) => ref.deref()).length;
    })
    .toBe(20 * history + 40 * 50);
  // Of what was opened last everything is there, of the others the newest page, and the way further up.
  expect(shown(client, "c59")).toMatchObject({ messages: { length: history }, hasMoreBefore: false });
  expect(shown(client, "c0")).toMatchObject({ messages: { length: 50 }, hasMoreBefore: true });
  expect(client.draft("c0").getSnapshot()).toBe("Not sent yet");
  expect(shown(client, "c1").outbox.map(({ content }) => content)).toEqual(["Waits for a connection"]);
  await client.stop();
});

it("forgets nothing of a conversation that somebody reads, and little of one that is told of all day and never opened", async () => {
  const client = createChatClient({ url: "ws://127.0.0.1:1" });
  const { store } = baseOf(client);
  store.viewerId = "ada";
  store.introduce(exampleConversation({ id: "read" }));
  const leave = client.thread("read").subscribe(() => undefined);
  readAll(client, "read");
  for (let at = 0; at < 30; at++) readAll(client, `c${at}`);
  expect(shown(client, "read").messages).toHaveLength(history);
  leave();
  store.introduce(exampleConversation({ id: "unread" }));
  for (let seq = 1; seq <= 500; seq++)
    store.apply({ type: "message", message: exampleMessage(seq, { id: `u${seq}`, conversationId: "unread" }) });
  expect(store.get("unread")?.messages.length).toBeLessThanOrEqual(100);
  expect(store.get("unread")?.messages.at(-1)?.seq).toBe(500);
  await client.stop();
});

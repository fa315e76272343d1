/**
 * An app on the chat client: what a screen reads, what it calls, and what happens by itself.
 * Against the demo: `MAIN_API_KEY=… npx tsx examples/phone.ts` (the demo prints its key).
 */
import { createChatClient } from "gymproluxe-chat/client";
import { asyncStorage } from "gymproluxe-chat/client/async-storage";
import { conversationName } from "gymproluxe-chat/client/conversation-name";
import { sendStateOf } from "gymproluxe-chat/client/send-state";
import type { ChatClient, Readable } from "gymproluxe-chat/client/types";
import { AppError, errorTable, readAppError } from "gymproluxe-chat/shared/errors";
import { limits } from "gymproluxe-chat/shared/limits";
import { WebSocket } from "ws";

const server = process.env.CHAT_URL ?? "http://localhost:3000";

/** Stands for your own API: it knows who is signed in, holds the key, and asks the chat for a token. */
async function fetchChatToken(externalId: string, name: string, role: "member" | "trainer"): Promise<string> {
  const response = await fetch(`${server}/api/auth/chat-token`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-api-key": process.env.MAIN_API_KEY ?? "" },
    body: JSON.stringify({ externalId, name, role, gym: "city" }),
  });
  const { token } = (await response.json()) as { token: string };
  return token;
}

/** Stands for `@react-native-async-storage/async-storage`. */
const rows = new Map<string, string>();
const AsyncStorage = {
  getItem: async (key: string) => rows.get(key) ?? null,
  setItem: async (key: string, value: string) => void rows.set(key, value),
  removeItem: async (key: string) => void rows.delete(key),
  getAllKeys: async () => [...rows.keys()],
  multiGet: async (keys: readonly string[]) => keys.map((key): [string, string | null] => [key, rows.get(key) ?? null]),
};

function open(externalId: string, name: string, role: "member" | "trainer"): ChatClient {
  // #region connect
  const chat = createChatClient({
    url: `${server.replace(/^http/, "ws")}/api/trpc`,
    // Asked at each connection, and before the token ends. It travels in the first frame, never in the address.
    getToken: () => fetchChatToken(externalId, name, role),
    // React Native and browsers have one of their own: leave this out there.
    WebSocket: WebSocket as unknown as typeof globalThis.WebSocket,
    // What is written and not yet sent survives the end of the app, and the next start begins with what was on the screen.
    storage: asyncStorage(AsyncStorage),
  });
  chat.start();
  // #endregion
  return chat;
}

/** Resolves with the first value that will do. A screen does not wait: it draws `getSnapshot()`, and again whenever `subscribe` calls. */
function until<T>(readable: Readable<T>, willDo: (value: T) => boolean): Promise<T> {
  return new Promise((resolve) => {
    const look = () => {
      const value = readable.getSnapshot();
      if (willDo(value)) resolve(value);
    };
    const end = readable.subscribe(() => {
      look();
      if (willDo(readable.getSnapshot())) end();
    });
    look();
  });
}

const robin = open("main-api-user-4711", "Robin Example", "member");
const kim = open("main-api-user-4712", "Kim Trainer", "trainer");

// #region live
await until(robin.connection, ({ status }) => status === "live");
const me = robin.me.getSnapshot();
console.log(`${me?.name} is signed in at ${me?.gym.slug}`);
// #endregion
const { id: kimId } = await until(kim.me, (one) => one !== null).then((one) => one ?? { id: "" });

// #region begin
const trainers = await robin.searchUsers("Kim", { role: "trainer" });
const { id } = await robin.startDirect(kimId);
// #endregion
console.log(`found ${trainers.items.some((one) => one.id === kimId)}`);

// #region read
const thread = robin.thread(id);
const leave = thread.subscribe(() => {
  const { status, messages, outbox, hasMoreBefore } = thread.getSnapshot();
  // Draw `messages`, then `outbox`; offer "earlier" where `hasMoreBefore`; a spinner only where `status` is "loading" and nothing is there.
  void [status, messages, outbox, hasMoreBefore];
});
// #endregion
await until(thread, ({ status }) => status === "ready");

// #region send
try {
  robin.send(id, "Is there a place left on Tuesday?");
} catch (error) {
  // Blank or too long: nothing was put into the outbox.
  if (error instanceof AppError) console.error(errorTable[error.code].text);
}
// #endregion
await until(thread, ({ messages, outbox }) => outbox.length === 0 && messages.length > 0);

// #region receipts
const atKims = kim.thread(id);
const { messages: seen } = await until(atKims, ({ messages }) => messages.length > 0);
// On Kim's phone, once the newest message has been on the screen:
kim.markRead(id, seen.at(-1)?.seq ?? 0);
// On Robin's, for the ticks beside a message of their own:
const { conversation, messages } = await until(thread, (one) => {
  const last = one.messages.at(-1);
  return last !== undefined && one.conversation !== undefined && sendStateOf(last, one.conversation, me?.id ?? "") === "read";
});
// #endregion
console.log(`${messages.at(-1)?.content} … read by ${conversation && conversationName(conversation, me?.id ?? "")}`);

// #region list
const inbox = robin.conversations("inbox").getSnapshot();
for (const one of inbox.items) console.log(`${conversationName(one, me?.id ?? "")}: ${one.unreadCount} unread`);
if (inbox.hasMore) await robin.loadMoreConversations("inbox");
// #endregion

// #region signals
const keyStrokes = setInterval(() => kim.setTyping(id, true), 300); // it ends by itself, or with `false`
await until(robin.typing(id), (userIds) => userIds.includes(kimId));
clearInterval(keyStrokes);
await until(robin.presence(kimId), ({ status }) => status === "online");
// #endregion
console.log("Kim is here, and types");

// #region page
for (let count = 1; count <= 60; count++) kim.send(id, `place ${count}`);
await until(thread, (one) => one.messages.some(({ content }) => content === "place 60"));
while (thread.getSnapshot().hasMoreBefore) await robin.loadBefore(id);
// #endregion
const [, second] = thread.getSnapshot().messages;

// #region jump
// From a quote: what stands around the message is loaded where it is not here yet.
const isThere = await robin.goToMessage(id, second?.id ?? "");
// While `hasMoreAfter` the newest is not among `messages`: `loadAfter` as the reader scrolls down, `showNewest` for the way back.
if (thread.getSnapshot().hasMoreAfter) await robin.loadAfter(id);
robin.showNewest(id);
// #endregion
if (!isThere) throw new Error("the quoted message is gone");
const seqs = thread.getSnapshot().messages.map(({ seq }) => seq);
console.log(`from ${seqs[0]} to the newest, ${seqs.every((seq, at) => seq === at + 1) ? "without a hole" : "with a hole"}`);

// #region support
const desk = await robin.openSupport("A lost key");
robin.send(desk.id, "I left my key in the locker.");
// #endregion
await until(robin.thread(desk.id), ({ outbox, messages: said }) => outbox.length === 0 && said.length > 0);

// #region errors
try {
  await robin.createGroup("Members make no groups", [kimId]);
} catch (error) {
  const app = readAppError(error);
  // `text` is for people, `code` for the program; `retry` says whether the same call can succeed later.
  if (app) console.log(`${app.code}: ${app.text}`);
}
// #endregion
try {
  robin.send(id, "x".repeat(limits.messageCharactersMax + 1));
} catch (error) {
  console.log(error instanceof AppError ? error.code : error);
}

// #region stop
leave();
await kim.stop(); // the connection ends, what the device keeps stays
await robin.signOut(); // and what it kept of this user goes
// #endregion

/**
 * A phone's side of the chat with nothing but the stock tRPC client: sign in, write to the front desk, page, listen, lose the line and come back.
 * Against the demo: `MAIN_API_KEY=… npx tsx examples/mobile-client.ts` (the demo prints its key).
 */
import { createTRPCClient, createWSClient, wsLink } from "@trpc/client";
import type { AppRouter } from "gymproluxe-chat/api";
import { uuidv7 } from "uuidv7";
import { WebSocket } from "ws";

const server = process.env.CHAT_URL ?? "http://localhost:3000";

/** Your main API does this for a user who is signed in there; its key never reaches a phone. The phone asks your API. */
async function fetchChatToken(): Promise<{ token: string; expiresAt: string; user: { id: string; name: string } }> {
  const response = await fetch(`${server}/api/auth/chat-token`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-api-key": process.env.MAIN_API_KEY ?? "" },
    body: JSON.stringify({ externalId: "main-api-user-4711", name: "Robin Example", role: "member", gym: "city" }),
  });
  if (!response.ok) throw new Error(`chat-token answered ${response.status}: ${await response.text()}`);
  return response.json() as ReturnType<typeof fetchChatToken>;
}

// Phones and browsers have a WebSocket of their own; Node has one from 22 on.
globalThis.WebSocket ??= WebSocket as unknown as typeof globalThis.WebSocket;

const { user } = await fetchChatToken();

/** A connection. Each try begins with a fresh token, which travels in the first frame and never in the address. */
const connect = () =>
  createWSClient({
    url: `${server.replace(/^http/, "ws")}/api/trpc`,
    connectionParams: async () => ({ token: (await fetchChatToken()).token }),
    keepAlive: { enabled: true, intervalMs: 10_000, pongTimeoutMs: 5_000 },
    // Not all phones at once after an outage.
    retryDelayMs: (attempt) => (0.5 + Math.random() / 2) * Math.min(30_000, 500 * 2 ** attempt),
  });
const line = connect();
const chat = createTRPCClient<AppRouter>({ links: [wsLink({ client: line })] });

// 1. The member's conversation with the front desk: made at the first call, the same one ever after.
const { id: conversationId } = await chat.support.open.mutate({ topic: "Opening hours" });
console.log(`${user.name} talks to the front desk in ${conversationId}`);

// 2. Listen, then load. From the first frame on nothing is missed: the client keeps the cursor (`id`) of what it saw and shows it on its way back.
const heard = new Map<string, number>();
const waiting = new Map<string, () => void>();
const hearing = (id: string) => new Promise<void>((resolve) => (heard.has(id) ? resolve() : waiting.set(id, resolve)));
const listening = chat.conversations.onChange.subscribe(undefined, {
  onData({ data: { events } }) {
    for (const event of events) {
      // An event is the new state of something, and the same one may come twice: keep things by id, the higher `version` wins.
      if (event.type === "message") note(event.message.id, event.message.seq);
      // Away too long to be told step by step: load conversations.list and messages.list afresh.
      if (event.type === "resync") console.log("load everything afresh");
    }
    note("the first frame", 0);
  },
  onError: (error) => console.error(error.message),
});
function note(id: string, seq: number): void {
  heard.set(id, seq);
  waiting.get(id)?.();
}
await hearing("the first frame");
const { items } = await chat.conversations.list.query({ limit: 20 });
console.log(`${items.length} conversations, ${items.reduce((sum, { unreadCount }) => sum + unreadCount, 0)} unread messages`);

// 3. Send. The phone makes the id, so a send whose answer got lost is simply sent again: one id, one message.
const id = uuidv7();
const sent = await chat.messages.send.mutate({ conversationId, id, content: "Are you open on Sunday?" });
const again = await chat.messages.send.mutate({ conversationId, id, content: "Are you open on Sunday?" });
console.log(`sent twice, stored once: ${sent.seq === again.seq && sent.createdAt === again.createdAt}`);
for (const content of ["One more thing:", "is the sauna on?", "Thank you!"]) {
  await chat.messages.send.mutate({ conversationId, id: uuidv7(), content });
}

// 4. Page. `seq` is 1, 2, 3 … without holes: backwards from the newest, then forwards over the same border.
const newest = await chat.messages.list.query({ conversationId, limit: 2 });
const border = newest.messages[0]?.seq ?? 0;
const older = await chat.messages.list.query({ conversationId, before: border, limit: 2 });
const forward = await chat.messages.list.query({ conversationId, after: border - 2, limit: 3 });
console.log(`backwards ${older.messages.map(({ seq }) => seq)} | ${newest.messages.map(({ seq }) => seq)}`);
console.log(`forwards  ${forward.messages.map(({ seq }) => seq)}`);

// 5. Say what was read. Unread is lastSeq - lastReadSeq, on all devices.
await chat.conversations.markRead.mutate({ conversationId, seq: newest.messages.at(-1)?.seq ?? 0 });

// 6. Lose the line, as a phone does. Another device of the same user writes meanwhile; this one comes back and misses nothing.
await hearing(id);
const elsewhere = connect();
const other = createTRPCClient<AppRouter>({ links: [wsLink({ client: elsewhere })] });
await other.auth.me.query();
line.connection?.ws.close();
const missed = await other.messages.send.mutate({ conversationId, id: uuidv7(), content: "Sent while the phone was in a tunnel." });
await hearing(missed.id);
console.log(`resumed: heard message ${missed.seq} that was sent meanwhile`);

listening.unsubscribe();
await Promise.all([line.close(), elsewhere.close()]);

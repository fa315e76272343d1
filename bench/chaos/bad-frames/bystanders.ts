/** Those who mean well while others do not: a witness on the stock client, whose calls are also what the bad frames are made from. */
import { createTRPCClient, createWSClient, wsLink } from "@trpc/client";
import { uuidv7 } from "uuidv7";
import WebSocket from "ws";
import type { AppRouter } from "../../../src/server/api/root";
import type { Product } from "./product";

type Chat = ReturnType<typeof createTRPCClient<AppRouter>>;

/** The frames that a stock client sends when somebody uses everything once. */
export async function recordGoodFrames(product: Product, userId: string): Promise<string[]> {
  const frames: string[] = [];
  class Recorder extends WebSocket {
    override send(data: unknown, ...rest: unknown[]): void {
      const text = String(data);
      if (!text.includes("connectionParams") && text !== "PING" && text !== "PONG") frames.push(text);
      super.send(data as string, ...(rest as []));
    }
  }
  const token = await product.tokenOf(userId);
  const line = createWSClient({
    url: `ws://127.0.0.1:${product.port}/api/trpc`,
    WebSocket: Recorder as unknown as typeof globalThis.WebSocket,
    connectionParams: { token },
  });
  const chat = createTRPCClient<AppRouter>({ links: [wsLink({ client: line })] });
  for (const call of everyCall(chat, product, token)) await call().catch(() => undefined);
  const open = [
    chat.conversations.onChange.subscribe(undefined, {}),
    chat.presence.onChange.subscribe({ userIds: product.userIds.slice(0, 3) }, {}),
    chat.typing.onChange.subscribe({ conversationId: product.conversationId }, {}),
  ];
  await chat.auth.me.query();
  for (const subscription of open) subscription.unsubscribe();
  await line.close();
  return frames;
}

/** Everything but what takes people out: they are needed. */
function everyCall(chat: Chat, { conversationId, userIds }: Product, token: string): (() => Promise<unknown>)[] {
  const [other = ""] = userIds.slice(3);
  return [
    () => chat.auth.me.query(),
    () => chat.auth.chatToken.mutate(),
    () => chat.auth.renew.mutate({ token }),
    () => chat.users.search.query({ query: "person" }),
    () => chat.conversations.list.query({ limit: 20 }),
    () => chat.conversations.get.query({ id: conversationId }),
    () => chat.conversations.create.mutate({ type: "group", name: "Spin", participantIds: [other] }),
    () => chat.conversations.rename.mutate({ conversationId, name: "Everybody" }),
    () => chat.conversations.addParticipants.mutate({ conversationId, participantIds: [other] }),
    () => chat.conversations.setMuted.mutate({ conversationId, mutedUntil: null }),
    () => chat.messages.send.mutate({ conversationId, id: uuidv7(), content: "Is the sauna on?" }),
    () => chat.messages.list.query({ conversationId, limit: 50 }),
    () => chat.conversations.markRead.mutate({ conversationId, seq: 1 }),
    () => chat.conversations.markDelivered.mutate({ conversationId, seq: 1 }),
    () => chat.typing.set.mutate({ conversationId, isTyping: true }),
    () => chat.presence.set.mutate({ status: "online" }),
    () => chat.presence.get.query({ userIds: [other] }),
  ];
}

export interface Witness extends AsyncDisposable {
  /** Milliseconds that answers to pings took. */
  pings: number[];
  /** Milliseconds that real messages took until they were acknowledged. */
  sends: number[];
  failures: string[];
}

/** Pings ten times a second and writes once a second, until disposed. */
export async function watchAs(product: Product, userId: string): Promise<Witness> {
  const socket = new WebSocket(`ws://127.0.0.1:${product.port}/api/trpc?connectionParams=1`);
  const witness = { pings: [] as number[], sends: [] as number[], failures: [] as string[] };
  const asked = new Map<number, number>();
  const pinged: number[] = [];
  let calls = 0;
  let isOver = false;
  socket.on("message", (data) => {
    const text = String(data);
    if (text === "PONG") return void witness.pings.push(performance.now() - (pinged.shift() ?? 0));
    if (text === "PING") return socket.send("PONG");
    const { id, error } = JSON.parse(text) as { id: number; error?: unknown };
    const at = asked.get(id);
    if (at === undefined) return;
    asked.delete(id);
    witness.sends.push(performance.now() - at);
    if (error) witness.failures.push(text.slice(0, 300));
  });
  socket.on("close", (code) => !isOver && witness.failures.push(`the witness was closed with ${code}`));
  await new Promise((resolve, reject) => socket.once("open", resolve).once("error", reject));
  socket.send(JSON.stringify({ method: "connectionParams", data: { token: await product.tokenOf(userId) } }));
  const pinging = setInterval(() => {
    pinged.push(performance.now());
    socket.send("PING");
  }, 100);
  const writing = setInterval(() => {
    const input = { conversationId: product.conversationId, id: uuidv7(), content: "Still here" };
    asked.set(++calls, performance.now());
    socket.send(JSON.stringify({ id: calls, method: "mutation", params: { path: "messages.send", input } }));
  }, 1_000);
  return {
    ...witness,
    async [Symbol.asyncDispose]() {
      isOver = true;
      clearInterval(pinging);
      clearInterval(writing);
      socket.terminate();
    },
  };
}

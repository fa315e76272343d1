import { createTRPCClient, createWSClient, wsLink } from "@trpc/client";
import { uuidv7 } from "uuidv7";
import { expect, test } from "vitest";
import { WebSocket } from "ws";
import { seedDemo } from "../../prisma/seed/seed-demo";
import type { AppRouter } from "../server/api/root";
import { createServices } from "../server/api/services";
import type { Pages } from "../server/http/next-pages";
import { serve } from "../server/http/serve";
import { testRuntime } from "../server/testing/test-runtime";
import type { ChatEvent } from "../shared/events";
import { startSimulatedMembers } from "./simulated-members";

const noPages: Pages = {
  handle: async (_req, res) => void res.writeHead(404).end(),
  upgrade: (_req, socket) => socket.destroy(),
  close: async () => undefined,
};

test("who writes to a simulated member sees it delivered, read, typed at and answered, and hears of things they begin", async () => {
  await using world = await testRuntime({ env: { HOST: "127.0.0.1", PORT: 0 } });
  const { db, clock, log, env } = world;
  await seedDemo(db, { now: clock.now(), log });
  const services = await createServices(world);
  const serving = await serve(services, noPages);
  const url = `http://127.0.0.1:${serving.port}`;
  await using _server = {
    async [Symbol.asyncDispose]() {
      await serving.drain();
      await services.stop();
    },
  };
  const webSocket = WebSocket as unknown as typeof globalThis.WebSocket;
  const members = await startSimulatedMembers({
    url,
    apiKey: env.MAIN_API_KEY,
    clock,
    log,
    WebSocket: webSocket,
    random: () => 0.4,
    pace: 0.05,
  });

  const token = async () => {
    const body = JSON.stringify({ externalId: "demo-anna-keller", name: "Anna Keller", role: "staff", gym: "city" });
    const answer = await fetch(`${url}/api/auth/chat-token`, {
      method: "POST",
      headers: { "content-type": "application/json", "x-api-key": env.MAIN_API_KEY },
      body,
    });
    const { token } = (await answer.json()) as { token: string };
    return { token };
  };
  const line = createWSClient({ url: `${url.replace("http", "ws")}/api/trpc`, WebSocket: webSocket, connectionParams: token });
  const anna = createTRPCClient<AppRouter>({ links: [wsLink({ client: line })] });
  const events: ChatEvent[] = [];
  anna.conversations.onChange.subscribe(undefined, { onData: ({ data }) => void events.push(...data.events) });
  const desk: string[] = [];
  anna.support.onChange.subscribe(undefined, { onData: ({ data }) => void desk.push(...data.events.map(({ type }) => type)) });

  const { items } = await anna.users.search.query({ query: "Lena" });
  const lena = items.find(({ name }) => name === "Lena Fischer")?.id ?? "";
  expect(await anna.presence.get.query({ userIds: [lena] })).toMatchObject([{ userId: lena, status: "online" }]);
  const { id: conversationId } = await anna.conversations.create.mutate({ type: "direct", participantIds: [lena] });
  const typists: string[][] = [];
  anna.typing.onChange.subscribe({ conversationId }, { onData: ({ userIds }) => void typists.push(userIds) });
  const { seq } = await anna.messages.send.mutate({ conversationId, id: uuidv7(), content: "Hi Lena, how is your knee?" });

  const heard = (what: (event: ChatEvent) => boolean) => expect.poll(() => events.some(what), { timeout: 10_000 }).toBe(true);
  await heard((event) => event.type === "receipt" && event.userId === lena && event.deliveredSeq >= seq);
  await heard((event) => event.type === "receipt" && event.userId === lena && event.readSeq >= seq);
  await heard((event) => event.type === "message" && event.message.conversationId === conversationId && event.message.senderId === lena);
  expect(typists.flat()).toContain(lena);
  await expect.poll(() => desk.includes("message"), { timeout: 15_000 }).toBe(true);

  await members[Symbol.asyncDispose]();
  await line.close();
}, 60_000);

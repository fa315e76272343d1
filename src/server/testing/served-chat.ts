/** The chat on a port of its own, called by stock clients: for tests of what travels. The pages are left out. */
import { randomUUID } from "node:crypto";
import { createTRPCClient, createWSClient, httpLink, wsLink } from "@trpc/client";
import { WebSocket } from "ws";
import { issueChatToken } from "../accounts/chat-token";
import type { AppRouter } from "../api/root";
import { createServices, type Services } from "../api/services";
import { serve } from "../http/serve";
import { type TestRuntime, type TestRuntimeOptions, testRuntime } from "./test-runtime";

export interface ServedChat extends AsyncDisposable {
  /** http://127.0.0.1:port */
  url: string;
  /** ws://127.0.0.1:port/api/trpc */
  socketUrl: string;
  runtime: TestRuntime;
  services: Services;
  /** A chat token of a user, five minutes long, or ended already. */
  tokenOf(userId: string, options?: { isExpired?: boolean }): Promise<string>;
  /** A stock client over a WebSocket of its own; `null` shows no sign-in. Closed with the server. */
  over(token: string | null): SocketClient;
  /** A stock client over HTTP. */
  overHttp(token: string | null): Client;
}

export type Client = ReturnType<typeof createTRPCClient<AppRouter>>;

export interface SocketClient {
  chat: Client;
  line: ReturnType<typeof createWSClient>;
}

/** Serves a fresh world. */
export async function serveChat(options: TestRuntimeOptions = {}): Promise<ServedChat> {
  const runtime = await testRuntime({ ...options, env: { PORT: 0, HOST: "127.0.0.1", ...options.env } });
  const services = await createServices(runtime);
  const serving = await serve(services, {
    handle: async (_request, response) => void response.writeHead(404).end(),
    upgrade: (_request, socket) => socket.destroy(),
    close: async () => undefined,
  });
  const url = `http://127.0.0.1:${serving.port}`;
  const socketUrl = `ws://127.0.0.1:${serving.port}/api/trpc`;
  const lines = new Set<SocketClient["line"]>();

  return {
    url,
    socketUrl,
    runtime,
    services,
    async tokenOf(userId, { isExpired = false } = {}) {
      const user = await runtime.db.prisma.user.findUniqueOrThrow({ where: { id: userId } });
      const signIn = { userId, sessionId: randomUUID(), sessionVersion: user.sessionVersion };
      const now = runtime.clock.now() - (isExpired ? 3_600_000 : 0);
      return (await issueChatToken(runtime.env.CHAT_TOKEN_SECRET, signIn, { now })).token;
    },
    over(token) {
      const line = createWSClient({
        url: socketUrl,
        WebSocket: WebSocket as unknown as typeof globalThis.WebSocket,
        ...(token !== null && { connectionParams: { token } }),
      });
      lines.add(line);
      return { line, chat: createTRPCClient<AppRouter>({ links: [wsLink({ client: line })] }) };
    },
    overHttp(token) {
      const headers = token === null ? {} : { authorization: `Bearer ${token}` };
      return createTRPCClient<AppRouter>({ links: [httpLink({ url: `${url}/api/trpc`, headers })] });
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([...lines].map((line) => line.close()));
      await serving.drain();
      await services.stop();
      await runtime[Symbol.asyncDispose]();
    },
  };
}

/** The chat called by stock clients: for tests of what travels. */
import { randomUUID } from "node:crypto";
import { createTRPCClient, createWSClient, httpLink, wsLink } from "@trpc/client";
import { WebSocket } from "ws";
import { issueChatToken } from "../accounts/chat-token";
import type { AppRouter } from "../api/root";
import type { TestRuntime, TestRuntimeOptions } from "./test-runtime";
import { testServer } from "./test-server";

export interface ServedChat extends AsyncDisposable {
  /** http://127.0.0.1:port */
  url: string;
  /** ws://127.0.0.1:port/api/trpc */
  socketUrl: string;
  runtime: TestRuntime;
  /** A chat token of a new sign-in of this user. */
  tokenOf(userId: string): Promise<string>;
  /** One whose five minutes are over. */
  expiredTokenOf(userId: string): Promise<string>;
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

/** Serves a fresh world; disposing it closes its clients and takes it away. */
export async function serveChat(options: TestRuntimeOptions = {}): Promise<ServedChat> {
  const server = await testServer(options);
  const { runtime, url: socketUrl } = server;
  const url = `http://127.0.0.1:${server.port}`;
  const lines = new Set<SocketClient["line"]>();

  return {
    url,
    socketUrl,
    runtime,
    tokenOf: server.tokenOf,
    async expiredTokenOf(userId) {
      const { sessionVersion } = await runtime.db.prisma.user.findUniqueOrThrow({ where: { id: userId } });
      const signIn = { userId, sessionId: randomUUID(), sessionVersion };
      return (await issueChatToken(runtime.env.CHAT_TOKEN_SECRET, signIn, { now: runtime.clock.now() - 3_600_000 })).token;
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
      await server[Symbol.asyncDispose]();
    },
  };
}

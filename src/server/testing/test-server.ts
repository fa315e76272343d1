/** The whole server of a test: its own database, real HTTP and WebSockets on a free port, no pages. */
import { randomUUID } from "node:crypto";
import { issueChatToken } from "../accounts/chat-token";
import { createServices, type Services } from "../api/services";
import { serve } from "../http/serve";
import { type TestRuntime, type TestRuntimeOptions, testRuntime } from "./test-runtime";

export interface TestServer extends AsyncDisposable {
  services: Services;
  runtime: TestRuntime;
  port: number;
  /** ws://127.0.0.1:port/api/trpc */
  url: string;
  /** Sends everybody elsewhere and takes no more requests, as at the end of a process. */
  drain(): Promise<void>;
  /** A chat token of a new sign-in of this user. */
  tokenOf(userId: string): Promise<string>;
}

const noPages = {
  handle: async (_req: unknown, res: { writeHead(status: number): { end(): void } }) => void res.writeHead(404).end(),
  upgrade: (_req: unknown, socket: { destroy(): void }) => void socket.destroy(),
  close: async () => undefined,
};

/** Starts a server; disposing it drains and takes everything away. */
export async function testServer(options: TestRuntimeOptions = {}): Promise<TestServer> {
  const runtime = await testRuntime({ ...options, env: { HOST: "127.0.0.1", ...options.env } });
  const services = await createServices(runtime);
  const serving = await serve(services, noPages);
  let draining: Promise<void> | undefined;
  const drain = () => {
    draining ??= serving.drain();
    return draining;
  };
  return {
    services,
    runtime,
    port: serving.port,
    url: `ws://127.0.0.1:${serving.port}/api/trpc`,
    drain,
    async tokenOf(userId) {
      const user = await runtime.db.prisma.user.findUniqueOrThrow({ where: { id: userId }, select: { sessionVersion: true } });
      const signIn = { userId, sessionId: randomUUID(), sessionVersion: user.sessionVersion };
      return (await issueChatToken(runtime.env.CHAT_TOKEN_SECRET, signIn, { now: runtime.clock.now() })).token;
    },
    async [Symbol.asyncDispose]() {
      await drain();
      await services.stop();
      await runtime[Symbol.asyncDispose]();
    },
  };
}

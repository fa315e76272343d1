/** Somebody who only writes, on the stock tRPC client, and sends again until the answer is definite, as an outbox does. */
import { createHash } from "node:crypto";
import { createTRPCClient, createWSClient, type TRPCClient, wsLink } from "@trpc/client";
import { uuidv7 } from "uuidv7";
import WebSocket from "ws";
import type { AppRouter } from "../../../src/server/api/root";
import { readAppError } from "../../../src/shared/errors";
import type { SendOp } from "../history";
import { pause } from "./paced";
import { sharedNow } from "./reader";
import { tokenFor } from "./token-for";

const attemptMsMax = 6_000;
const sendMsMax = 90_000;

export class Writer implements AsyncDisposable {
  /** Every attempt, by `sharedNow`. */
  readonly sends: SendOp[] = [];
  readonly #api: TRPCClient<AppRouter>;
  readonly #line: ReturnType<typeof createWSClient>;

  /** @param url where to connect now; asked at each connection */
  constructor(
    private readonly userId: string,
    url: () => string,
  ) {
    const token = tokenFor(userId);
    this.#line = createWSClient({
      url,
      WebSocket: WebSocket as unknown as typeof globalThis.WebSocket,
      connectionParams: async () => ({ token: await token() }),
      keepAlive: { enabled: true, intervalMs: 10_000, pongTimeoutMs: 5_000 },
      retryDelayMs: (attempt) => (0.5 + Math.random() / 2) * Math.min(30_000, 500 * 2 ** attempt),
    });
    this.#api = createTRPCClient<AppRouter>({ links: [wsLink({ client: this.#line })] });
  }

  /** Resolves when the answer is definite, or after a minute and a half without one. */
  async send(conversation: string, content: string): Promise<void> {
    const id = uuidv7();
    const hash = createHash("sha1").update(content).digest("base64url").slice(0, 12);
    const giveUpAt = sharedNow() + sendMsMax;
    for (let attempt = 0; sharedNow() < giveUpAt; attempt++) {
      const send = { f: "send", client: this.userId, user: this.userId, conversation, id, hash, invoked: sharedNow() } as const;
      try {
        const signal = AbortSignal.timeout(attemptMsMax);
        const { seq } = await this.#api.messages.send.mutate({ conversationId: conversation, id, content }, { signal });
        this.sends.push({ ...send, ended: sharedNow(), outcome: "ok", seq });
        return;
      } catch (error) {
        const app = readAppError(error);
        const isDefinite = app !== null && !app.retry;
        this.sends.push({ ...send, ended: sharedNow(), outcome: isDefinite ? "fail" : "unknown", ...(app && { code: app.code }) });
        if (isDefinite) return;
        await pause(Math.random() * Math.min(2_000, 100 * 2 ** attempt));
      }
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#line.close();
  }
}

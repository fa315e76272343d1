/** Somebody with a stock tRPC client: listens, sends with retries as an outbox does, reads and marks; and records all of it. */
import { createTRPCClient, createWSClient, type TRPCClient, wsLink } from "@trpc/client";
import { uuidv7 } from "uuidv7";
import WebSocket from "ws";
import type { AppRouter } from "../../src/server/api/root";
import { readAppError } from "../../src/shared/errors";
import type { Op, Outcome } from "./history";
import { hashOf, held, Listening } from "./listening";

const attemptMsMax = 6_000;
/** Past it a send is left without an end, which the checker reports. */
const sendMsMax = 90_000;

export interface PersonOptions {
  userId: string;
  client: string;
  /** Where to connect now; asked at each connection, so that people move between processes. */
  url: () => string;
  token: () => Promise<string>;
  record: (op: Op) => void;
  now: () => number;
  /** Receivers listen; mere senders do not. */
  listens: boolean;
  /** When the sign-in of `token` ends, by the clock of `now`; `undefined` where that is not judged. */
  signInEndsAt?: () => number | undefined;
  /** A message of somebody else's came, so many milliseconds after it was first sent, at this moment of the recorder's clock. */
  delivered?: (id: string, delayMs: number, at: number) => void;
}

/** An option of `ws` that its types do not name. */
const patience = { closeTimeout: 1_000 };

/** Does not wait half a minute for the goodbye of a peer that has vanished, as `ws` would. */
class QuickSocket extends WebSocket {
  constructor(url: string, protocols?: string | string[]) {
    super(url, protocols, { perMessageDeflate: false, ...patience });
  }
}

/** What a send came to. */
export interface Sending {
  id: string;
  outcome: Outcome;
}

export class Person implements AsyncDisposable {
  readonly api: TRPCClient<AppRouter>;
  /** What they know; `null` for mere senders. */
  readonly listening: Listening | null;
  readonly #socket: ReturnType<typeof createWSClient>;
  readonly #options: PersonOptions;
  #isStopped = false;

  constructor(options: PersonOptions) {
    this.#options = options;
    this.#socket = createWSClient({
      url: options.url,
      WebSocket: QuickSocket as unknown as typeof globalThis.WebSocket,
      connectionParams: async () => ({ token: await options.token() }),
      retryDelayMs: (attempt) => Math.random() * Math.min(5_000, 200 * 2 ** attempt),
      keepAlive: { enabled: true, intervalMs: 4_000, pongTimeoutMs: 3_000 },
    });
    this.api = createTRPCClient<AppRouter>({ links: [wsLink({ client: this.#socket })] });
    const { signInEndsAt = () => undefined, ...rest } = options;
    this.listening = options.listens ? new Listening(this.api, { ...rest, signInEndsAt }) : null;
  }

  get client(): string {
    return this.#options.client;
  }

  get userId(): string {
    return this.#options.userId;
  }

  /** Sends until the answer is definite, as an outbox does. */
  async send(conversation: string, content: string): Promise<void> {
    await this.sendAndTell(conversation, content);
  }

  /** The same, and tells what it came to. */
  async sendAndTell(conversation: string, content: string): Promise<Sending> {
    const id = uuidv7();
    const giveUpAt = this.#options.now() + sendMsMax;
    for (let attempt = 0; ; attempt++) {
      const outcome = await this.sendOnce(conversation, content, id);
      if (outcome === "ok" || outcome === "fail" || this.#isStopped || this.#options.now() > giveUpAt) return { id, outcome };
      await pause(Math.random() * Math.min(2_000, 100 * 2 ** attempt));
    }
  }

  /** One attempt of a send, under an id that may have been sent before. */
  async sendOnce(conversation: string, content: string, id: string): Promise<Sending["outcome"]> {
    const { record, now, client, userId: user } = this.#options;
    const base = { f: "send", client, user, conversation, id, hash: hashOf(content), invoked: now() } as const;
    try {
      const { seq } = await this.api.messages.send.mutate(
        { conversationId: conversation, id, content },
        { signal: AbortSignal.timeout(attemptMsMax) },
      );
      record({ ...base, ended: now(), outcome: "ok", seq });
      return "ok";
    } catch (error) {
      const app = readAppError(error);
      const outcome = app?.code === "RATE_LIMITED" ? "later" : app !== null && !app.retry ? "fail" : "unknown";
      record({ ...base, ended: now(), outcome, ...(app && { code: app.code }) });
      return outcome;
    }
  }

  /** Reads the newest page of a conversation and records what it held. */
  async read(conversation: string): Promise<void> {
    const { record, now, client, userId: user } = this.#options;
    const invoked = now();
    const { messages } = await this.api.messages.list.query(
      { conversationId: conversation, limit: 30 },
      { signal: AbortSignal.timeout(attemptMsMax) },
    );
    record({ f: "read", client, user, conversation, invoked, ended: now(), messages: messages.map(held) });
  }

  async markRead(conversation: string): Promise<void> {
    const seq = this.listening?.newestOf(conversation) ?? 0;
    if (seq > 0)
      await this.api.conversations.markRead.mutate({ conversationId: conversation, seq }, { signal: AbortSignal.timeout(attemptMsMax) });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isStopped = true;
    this.listening?.stop();
    await this.#socket.close();
  }
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/**
 * Somebody who only reads, on the stock tRPC client and as the README shows it. Of each conversation it keeps how far it has got, and whether
 * anything was left out on the way: thousands of them fit in one process.
 */
import { createTRPCClient, createWSClient, type TRPCClient, TRPCClientError, wsLink } from "@trpc/client";
import WebSocket from "ws";
import type { AppRouter } from "../../../src/server/api/root";
import type { ChatEvent } from "../../../src/shared/events";
import type { Message } from "../../../src/shared/messages";
import { tokenFor } from "./token-for";

export interface ReaderOptions {
  userId: string;
  /** Where to connect now; asked at each connection. */
  url: () => string;
  /** Looks after its connection by itself, as the README shows; one that is to stall does not. Default: yes. */
  isWatchful?: boolean;
  /** A message that the reader did not have yet. */
  onNew?: (message: Message) => void;
}

/** What a reader holds of a conversation that was empty when it began. */
export interface Held {
  client: string;
  conversation: string;
  /** Everything from 1 to here, if there are no holes. */
  newest: number;
  holes: number;
}

/** Monotonic milliseconds that all processes of this machine share. */
export const sharedNow = () => Number(process.hrtime.bigint() / 1_000n) / 1_000;

export class Reader implements AsyncDisposable {
  readonly api: TRPCClient<AppRouter>;
  /** When each connection opened, and when the first word of its subscription came, by `sharedNow`. */
  readonly openedAt: number[] = [];
  readonly backAt: number[] = [];
  readonly closeCodes: number[] = [];
  /** What ended a subscription, each time. */
  readonly errors: string[] = [];
  /** Whether there is a connection, and its subscription has said its first word. */
  isLive = false;
  resyncs = 0;
  readonly #newest = new Map<string, number>();
  readonly #holes = new Map<string, number>();
  readonly #options: ReaderOptions;
  readonly #line: ReturnType<typeof createWSClient>;
  #subscription: { unsubscribe(): void } | null = null;
  /** What comes while everything is loaded anew. */
  #waiting: Message[] | null = null;
  #isStopped = false;

  constructor(options: ReaderOptions) {
    this.#options = options;
    const token = tokenFor(options.userId);
    this.#line = createWSClient({
      url: options.url,
      WebSocket: WebSocket as unknown as typeof globalThis.WebSocket,
      connectionParams: async () => ({ token: await token() }),
      keepAlive: { enabled: options.isWatchful ?? true, intervalMs: 10_000, pongTimeoutMs: 5_000 },
      retryDelayMs: (attempt) => (0.5 + Math.random() / 2) * Math.min(30_000, 500 * 2 ** attempt),
      onOpen: () => {
        this.isLive = false;
        this.openedAt.push(sharedNow());
      },
      onClose: (cause) => {
        this.isLive = false;
        this.closeCodes.push(cause?.code ?? 0);
      },
    });
    this.api = createTRPCClient<AppRouter>({ links: [wsLink({ client: this.#line })] });
    this.#listen();
  }

  /** Stops reading, as a device does that is asleep or overrun: the connection stays, and TCP makes the server wait. */
  stall(): void {
    this.#socket.pause();
  }

  wake(): void {
    this.#socket.resume();
  }

  newestOf(conversation: string): number {
    return this.#newest.get(conversation) ?? 0;
  }

  held(conversation: string): Held {
    const client = this.#options.userId;
    return { client, conversation, newest: this.newestOf(conversation), holes: this.#holes.get(conversation) ?? 0 };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isStopped = true;
    this.#subscription?.unsubscribe();
    await this.#line.close();
  }

  get #socket(): WebSocket {
    const ws: unknown = this.#line.connection?.ws;
    if (!(ws instanceof WebSocket)) throw new Error("the reader is not connected");
    return ws;
  }

  #listen(): void {
    this.#subscription = this.api.conversations.onChange.subscribe(undefined, {
      onData: ({ data }) => {
        if (!this.isLive) this.backAt.push(sharedNow());
        this.isLive = true;
        this.#take(data.events);
      },
      onError: (error) => {
        if (this.#isStopped || !(error instanceof TRPCClientError)) return;
        this.errors.push(error.message);
        // It does not come back by itself, and a new one has no cursor: what came meanwhile is loaded.
        setTimeout(() => {
          if (this.#isStopped) return;
          this.#listen();
          this.#resync();
        }, 500);
      },
    });
  }

  #take(events: readonly ChatEvent[]): void {
    for (const event of events) {
      if (event.type === "message") this.#hear(event.message);
      if (event.type !== "resync") continue;
      this.resyncs++;
      this.#resync();
    }
  }

  #resync(): void {
    if (this.#waiting) return;
    this.#waiting = [];
    void this.#loadMissing();
  }

  #hear(message: Message): void {
    if (this.#waiting) return void this.#waiting.push(message);
    const newest = this.newestOf(message.conversationId);
    if (message.seq <= newest) return;
    if (message.seq > newest + 1) this.#holes.set(message.conversationId, (this.#holes.get(message.conversationId) ?? 0) + 1);
    this.#newest.set(message.conversationId, message.seq);
    this.#options.onNew?.(message);
  }

  /** After `resync`: page by page what came since, then what was said meanwhile. Tried until it succeeds. */
  async #loadMissing(): Promise<void> {
    try {
      const { items } = await this.api.conversations.list.query({ limit: 100 });
      for (const { id, lastSeq } of items) {
        while (this.newestOf(id) < lastSeq) {
          const { messages } = await this.api.messages.list.query({ conversationId: id, after: this.newestOf(id), limit: 100 });
          const last = messages.at(-1);
          if (last) this.#newest.set(id, last.seq);
        }
      }
      const waiting = this.#waiting ?? [];
      this.#waiting = null;
      for (const message of waiting) this.#hear(message);
    } catch {
      // The connection broke under it: once more when there is another.
      if (!this.#isStopped) setTimeout(() => void this.#loadMissing(), 300);
    }
  }
}

/** Somebody with a stock tRPC client: listens, applies events as every client does, sends with retries, and records all of it. */
import { createHash } from "node:crypto";
import { createTRPCClient, createWSClient, type TRPCClient, TRPCClientError, wsLink } from "@trpc/client";
import { uuidv7 } from "uuidv7";
import WebSocket from "ws";
import type { AppRouter } from "../../src/server/api/root";
import { applyConversation, applyEvent, applyMessages, type ConversationState, conversationOf } from "../../src/shared/apply-event";
import { readAppError } from "../../src/shared/errors";
import type { ChatEvent } from "../../src/shared/events";
import type { Message } from "../../src/shared/messages";
import type { Op } from "./history";

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
}

export class Person implements AsyncDisposable {
  readonly states = new Map<string, ConversationState>();
  readonly api: TRPCClient<AppRouter>;
  /** How late messages of others arrived, in milliseconds after they were sent (same clock). */
  readonly delays: number[] = [];
  readonly #socket: ReturnType<typeof createWSClient>;
  readonly #options: PersonOptions;
  #subscription: { unsubscribe(): void } | null = null;
  /** Events that arrive while a snapshot is loaded. */
  #held: ChatEvent[] | null = [];
  #isStopped = false;

  constructor(options: PersonOptions) {
    this.#options = options;
    this.#socket = createWSClient({
      url: options.url,
      WebSocket: WebSocket as unknown as typeof globalThis.WebSocket,
      connectionParams: async () => ({ token: await options.token() }),
      retryDelayMs: (attempt) => Math.random() * Math.min(5_000, 200 * 2 ** attempt),
      keepAlive: { enabled: true, intervalMs: 4_000, pongTimeoutMs: 3_000 },
    });
    this.api = createTRPCClient<AppRouter>({ links: [wsLink({ client: this.#socket })] });
    if (options.listens) this.#listen();
  }

  get client(): string {
    return this.#options.client;
  }

  get userId(): string {
    return this.#options.userId;
  }

  /** Sends until the answer is definite, as an outbox does. */
  async send(conversation: string, content: string): Promise<void> {
    const { record, now, client, userId: user } = this.#options;
    const id = uuidv7();
    const giveUpAt = now() + sendMsMax;
    for (let attempt = 0; now() < giveUpAt; attempt++) {
      const base = { f: "send", client, user, conversation, id, hash: hashOf(content), invoked: now() } as const;
      try {
        const { seq } = await this.api.messages.send.mutate(
          { conversationId: conversation, id, content },
          { signal: AbortSignal.timeout(attemptMsMax) },
        );
        return record({ ...base, ended: now(), outcome: "ok", seq });
      } catch (error) {
        const app = readAppError(error);
        const isDefinite = app !== null && !app.retry;
        record({ ...base, ended: now(), outcome: isDefinite ? "fail" : "unknown", ...(app && { code: app.code }) });
        if (isDefinite || this.#isStopped) return;
        await pause(Math.random() * Math.min(2_000, 100 * 2 ** attempt));
      }
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
    const seq = this.states.get(conversation)?.lastSeq ?? 0;
    if (seq > 0)
      await this.api.conversations.markRead.mutate({ conversationId: conversation, seq }, { signal: AbortSignal.timeout(attemptMsMax) });
  }

  /** Records what is held now, when everything has come to rest. */
  hold(): void {
    const { record, client, userId: user } = this.#options;
    for (const { id, messages } of this.states.values())
      record({ f: "hold", client, user, conversation: id, messages: messages.map(held) });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isStopped = true;
    this.#subscription?.unsubscribe();
    await this.#socket.close();
  }

  #listen(): void {
    this.#subscription = this.api.conversations.onChange.subscribe(undefined, {
      onStarted: () => {
        if (this.states.size === 0) void this.#load();
      },
      onData: ({ data }) => this.#take(data.events),
      onError: (error) => {
        // A subscription that ended with an error does not come back by itself: begin anew, with a snapshot.
        if (this.#isStopped || !(error instanceof TRPCClientError)) return;
        setTimeout(() => !this.#isStopped && this.#listen(), 500);
      },
    });
  }

  /** The snapshot: everything the person takes part in, with the newest messages. Tried until it succeeds. */
  async #load(): Promise<void> {
    const { record, client, now, userId } = this.#options;
    this.#held ??= [];
    this.states.clear();
    record({ f: "reset", client, user: userId, at: now() });
    try {
      const states = new Map<string, ConversationState>();
      let cursor: string | null = null;
      do {
        const page: Awaited<ReturnType<typeof this.api.conversations.list.query>> = await this.api.conversations.list.query({
          limit: 100,
          cursor,
        });
        for (const summary of page.items) {
          const { messages } = await this.api.messages.list.query({ conversationId: summary.id, limit: 50 });
          states.set(summary.id, applyMessages(applyConversation(undefined, { ...summary, lastMessage: null }, userId), messages, userId));
        }
        cursor = page.nextCursor;
      } while (cursor);
      for (const [id, state] of states) this.states.set(id, state);
      const waiting = this.#held;
      this.#held = null;
      this.#take(waiting);
    } catch {
      // Killed under the load: once more, until it stands. What is held is kept.
      if (!this.#isStopped) setTimeout(() => void this.#load(), 300);
    }
  }

  #take(events: readonly ChatEvent[]): void {
    for (const event of events) {
      if (event.type === "resync") return void this.#load();
      if (this.#held) this.#held.push(event);
      else this.#apply(event);
    }
  }

  #apply(event: Exclude<ChatEvent, { type: "resync" }>): void {
    const { userId, record, client, now } = this.#options;
    const id = conversationOf(event);
    const before = this.states.get(id);
    if (event.type === "message") this.#recordMessage(event.message, before);
    if (event.type === "receipt") {
      record({
        f: "receipt",
        client,
        conversation: id,
        user: event.userId,
        at: now(),
        readSeq: event.readSeq,
        deliveredSeq: event.deliveredSeq,
      });
    }
    const after = applyEvent(before, event, userId);
    if (!after) return;
    // Somebody who is let in again loads what they missed meanwhile.
    const own = after.participants.find((one) => one.id === userId);
    if (own?.leftAt) {
      this.states.delete(id);
      record({ f: "forget", client, conversation: id, at: now() });
    } else if (!before) void this.#loadOne(id, after);
    else this.states.set(id, after);
  }

  async #loadOne(id: string, state: ConversationState): Promise<void> {
    this.states.set(id, { ...state, messages: [] });
    try {
      const { messages } = await this.api.messages.list.query({ conversationId: id, limit: 50 });
      const now = this.states.get(id);
      if (now) this.states.set(id, applyMessages(now, messages, this.#options.userId));
    } catch (error) {
      // Out again meanwhile, or the connection broke: then everything is loaded anew.
      if (readAppError(error)?.code !== "NOT_A_PARTICIPANT" && !this.#isStopped) setTimeout(() => void this.#load(), 300);
    }
  }

  #recordMessage({ id, conversationId, seq, version, senderId, content }: Message, state: ConversationState | undefined): void {
    const { record, client, userId, now } = this.#options;
    const isRepeat = !state || state.messages.some((message) => message.seq === seq);
    const at = now();
    record({
      f: "apply",
      client,
      user: userId,
      conversation: conversationId,
      at,
      seq,
      version,
      id,
      sender: senderId,
      hash: hashOf(content),
      isRepeat,
    });
    const sentAt = Number(/ at ([\d.]+)$/.exec(content)?.[1]);
    if (!isRepeat && sentAt && senderId !== userId) this.delays.push(at - sentAt);
  }
}

export function hashOf(content: string): string {
  return createHash("sha1").update(content).digest("base64url").slice(0, 12);
}

function held({ seq, id, content }: Message) {
  return { seq, id, hash: hashOf(content) };
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

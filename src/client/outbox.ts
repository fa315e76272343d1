import { uuidv7 } from "uuidv7";
import { AppError, readAppError } from "../shared/errors";
import type { Message } from "../shared/messages";
import { messageRefusal } from "../shared/text";
import { backoffMs } from "./backoff";
import type { OutboxMessage, OutboxStorage } from "./chat-client.types";
import { type Clock, pause } from "./clock";
import type { Connection } from "./connection";
import { endsSignIn } from "./sign-in";
import type { Store } from "./store";

/** After this many answers of INTERNAL a message is shown as failed: it, and not the moment, may be the trouble. */
const internalErrorsMax = 8;

const none: readonly OutboxMessage[] = [];

interface Parts {
  connection: Connection;
  store: Store;
  clock: Clock;
  storage: OutboxStorage;
  /** The outbox of this conversation changed. */
  onChange: (conversationId: string) => void;
  onSent: (message: Message, tookMs: number) => void;
}

/**
 * What is written and not yet acknowledged. In a conversation messages leave one after the other, in the order of writing; conversations do not
 * wait for each other. A message keeps its id through every try, so that the server stores it once; it is done when the acknowledgement or its
 * event arrives, whichever is first. One that the server refuses stands aside, with the reason, and holds up nothing.
 */
export class Outbox {
  readonly #parts: Parts;
  readonly #lanes = new Map<string, readonly OutboxMessage[]>();
  /** Conversations whose messages are being sent now. */
  readonly #sending = new Set<string>();
  #ownerId: string | null = null;
  #isStopped = false;

  constructor(parts: Parts) {
    this.#parts = parts;
    parts.store.listen((id) => this.#dropArrived(id));
  }

  /** The same array until it changes, oldest first. */
  of(conversationId: string): readonly OutboxMessage[] {
    return this.#lanes.get(conversationId) ?? none;
  }

  countPending(): number {
    let count = 0;
    for (const lane of this.#lanes.values()) for (const { state } of lane) if (state === "pending") count++;
    return count;
  }

  /** Puts a message at the end and answers its id. Throws AppError when it cannot be a message. */
  add(conversationId: string, content: string, replyToId: string | null): string {
    const refusal = messageRefusal(content);
    if (refusal) throw new AppError(refusal);
    const id = uuidv7();
    this.#put({ id, conversationId, content, replyToId, writtenAt: this.#parts.clock.now(), state: "pending", error: null });
    return id;
  }

  /** Sends a failed message again, after those that wait now. */
  retry(id: string): void {
    const message = this.#find(id);
    if (message?.state !== "failed") return;
    this.#remove(message);
    // Another message owns that id for ever; this one needs its own.
    const isTaken = message.error?.code === "MESSAGE_ID_TAKEN";
    this.#put({ ...message, id: isTaken ? uuidv7() : id, state: "pending", error: null });
  }

  discard(id: string): void {
    const message = this.#find(id);
    if (message) this.#remove(message);
  }

  /** Takes up what this user left on the device. */
  async own(ownerId: string): Promise<void> {
    this.#ownerId = ownerId;
    for (const lane of this.#lanes.values()) for (const message of lane) this.#save(message);
    const left = await this.#parts.storage.load(ownerId).catch(() => []);
    for (const { ownerId: _, ...message } of left) if (!this.#find(message.id)) this.#put(message);
  }

  /** Goes on with everything that waits: there is a connection. */
  resume(): void {
    this.#isStopped = false;
    for (const conversationId of this.#lanes.keys()) void this.#send(conversationId);
  }

  stop(): void {
    this.#isStopped = true;
  }

  async #send(conversationId: string): Promise<void> {
    if (this.#sending.has(conversationId)) return;
    this.#sending.add(conversationId);
    try {
      for (let attempt = 0, last = ""; ; ) {
        const message = this.of(conversationId).find(({ state }) => state === "pending");
        if (!message || this.#isStopped || !this.#parts.connection.isOpen) return;
        attempt = message.id === last ? attempt + 1 : 0;
        last = message.id;
        const waitMs = await this.#try(message, attempt);
        if (waitMs > 0) await pause(this.#parts.clock, waitMs);
      }
    } finally {
      this.#sending.delete(conversationId);
    }
  }

  /** Sends once. Answers how many ms to wait before the next try of this conversation. */
  async #try(message: OutboxMessage, attempt: number): Promise<number> {
    const { connection, store, clock, onSent } = this.#parts;
    const { id, conversationId, content, replyToId } = message;
    const startedAt = clock.now();
    try {
      const sent = await connection.call((api) => api.messages.send.mutate({ id, conversationId, content, replyToId }));
      onSent(sent, clock.now() - startedAt);
      store.addMessages(conversationId, [sent]);
      this.#remove(message);
      return 0;
    } catch (error) {
      const app = readAppError(error);
      // Whoever signs in again goes on; a message is not failed because of it.
      if (endsSignIn(error) || !connection.isOpen) return 0;
      const isHopeless = app && (!app.retry || (app.code === "INTERNAL" && attempt + 1 >= internalErrorsMax));
      if (isHopeless) this.#replace(message, { ...message, state: "failed", error: app });
      return isHopeless ? 0 : (app?.retryAfterMs ?? 0) + backoffMs(app?.retryAfterMs ? 0 : attempt, clock.random());
    }
  }

  #dropArrived(conversationId: string): void {
    const lane = this.#lanes.get(conversationId);
    if (!lane || lane.length === 0) return;
    const messages = this.#parts.store.get(conversationId)?.messages ?? [];
    for (const message of lane) if (messages.some(({ id }) => id === message.id)) this.#remove(message);
  }

  #find(id: string): OutboxMessage | undefined {
    for (const lane of this.#lanes.values()) {
      const message = lane.find((one) => one.id === id);
      if (message) return message;
    }
    return undefined;
  }

  #put(message: OutboxMessage): void {
    this.#set(message.conversationId, [...this.of(message.conversationId), message]);
    this.#save(message);
    void this.#send(message.conversationId);
  }

  #replace(message: OutboxMessage, by: OutboxMessage): void {
    if (!this.#find(message.id)) return;
    this.#set(
      message.conversationId,
      this.of(message.conversationId).map((one) => (one.id === message.id ? by : one)),
    );
    this.#save(by);
  }

  #remove({ id, conversationId }: OutboxMessage): void {
    const lane = this.of(conversationId);
    const rest = lane.filter((one) => one.id !== id);
    if (rest.length === lane.length) return;
    this.#set(conversationId, rest);
    // A row that could not be removed is sent once more at the next start, and its id makes that harmless.
    this.#parts.storage.remove(id).catch(() => undefined);
  }

  #set(conversationId: string, lane: readonly OutboxMessage[]): void {
    if (lane.length > 0) this.#lanes.set(conversationId, lane);
    else this.#lanes.delete(conversationId);
    this.#parts.onChange(conversationId);
  }

  #save(message: OutboxMessage): void {
    // A full or forbidden storage costs the message's survival of a reload, nothing else.
    if (this.#ownerId !== null) this.#parts.storage.save({ ...message, ownerId: this.#ownerId }).catch(() => undefined);
  }
}

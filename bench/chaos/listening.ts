/** What somebody knows of their conversations: a snapshot, and events applied to it as every client does; all of it recorded. */
import { createHash } from "node:crypto";
import { type TRPCClient, TRPCClientError } from "@trpc/client";
import type { AppRouter } from "../../src/server/api/root";
import { applyConversation, applyEvent, applyMessages, type ConversationState, conversationOf } from "../../src/shared/apply-event";
import type { ConversationPage } from "../../src/shared/conversations";
import { readAppError } from "../../src/shared/errors";
import type { ChatEvent } from "../../src/shared/events";
import type { Message } from "../../src/shared/messages";
import { entryOf, type Op } from "./history";
import { levelOf } from "./level";

type Change = Exclude<ChatEvent, { type: "resync" }>;

export interface ListeningOptions {
  userId: string;
  client: string;
  record: (op: Op) => void;
  now: () => number;
  /** When the present sign-in ends, by the recorder's clock. */
  signInEndsAt: () => number | undefined;
  /** A message of somebody else's came, so many milliseconds after it was first sent. */
  delivered?: (delayMs: number) => void;
}

/** More are dropped down to `messagesKept`, oldest first: what was applied is recorded, and needs not be held. */
const messagesMax = 200;
const messagesKept = 60;
const pageMessages = 50;

export class Listening {
  readonly states = new Map<string, ConversationState>();
  readonly #api: TRPCClient<AppRouter>;
  readonly #options: ListeningOptions;
  /** Conversation → the newest message that was applied. */
  readonly #newest = new Map<string, number>();
  #subscription: { unsubscribe(): void } | null = null;
  /** Events that arrive while a snapshot is loaded. */
  #waiting: ChatEvent[][] | null = [];
  #isStopped = false;

  constructor(api: TRPCClient<AppRouter>, options: ListeningOptions) {
    this.#api = api;
    this.#options = options;
    this.#listen();
  }

  get isLoaded(): boolean {
    return this.#waiting === null;
  }

  /** The newest message of a conversation that was applied. */
  newestOf(conversation: string): number {
    return this.#newest.get(conversation) ?? 0;
  }

  /** Records what is held now, when everything has come to rest. */
  hold(): void {
    const { record, client, userId: user } = this.#options;
    for (const { id, messages } of this.states.values())
      record({ f: "hold", client, user, conversation: id, messages: messages.slice(-pageMessages).map(held) });
  }

  /** Records what is held beside a fresh snapshot. */
  async level(): Promise<void> {
    const { record, client, userId: user } = this.#options;
    const fresh = new Map((await this.#readAll()).map((state) => [state.id, state]));
    for (const conversation of new Set([...fresh.keys(), ...this.states.keys()])) {
      const [mine, theirs] = [this.states.get(conversation), fresh.get(conversation)];
      const texts = levelOf(mine, theirs, user);
      record({ f: "level", client, user, conversation, ...texts });
    }
  }

  stop(): void {
    this.#isStopped = true;
    this.#subscription?.unsubscribe();
  }

  #listen(): void {
    this.#subscription = this.#api.conversations.onChange.subscribe(undefined, {
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
    this.#waiting ??= [];
    this.states.clear();
    this.#newest.clear();
    record({ f: "reset", client, user: userId, at: now() });
    try {
      const states = await this.#readAll();
      for (const state of states) this.#begin(state);
      const waiting = this.#waiting;
      this.#waiting = null;
      for (const events of waiting) this.#take(events);
    } catch {
      // Killed under the load: once more, until it stands. What waits is kept.
      if (!this.#isStopped) setTimeout(() => void this.#load(), 300);
    }
  }

  async #readAll(): Promise<ConversationState[]> {
    const states: ConversationState[] = [];
    let cursor: string | null = null;
    do {
      const page: ConversationPage = await this.#api.conversations.list.query({ limit: 100, cursor });
      for (const summary of page.items) {
        const { messages } = await this.#api.messages.list.query({ conversationId: summary.id, limit: pageMessages });
        const state = applyConversation(undefined, { ...summary, lastMessage: null }, this.#options.userId);
        states.push(applyMessages(state, messages, this.#options.userId));
      }
      cursor = page.nextCursor;
    } while (cursor);
    return states;
  }

  #begin(state: ConversationState): void {
    const { record, client, now, userId: user } = this.#options;
    this.states.set(state.id, state);
    this.#newest.set(state.id, Math.max(this.newestOf(state.id), state.messages.at(-1)?.seq ?? 0));
    record({ f: "load", client, user, conversation: state.id, at: now(), messages: state.messages.map(held) });
  }

  /** One frame: what it says together is known together. */
  #take(events: readonly ChatEvent[]): void {
    if (events.some(({ type }) => type === "resync")) return void this.#load();
    if (this.#waiting) return void this.#waiting.push([...events]);
    const brought = new Map<string, Message>();
    for (const event of events as readonly Change[]) {
      if (event.type === "conversation" && event.conversation.lastMessage && this.states.has(event.conversation.id))
        brought.set(event.conversation.id, event.conversation.lastMessage);
      this.#apply(event);
    }
    // A conversation's newest message, where no event of its own brought it.
    for (const message of brought.values()) if (message.seq > this.newestOf(message.conversationId)) this.#recordMessage(message);
  }

  #apply(event: Change): void {
    const { userId, record, client, now } = this.#options;
    const id = conversationOf(event);
    const before = this.states.get(id);
    if (event.type === "message") this.#recordMessage(event.message);
    if (event.type === "receipt") {
      const { version, userId: user, readSeq, deliveredSeq } = event;
      record({ f: "receipt", client, listener: userId, conversation: id, user, at: now(), version, readSeq, deliveredSeq });
    }
    const after = applyEvent(before, event, userId);
    if (!after) return;
    const own = after.participants.find((one) => one.id === userId);
    if (own?.leftAt) {
      this.states.delete(id);
      this.#newest.delete(id);
      record({ f: "forget", client, conversation: id, at: now() });
    } else if (!before) void this.#loadOne(id, after);
    else {
      const messages = after.messages.length > messagesMax ? after.messages.slice(-messagesKept) : after.messages;
      this.states.set(id, { ...after, messages });
    }
  }

  /** Somebody who is let in again loads what they missed meanwhile. */
  async #loadOne(id: string, state: ConversationState): Promise<void> {
    this.states.set(id, { ...state, messages: [] });
    try {
      const { messages } = await this.#api.messages.list.query({ conversationId: id, limit: pageMessages });
      const now = this.states.get(id);
      if (now) this.#begin(applyMessages(now, messages, this.#options.userId));
    } catch (error) {
      // Out again meanwhile, or the connection broke: then everything is loaded anew.
      if (readAppError(error)?.code !== "NOT_A_PARTICIPANT" && !this.#isStopped) setTimeout(() => void this.#load(), 300);
    }
  }

  #recordMessage({ id, conversationId, seq, version, senderId, content }: Message): void {
    const { record, client, userId, now, delivered } = this.#options;
    const newest = entryOf(this.#newest, conversationId, () => 0);
    const isRepeat = !this.states.has(conversationId) || seq <= newest;
    const [at, hash, signInEndsAt] = [now(), hashOf(content), this.#options.signInEndsAt()];
    const said = { f: "apply", client, user: userId, conversation: conversationId, at, seq, version, id, sender: senderId, hash } as const;
    record({ ...said, isRepeat, ...(signInEndsAt !== undefined && { signInEndsAt }) });
    if (isRepeat) return;
    this.#newest.set(conversationId, seq);
    const sentAt = Number(/ at ([\d.]+)$/.exec(content)?.[1]);
    if (sentAt && senderId !== userId) delivered?.(at - sentAt);
  }
}

/** A short name for a text. */
export function hashOf(content: string): string {
  return createHash("sha1").update(content).digest("base64url").slice(0, 12);
}

export function held({ seq, id, content }: Message) {
  return { seq, id, hash: hashOf(content) };
}

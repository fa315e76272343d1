/** What somebody knows of their conversations: a snapshot, and events applied to it as every client does; all of it recorded. */
import { createHash } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { type TRPCClient, TRPCClientError } from "@trpc/client";
import type { AppRouter } from "../../src/server/api/root";
import { applyConversation, applyEvent, applyMessages, type ConversationState, conversationOf } from "../../src/shared/apply-event";
import type { ConversationPage, ConversationSummary } from "../../src/shared/conversations";
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
  /** A message of somebody else's came, so many milliseconds after it was first sent, at this moment of the recorder's clock. */
  delivered?: (id: string, delayMs: number, at: number) => void;
}

/** More are dropped down to `messagesKept`, oldest first: what was applied is recorded, and needs not be held. */
const messagesMax = 200;
const messagesKept = 60;
const pageMessages = 50;
const callMsMax = 8_000;
const conversationsAtOnce = 8;

export class Listening {
  readonly states = new Map<string, ConversationState>();
  readonly #api: TRPCClient<AppRouter>;
  readonly #options: ListeningOptions;
  /** Conversation → the newest message that was applied. */
  readonly #newest = new Map<string, number>();
  #subscription: { unsubscribe(): void } | null = null;
  /** Frames that arrive while a snapshot is loaded, each with when it came. */
  #waiting: { events: readonly ChatEvent[]; at: number }[] | null = [];
  /** Conversation → the newest message that had come, whichever way; snapshots do not change what has come. */
  readonly #come = new Map<string, number>();
  /** Conversations that are being loaded by themselves, with what was told of them since, and when. */
  readonly #coming = new Map<string, { event: Change; at: number }[]>();
  #loads = 0;
  /** When what is being applied came. */
  #arrival = 0;
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
    let isNew = true;
    this.#subscription = this.#api.conversations.onChange.subscribe(undefined, {
      onStarted: () => {
        // Said at each connection; on later ones what was missed comes by the cursor.
        if (isNew) void this.#load();
        isNew = false;
      },
      onData: ({ data }) => this.#take(data.events, this.#options.now()),
      onError: (error) => {
        // A subscription that ended with an error does not come back by itself: begin anew, with a snapshot.
        if (this.#isStopped || !(error instanceof TRPCClientError)) return;
        setTimeout(() => !this.#isStopped && this.#listen(), 500);
      },
    });
  }

  /** The snapshot: everything the person takes part in, with the newest messages. Tried until it succeeds; the last one asked for counts. */
  async #load(): Promise<void> {
    const { record, client, now, userId } = this.#options;
    const load = ++this.#loads;
    this.#waiting = [];
    this.states.clear();
    this.#newest.clear();
    this.#coming.clear();
    record({ f: "reset", client, user: userId, at: now() });
    let states: ConversationState[] | null = null;
    while (states === null && !this.#isStopped && load === this.#loads) {
      // Killed under the load: once more, until it stands. What waits is kept.
      states = await this.#readAll().catch(() => pause(300).then(() => null));
    }
    if (states === null || load !== this.#loads) return;
    const here = new Set(states.map(({ id }) => id));
    for (const id of this.#come.keys()) if (!here.has(id)) this.#come.delete(id);
    for (const state of states) this.#begin(state);
    const waiting = this.#waiting ?? [];
    this.#waiting = null;
    for (const { events, at } of waiting) this.#take(events, at);
  }

  async #readAll(load = this.#loads): Promise<ConversationState[]> {
    const summaries: ConversationSummary[] = [];
    let cursor: string | null = null;
    do {
      const asked: string | null = cursor;
      const page: ConversationPage = await this.#insist(load, () =>
        this.#api.conversations.list.query({ limit: 100, cursor: asked }, within()),
      );
      summaries.push(...page.items);
      cursor = page.nextCursor;
    } while (cursor);
    const states: ConversationState[] = [];
    for (let at = 0; at < summaries.length; at += conversationsAtOnce) {
      const some = summaries.slice(at, at + conversationsAtOnce);
      states.push(...(await Promise.all(some.map((summary) => this.#insist(load, () => this.#readOne(summary))))));
    }
    return states;
  }

  async #readOne(summary: ConversationSummary): Promise<ConversationState> {
    const { userId } = this.#options;
    const { messages } = await this.#api.messages.list.query({ conversationId: summary.id, limit: pageMessages }, within());
    return applyMessages(applyConversation(undefined, { ...summary, lastMessage: null }, userId), messages, userId);
  }

  /** Asks until it is answered, and as seldom as the limits want, as long as this load is still wanted. */
  async #insist<T>(load: number, ask: () => Promise<T>): Promise<T> {
    for (;;) {
      try {
        return await ask();
      } catch (error) {
        const app = readAppError(error);
        if (this.#isStopped || load !== this.#loads || (app && !app.retry)) throw error;
        await pause(Math.max(300, app?.retryAfterMs ?? 0));
      }
    }
  }

  #begin(state: ConversationState): void {
    const { record, client, now, userId: user } = this.#options;
    this.states.set(state.id, state);
    this.#newest.set(state.id, Math.max(this.newestOf(state.id), state.messages.at(-1)?.seq ?? 0));
    const at = now();
    record({ f: "load", client, user, conversation: state.id, at, messages: state.messages.map(held) });
    // What stood there at the first load, or was said while they had no part in it, was not waited for.
    if (this.#come.has(state.id)) for (const message of state.messages) this.#hasCome(message, at);
    else this.#come.set(state.id, state.messages.at(-1)?.seq ?? 0);
  }

  /** One frame, and when it came: what it says together is known together. */
  #take(events: readonly ChatEvent[], at: number): void {
    if (events.some(({ type }) => type === "resync")) return void this.#load();
    if (this.#waiting) {
      this.#waiting.push({ events, at });
      return;
    }
    this.#arrival = at;
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
    const coming = this.#coming.get(id);
    if (coming) return void coming.push({ event, at: this.#arrival });
    const before = this.states.get(id);
    if (event.type === "message") this.#recordMessage(event.message);
    if (event.type === "receipt") {
      const { version, userId: user, readSeq, deliveredSeq } = event;
      record({ f: "receipt", client, listener: userId, conversation: id, user, at: now(), version, readSeq, deliveredSeq });
    }
    const after = applyEvent(before, event, userId);
    if (!after) {
      // Passed over while the list was read page by page, because it moved: asked for by itself, as every client does.
      if (event.type === "message") void this.#loadOne(id);
      return;
    }
    const own = after.participants.find((one) => one.id === userId);
    if (own?.leftAt) {
      this.states.delete(id);
      this.#newest.delete(id);
      this.#come.delete(id);
      record({ f: "forget", client, conversation: id, at: now() });
    } else if (!before) void this.#loadOne(id);
    else {
      const messages = after.messages.length > messagesMax ? after.messages.slice(-messagesKept) : after.messages;
      this.states.set(id, { ...after, messages });
    }
  }

  /** One conversation that is new here: somebody was let in, or in again. What is told of it meanwhile waits. */
  async #loadOne(id: string): Promise<void> {
    if (this.#coming.has(id)) return;
    const waiting: { event: Change; at: number }[] = [];
    this.#coming.set(id, waiting);
    const load = this.#loads;
    try {
      const summary = await this.#api.conversations.get.query({ id }, within());
      const state = await this.#readOne(summary);
      if (load !== this.#loads) return;
      if (state.participants.some((one) => one.id === this.#options.userId && one.leftAt === null)) this.#begin(state);
    } catch (error) {
      // Out again meanwhile, or the connection broke: then everything is loaded anew.
      if (readAppError(error)?.code !== "NOT_A_PARTICIPANT" && !this.#isStopped) setTimeout(() => void this.#load(), 300);
    } finally {
      if (this.#coming.get(id) === waiting) this.#coming.delete(id);
    }
    if (load !== this.#loads || this.#waiting) return;
    for (const { event, at } of waiting) {
      this.#arrival = at;
      this.#apply(event);
    }
  }

  #recordMessage({ id, conversationId, seq, version, senderId, content }: Message): void {
    const { record, client, userId, now } = this.#options;
    const newest = entryOf(this.#newest, conversationId, () => 0);
    const isRepeat = !this.states.has(conversationId) || seq <= newest;
    const [at, hash, signInEndsAt] = [now(), hashOf(content), this.#options.signInEndsAt()];
    const said = { f: "apply", client, user: userId, conversation: conversationId, at, seq, version, id, sender: senderId, hash } as const;
    record({ ...said, isRepeat, ...(signInEndsAt !== undefined && { signInEndsAt }) });
    if (isRepeat) return;
    this.#newest.set(conversationId, seq);
    this.#hasCome({ id, conversationId, seq, senderId, content }, this.#arrival);
  }

  /** Delivery ends when a message comes, not when a snapshot that is on its way lets it be shown. */
  #hasCome(
    { id, conversationId, seq, senderId, content }: Pick<Message, "id" | "conversationId" | "seq" | "senderId" | "content">,
    at: number,
  ): void {
    if (seq <= entryOf(this.#come, conversationId, () => 0)) return;
    this.#come.set(conversationId, seq);
    const sentAt = Number(/ at ([\d.]+)$/.exec(content)?.[1]);
    if (sentAt && senderId !== this.#options.userId) this.#options.delivered?.(id, at - sentAt, at);
  }
}

/** Time for one call; past it the connection is taken for lost. */
function within() {
  return { signal: AbortSignal.timeout(callMsMax) };
}

/** A short name for a text. */
export function hashOf(content: string): string {
  return createHash("sha1").update(content).digest("base64url").slice(0, 12);
}

export function held({ seq, id, content }: Message) {
  return { seq, id, hash: hashOf(content) };
}

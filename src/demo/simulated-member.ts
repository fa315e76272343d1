/** One member with a phone, played by the program: a stock tRPC client and a chat token, as the mobile app has them. */
import { createTRPCClient, createWSClient, wsLink } from "@trpc/client";
import { uuidv7 } from "uuidv7";
import type { AppRouter } from "../server/api/root";
import type { Clock } from "../server/platform/clock";
import type { Log } from "../server/platform/log";
import type { Conversation } from "../shared/conversations";
import type { ChatEvent } from "../shared/events";
import { limits } from "../shared/limits";
import type { Message } from "../shared/messages";
import type { ChatToken, Person } from "../shared/people";
import type { Repertoire } from "./repertoire";

/** Who is played, as the main API would tell it. */
export interface Played {
  externalId: string;
  name: string;
  gym: string;
}

export interface Stage {
  /** The address of the server, http(s)://… */
  url: string;
  /** What the main API shows for chat tokens. */
  apiKey: string;
  clock: Clock;
  log: Log;
  WebSocket: typeof WebSocket;
  /** What all of them can say; shared, so that no two say the same. */
  words: Repertoire;
  /** At least 0, less than 1. */
  random: () => number;
  /** All waits are multiplied by this. */
  pace: number;
  /** Whether somebody is played by the program too: they are not answered, or they would talk for ever. */
  isPlayed(userId: string): boolean;
  /** A person wrote to somebody who is played. */
  onVisitor(): void;
}

const answersPerConversationMax = 15;

export class SimulatedMember {
  readonly played: Played;
  readonly #stage: Stage;
  readonly #line;
  readonly #chat;
  readonly #conversations = new Map<string, Conversation>();
  readonly #answered = new Map<string, number>();
  /** What is due in a conversation; a newer thing takes the place of an older. */
  readonly #due = new Map<string, Disposable>();
  #timers: Disposable[] = [];
  #listening: { unsubscribe(): void } | undefined;
  #me: Person | undefined;
  #isStopped = false;

  constructor(played: Played, stage: Stage) {
    this.played = played;
    this.#stage = stage;
    this.#line = createWSClient({
      url: `${stage.url.replace(/^http/, "ws")}/api/trpc`,
      WebSocket: stage.WebSocket,
      connectionParams: async () => ({ token: (await this.#fetchToken()).token }),
      retryDelayMs: (attempt) => (0.5 + stage.random() / 2) * Math.min(30_000, 500 * 2 ** attempt),
    });
    this.#chat = createTRPCClient<AppRouter>({ links: [wsLink({ client: this.#line })] });
  }

  get userId(): string | undefined {
    return this.#me?.id;
  }

  /** Signs in, listens, and is seen from then on. */
  async start(): Promise<void> {
    const { clock } = this.#stage;
    this.#me = await this.#chat.auth.me.query();
    this.#listening = this.#chat.conversations.onChange.subscribe(undefined, {
      onData: ({ data: { events } }) => {
        for (const event of events) this.#hear(event);
      },
      onError: (error) => this.#note("listening ended", error),
    });
    await this.#load();
    const beat = () => this.#try("presence", () => this.#chat.presence.set.mutate({ status: "online" }));
    const renew = () => this.#try("renew", async () => this.#chat.auth.renew.mutate({ token: (await this.#fetchToken()).token }));
    await beat();
    this.#timers = [
      clock.every(limits.heartbeatIntervalMs, () => void beat()),
      clock.every(limits.chatTokenLifeMs * 0.7, () => void renew()),
    ];
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    for (const timer of [...this.#timers, ...this.#due.values()]) timer[Symbol.dispose]();
    this.#listening?.unsubscribe();
    await this.#line.close();
  }

  /** Asks the front desk something. Answers whether there was something to ask. */
  async askDesk(openings: readonly string[]): Promise<boolean> {
    const { id } = await this.#chat.support.open.mutate();
    return this.#begin(await this.#chat.conversations.get.query({ id }), openings, "");
  }

  /** Writes to somebody by name. Answers whether they were found and it is not their turn. */
  async writeTo(name: string, openings: readonly string[]): Promise<boolean> {
    const { items } = await this.#chat.users.search.query({ query: name });
    const other = items.find((person) => person.name === name);
    if (!other) return false;
    const conversation = await this.#chat.conversations.create.mutate({ type: "direct", participantIds: [other.id] });
    return this.#begin(conversation, openings, firstName(other.name));
  }

  /** Says something in one of their classes, if there is one in which somebody else spoke last. */
  async speakInClass(openings: readonly string[]): Promise<boolean> {
    const groups = [...this.#conversations.values()].filter(({ type, lastMessage }) => type === "group" && !this.#isOurs(lastMessage));
    const group = groups[Math.floor(this.#stage.random() * groups.length)];
    return group ? this.#begin(group, openings, "") : false;
  }

  #isOurs(message: Message | null): boolean {
    return message !== null && (message.senderId === this.#me?.id || this.#stage.isPlayed(message.senderId));
  }

  #begin(conversation: Conversation, openings: readonly string[], name: string): boolean {
    this.#conversations.set(conversation.id, conversation);
    // Whoever talks already, or asked and waits for an answer, does not begin again.
    const isUnanswered = conversation.lastMessage?.senderId === this.#me?.id || conversation.lastMessage?.kind === "system";
    const isWaiting = isUnanswered && this.#answered.has(conversation.id);
    if (isWaiting || this.#due.has(conversation.id)) return false;
    this.#answered.set(conversation.id, this.#answered.get(conversation.id) ?? 0);
    this.#say(conversation.id, this.#stage.words.choose(openings, name));
    return true;
  }

  #hear(event: ChatEvent): void {
    switch (event.type) {
      case "resync":
        void this.#try("load", () => this.#load());
        return;
      case "conversation":
        this.#conversations.set(event.conversation.id, event.conversation);
        return;
      case "message":
        this.#onMessage(event.message);
        return;
      case "participant":
      case "settings":
      case "receipt":
        return;
    }
  }

  #onMessage(message: Message): void {
    const { conversationId, seq, senderId } = message;
    const conversation = this.#conversations.get(conversationId);
    if (!conversation || seq <= conversation.lastSeq) return;
    this.#conversations.set(conversationId, { ...conversation, lastSeq: seq, lastMessage: message });
    if (senderId === this.#me?.id || message.kind !== "text") return;
    void this.#try("delivered", () => this.#chat.conversations.markDelivered.mutate({ conversationId, seq }));
    const read = () => this.#try("read", () => this.#chat.conversations.markRead.mutate({ conversationId, seq }));
    const isVisitor = !this.#stage.isPlayed(senderId);
    if (isVisitor) this.#stage.onVisitor();
    const words = isVisitor ? this.#answerTo(message, conversation) : undefined;
    // Two lines in a row are read, and answered, together.
    this.#soon(conversationId, this.#between(1_200, 3_500), async () => {
      await read();
      if (words !== undefined) this.#soon(conversationId, this.#between(300, 1_500), () => this.#say(conversationId, words));
    });
  }

  #answerTo({ content, senderId }: Message, conversation: Conversation): string | undefined {
    const count = this.#answered.get(conversation.id) ?? 0;
    if (count >= answersPerConversationMax) return undefined;
    const name = firstName(conversation.participants.find(({ id }) => id === senderId)?.name ?? "");
    const isCalled = content.toLowerCase().includes(firstName(this.played.name).toLowerCase());
    if (conversation.type === "group" && !isCalled && this.#stage.random() < 0.5) return undefined;
    this.#answered.set(conversation.id, count + 1);
    return conversation.type === "group" ? this.#stage.words.answerInClass(content, name) : this.#stage.words.answerTo(content, name);
  }

  /** Types for as long as it takes, and sends. */
  #say(conversationId: string, content: string): void {
    const typing = (isTyping: boolean) => this.#try("typing", () => this.#chat.typing.set.mutate({ conversationId, isTyping }));
    const keep = this.#stage.clock.every(limits.typingIntervalMs, () => void typing(true));
    void typing(true);
    const typingMs = Math.min(9_000, 1_200 + content.length * this.#between(45, 75));
    const send = this.#soon(conversationId, typingMs, async () => {
      keep[Symbol.dispose]();
      await this.#try("send", () => this.#chat.messages.send.mutate({ conversationId, id: uuidv7(), content }));
      await typing(false);
    });
    this.#due.set(conversationId, {
      [Symbol.dispose]: () => {
        keep[Symbol.dispose]();
        send[Symbol.dispose]();
        // Somebody wrote in between: the answer is thought over.
        if (!this.#isStopped) void typing(false);
      },
    });
  }

  #soon(conversationId: string, delayMs: number, work: () => unknown): Disposable {
    this.#due.get(conversationId)?.[Symbol.dispose]();
    const timer = this.#stage.clock.after(delayMs * this.#stage.pace, () => {
      this.#due.delete(conversationId);
      void work();
    });
    this.#due.set(conversationId, timer);
    return timer;
  }

  #between(least: number, most: number): number {
    return least + this.#stage.random() * (most - least);
  }

  async #load(): Promise<void> {
    const { items } = await this.#chat.conversations.list.query({ limit: limits.pageMax });
    for (const conversation of items) this.#conversations.set(conversation.id, conversation);
  }

  async #fetchToken(): Promise<ChatToken> {
    const { externalId, name, gym } = this.played;
    const response = await fetch(`${this.#stage.url}/api/auth/chat-token`, {
      method: "POST",
      headers: { "content-type": "application/json", "x-api-key": this.#stage.apiKey },
      body: JSON.stringify({ externalId, name, role: "member", gym }),
    });
    if (!response.ok) throw new Error(`chat-token answered ${response.status}`);
    return response.json() as Promise<ChatToken>;
  }

  async #try(what: string, work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#note(what, error);
    }
  }

  #note(what: string, error: unknown): void {
    // Closing the line ends whatever is on its way.
    if (this.#isStopped) return;
    this.#stage.log.warn(
      { userId: this.userId, what, error: error instanceof Error ? error.message : "unknown" },
      "a simulated member stumbled",
    );
  }
}

function firstName(name: string): string {
  return name.split(" ")[0] ?? name;
}

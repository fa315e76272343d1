import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  applyConversation,
  applyEvent,
  applyMessages,
  type ConversationChange,
  type ConversationState,
  conversationOf,
  unreadOf,
} from "./apply-event";
import type { Conversation, ConversationSummary, OwnSettings, Participant } from "./conversations";
import type { Message } from "./messages";

const conversationId = "c0000000-0000-4000-8000-000000000000";
const people = ["ana", "ben", "cem", "dia"];
const viewer = "ana";
const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString();

/** What anybody can learn: an event, or a snapshot as some answer carried it. */
type News = { event: ConversationChange } | { snapshot: ConversationSummary };

interface Step {
  kind: "send" | "edit" | "delete" | "read" | "deliver" | "join" | "leave" | "rename" | "settings" | "snapshot";
  who: number;
  n: number;
}

/** A conversation as the server keeps it, told step by step: the judge of what a client must end with. */
class History {
  readonly news: News[] = [];
  private version = 0;
  private name: string | null = "Spin";
  private nameVersion = 0;
  private readonly messages: Message[] = [];
  private readonly participants: Participant[] = [];
  private own: OwnSettings = { mutedUntil: null, archivedAt: null, archivedSeq: 0, version: 0 };

  constructor(steps: readonly Step[]) {
    for (const id of people.slice(0, 2)) this.participants.push(this.newcomer(id));
    this.news.push({ snapshot: this.snapshot() });
    // Everybody is introduced before anything else is said of them, as a conversation's versions guarantee.
    for (const id of people.slice(2)) this.join(id);
    for (const step of steps) this.take(step);
  }

  snapshot(): ConversationSummary {
    const conversation = this.conversation();
    return { ...conversation, own: { ...this.own }, unreadCount: unreadOf(conversation, viewer) };
  }

  /** The state of a client that has loaded every message. */
  whole(): ConversationState {
    return { ...this.snapshot(), messages: [...this.messages] };
  }

  private take({ kind, who, n }: Step): void {
    const id = people[who % people.length] as string;
    const person = this.person(id);
    const message = this.messages[n % Math.max(1, this.messages.length)];
    switch (kind) {
      case "send":
        if (person.leftAt === null) this.send(id);
        break;
      case "edit":
      case "delete":
        if (message)
          this.change({
            ...message,
            ...(kind === "edit" ? { content: `edited ${n}`, editedAt: this.now() } : { content: "", deletedAt: this.now() }),
          });
        break;
      case "read":
      case "deliver":
        this.mark(person, kind, n);
        break;
      case "join":
        if (person.leftAt !== null) this.join(id);
        break;
      case "leave":
        this.version++;
        this.put({ ...person, leftAt: this.now(), version: this.version });
        break;
      case "rename":
        this.version++;
        Object.assign(this, { name: `Spin ${n}`, nameVersion: this.version });
        this.news.push({ event: { type: "conversation", conversation: this.conversation() } });
        break;
      case "settings":
        this.version++;
        this.own = { mutedUntil: null, archivedAt: this.now(), archivedSeq: this.messages.length, version: this.version };
        this.news.push({ event: { type: "settings", conversationId, version: this.version, own: this.own } });
        break;
      case "snapshot":
        this.news.push({ snapshot: this.snapshot() });
        break;
    }
  }

  private now(): string {
    return at(this.version);
  }

  private person(id: string): Participant {
    return this.participants.find(({ id: known }) => known === id) ?? this.newcomer(id);
  }

  private newcomer(id: string): Participant {
    const watermarks = { lastDeliveredSeq: 0, lastReadSeq: 0, lastReadAt: null };
    return { id, name: id, avatarUrl: null, role: "member", joinedAt: this.now(), leftAt: null, ...watermarks, version: this.version };
  }

  private conversation(): Conversation {
    const lastMessage = this.messages.at(-1) ?? null;
    return {
      id: conversationId,
      type: "group",
      name: this.name,
      nameVersion: this.nameVersion,
      gymId: "gym",
      memberId: null,
      createdAt: at(0),
      lastSeq: this.messages.length,
      lastMessage,
      lastActivityAt: lastMessage?.createdAt ?? at(0),
      version: this.version,
      participants: this.participants.map((one) => ({ ...one })),
    };
  }

  private put(participant: Participant): void {
    const known = this.participants.findIndex(({ id }) => id === participant.id);
    if (known < 0) this.participants.push(participant);
    else this.participants[known] = participant;
    this.participants.sort((a, b) => a.joinedAt.localeCompare(b.joinedAt) || a.id.localeCompare(b.id));
    this.news.push({ event: { type: "participant", conversationId, version: this.version, participant: { ...participant } } });
  }

  private join(id: string): void {
    this.version++;
    this.put({ ...this.person(id), joinedAt: this.now(), leftAt: null, version: this.version });
  }

  private send(senderId: string): void {
    this.version++;
    const seq = this.messages.length + 1;
    const createdAt = this.now();
    this.messages.push({
      id: `m${seq}`,
      conversationId,
      seq,
      version: this.version,
      senderId,
      kind: "text",
      content: `message ${seq}`,
      replyToId: null,
      createdAt,
      editedAt: null,
      deletedAt: null,
    });
    Object.assign(this.person(senderId), { lastDeliveredSeq: seq, lastReadSeq: seq, lastReadAt: createdAt });
    this.news.push({ event: { type: "message", message: this.messages[seq - 1] as Message } });
  }

  private change(message: Message): void {
    this.version++;
    const changed = { ...message, version: this.version };
    this.messages[message.seq - 1] = changed;
    this.news.push({ event: { type: "message", message: changed } });
  }

  private mark(person: Participant, kind: "read" | "deliver", n: number): void {
    const seq = n % (this.messages.length + 1);
    if (person.leftAt !== null || seq <= (kind === "read" ? person.lastReadSeq : person.lastDeliveredSeq)) return;
    this.version++;
    if (kind === "read") Object.assign(person, { lastReadSeq: seq, lastReadAt: this.now() });
    person.lastDeliveredSeq = Math.max(person.lastDeliveredSeq, seq);
    const { lastDeliveredSeq: deliveredSeq, lastReadSeq: readSeq, lastReadAt: readAt } = person;
    this.news.push({ event: { type: "receipt", conversationId, version: this.version, userId: person.id, deliveredSeq, readSeq, readAt } });
  }
}

const kinds = ["send", "edit", "delete", "read", "deliver", "join", "leave", "rename", "settings", "snapshot"] as const;
const steps = fc.array(
  fc.record({
    kind: fc.oneof({ weight: 4, arbitrary: fc.constant("send" as const) }, { weight: 6, arbitrary: fc.constantFrom(...kinds) }),
    who: fc.nat(3),
    n: fc.nat(20),
  }),
  { maxLength: 25 },
);

function hear(state: ConversationState | undefined, news: News): ConversationState | undefined {
  return "event" in news ? applyEvent(state, news.event, viewer) : applyConversation(state, news.snapshot, viewer);
}

const hearAll = (news: readonly News[], from?: ConversationState) => news.reduce<ConversationState | undefined>(hear, from);

describe("applyEvent", () => {
  it("turns the first snapshot and all events, in order, into the fresh snapshot", () => {
    fc.assert(
      fc.property(steps, (taken) => {
        const history = new History(taken);
        expect(hearAll(history.news)).toEqual(history.whole());
      }),
      { numRuns: 300 },
    );
  });

  it("ends in the same state whatever the order, with repeats and with old snapshots between", () => {
    const heard = (taken: Step[]) => {
      const { news } = new History(taken);
      const [first, ...others] = news;
      const introductions = others.slice(0, people.length - 2);
      const rest = others.slice(introductions.length);
      return fc
        .tuple(
          fc.shuffledSubarray(introductions, { minLength: introductions.length }),
          fc.shuffledSubarray(rest, { minLength: rest.length }),
          fc.array(fc.constantFrom(...news), { maxLength: 10 }),
        )
        .map(([introduced, once, again]) => [first as News, ...introduced, ...again, ...once, ...again.toReversed()]);
    };
    const shuffled = steps.chain((taken) => fc.record({ history: fc.constant(taken), heard: heard(taken) }));
    fc.assert(
      fc.property(shuffled, ({ history, heard }) => {
        expect(hearAll(heard)).toEqual(new History(history).whole());
      }),
      { numRuns: 500 },
    );
  });

  it("keeps what it knows when any old news comes once more: the very same object", () => {
    fc.assert(
      fc.property(steps, (taken) => {
        const { news } = new History(taken);
        const state = hearAll(news);
        for (const one of news) expect(hear(state, one)).toBe(state);
      }),
      { numRuns: 200 },
    );
  });

  it("reaches the fresh snapshot from any older one and the events after it", () => {
    fc.assert(
      fc.property(steps, fc.nat(24), (taken, cut) => {
        const before = new History(taken.slice(0, cut));
        const history = new History(taken);
        const start = applyConversation(undefined, before.snapshot(), viewer);
        const { messages, ...rest } = hearAll(history.news.slice(before.news.length), start) as ConversationState;
        expect(rest).toEqual(history.snapshot());
        for (const message of messages) expect(message).toEqual(history.whole().messages[message.seq - 1]);
      }),
      { numRuns: 200 },
    );
  });

  it("leaves a state it was given untouched", () => {
    fc.assert(
      fc.property(steps, (taken) => {
        const { news } = new History(taken);
        let state: ConversationState | undefined;
        for (const one of news) {
          const copy = structuredClone(state);
          const next = hear(state, one);
          expect(state).toEqual(copy);
          state = next;
        }
      }),
      { numRuns: 100 },
    );
  });

  it("knows nothing of a conversation before it was introduced", () => {
    const [first, ...others] = new History([{ kind: "send", who: 0, n: 0 }]).news;
    expect(first).toHaveProperty("snapshot");
    for (const one of others) expect(hear(undefined, one)).toBeUndefined();
  });

  it("names the conversation of every event", () => {
    const { news } = new History(kinds.map((kind) => ({ kind, who: 1, n: 1 })));
    for (const one of news) if ("event" in one) expect(conversationOf(one.event)).toBe(conversationId);
  });

  it("keeps pages in order of seq, also when a later page comes first", () => {
    const whole = new History(Array.from({ length: 9 }, () => ({ kind: "send", who: 0, n: 0 }) as const)).whole();
    const start = applyConversation(undefined, { ...whole, lastMessage: null }, viewer);
    const state = applyMessages(applyMessages(start, whole.messages.slice(6), viewer), whole.messages.slice(0, 6), viewer);
    expect(state.messages.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(applyMessages(state, whole.messages, viewer)).toBe(state);
  });

  it("counts as unread what others wrote since the viewer read or wrote, and nothing once the viewer has left", () => {
    const by = (who: number) => ({ kind: "send", who, n: 0 }) as const;
    const unread = (taken: Step[]) => hearAll(new History(taken).news)?.unreadCount;
    expect(unread([by(1), by(1)])).toBe(2);
    expect(unread([by(1), by(1), { kind: "read", who: 0, n: 1 }])).toBe(1);
    expect(unread([by(1), by(0), by(1)])).toBe(1);
    expect(unread([by(1), { kind: "leave", who: 0, n: 0 }])).toBe(0);
  });
});

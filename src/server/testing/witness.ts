/**
 * Somebody who loads a snapshot, hears events and applies them as every client does. `expectLevel` is the product's promise as an assertion:
 * old snapshot + events = fresh snapshot. Every mutation's test calls it, for each who may hear the change.
 */
import { expect } from "vitest";
import { applyCaseFile, applyDeskEvent, type CaseState } from "../../shared/apply-desk-event";
import { applyConversation, applyEvent, applyMessages, type ConversationState, conversationOf } from "../../shared/apply-event";
import type { CaseFile } from "../../shared/cases";
import type { ConversationSummary, Participant } from "../../shared/conversations";
import type { DeskEvent } from "../../shared/events";
import type { Message } from "../../shared/messages";
import type { Services } from "../api/services";
import type { ChatContext } from "../chat/context";
import { getConversation } from "../chat/get-conversation";
import { listConversations } from "../chat/list-conversations";
import { listMessages } from "../chat/list-messages";
import { HandOver } from "../delivery/wire";
import { getCase } from "../support/get-case";
import { as } from "./actors";

export interface Witness extends AsyncDisposable {
  readonly userId: string;
  /** What is known, by conversation. */
  readonly states: Map<string, ConversationState>;
  /** What a desk knows of the cases, by conversation. */
  readonly cases: Map<string, CaseState>;
  /** Every event heard since the beginning, in order. */
  readonly heard: DeskEvent[];
  /** The frames as they came, one array of events each. */
  readonly frames: DeskEvent[][];
  /** The cursor of the last frame. */
  readonly cursor: string;
  /** Stops listening, as a lost connection does. */
  cut(): Promise<void>;
  /** Listens again, from the last cursor; on any node. */
  resume(services?: Services): Promise<void>;
  /** Asserts that what was heard makes the fresh snapshot, once this node has caught up with the database. */
  expectLevel(): Promise<void>;
  /** Resolves with the first event, heard already or yet to come, that satisfies. */
  waitFor(satisfies: (event: DeskEvent) => boolean): Promise<DeskEvent>;
}

interface TrackedFrame {
  result: { id: string; data: { data: { events: DeskEvent[] } } };
}

/** Begins as a client does: listens first, then loads the snapshot. */
export async function witness(services: Services, userId: string, kind: "member" | "desk" = "member"): Promise<Witness> {
  const one = new ListeningWitness(services, userId, kind);
  await one.resume();
  await one.load();
  return one;
}

class ListeningWitness implements Witness {
  readonly states = new Map<string, ConversationState>();
  readonly cases = new Map<string, CaseState>();
  readonly heard: DeskEvent[] = [];
  readonly frames: DeskEvent[][] = [];
  readonly #waiting = new Set<() => void>();
  #cursor: string | null = null;
  #abort: AbortController | null = null;
  #ended: Promise<unknown> = Promise.resolve();

  constructor(
    private services: Services,
    readonly userId: string,
    private readonly kind: "member" | "desk",
  ) {}

  get cursor(): string {
    if (this.#cursor === null) throw new Error("nothing was heard yet");
    return this.#cursor;
  }

  async load(): Promise<void> {
    for (const summary of await this.#readAll()) {
      this.#learn(summary, await this.#readMessages(summary.id));
      if (this.kind === "desk") this.cases.set(summary.id, applyCaseFile(this.cases.get(summary.id), await this.#readCase(summary.id)));
    }
  }

  async cut(): Promise<void> {
    this.#abort?.abort();
    await this.#ended;
  }

  async resume(services = this.services): Promise<void> {
    this.services = services;
    this.#abort = new AbortController();
    const { actor } = await this.#caller();
    const socket = {
      bufferedAmount: 0,
      write: (frame: Buffer) => this.#hear(textOf(frame)),
      close: () => this.#abort?.abort(),
      terminate: () => undefined,
    };
    const { signal } = this.#abort;
    const frames = services.delivery.listen({ actor, kind: this.kind, lastEventId: this.#cursor, socket, signal });
    const { value } = await frames.next();
    if (!(value instanceof HandOver)) throw new Error("the subscription did not begin");
    this.#hear(value.open("1"));
    this.#ended = frames.next();
    // What cannot be told in events is loaded anew, as every client does.
    if (this.frames.at(-1)?.some(({ type }) => type === "resync")) await this.load();
  }

  async expectLevel(): Promise<void> {
    await this.services.delivery.tick();
    // What was just told is written when the turn is over.
    await new Promise<void>((resolve) => process.nextTick(resolve));
    const fresh = await this.#readAll();
    const known = [...this.states.values()].filter((state) => this.kind === "desk" || this.#takesPart(state));
    expect(known.map(({ id }) => id).sort()).toEqual(fresh.map(({ id }) => id).sort());
    for (const summary of fresh) {
      const state = this.states.get(summary.id);
      const messages = await this.#readMessages(summary.id);
      expect(state?.messages).toEqual(messages);
      expect(state && this.#visible(state, messages)).toEqual(this.#visible(summary, messages));
      if (this.kind === "desk") expect(this.cases.get(summary.id)).toEqual(await this.#readCase(summary.id));
    }
  }

  waitFor(satisfies: (event: DeskEvent) => boolean): Promise<DeskEvent> {
    return new Promise((resolve) => {
      const look = () => {
        const event = this.heard.find(satisfies);
        if (!event) return;
        this.#waiting.delete(look);
        resolve(event);
      };
      this.#waiting.add(look);
      look();
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.cut();
  }

  #hear(text: string): void {
    const { result } = JSON.parse(text) as TrackedFrame;
    this.#cursor = result.id;
    const { events } = result.data.data;
    this.frames.push(events);
    for (const event of events) {
      this.heard.push(event);
      if (event.type === "resync") continue;
      if (event.type === "case" || event.type === "note" || event.type === "timeline") {
        const known = applyDeskEvent(this.cases.get(event.conversationId), event);
        if (known) this.cases.set(event.conversationId, known);
        continue;
      }
      const id = conversationOf(event);
      const next = applyEvent(this.states.get(id), event, this.userId);
      if (next) this.states.set(id, next);
    }
    for (const look of [...this.#waiting]) look();
  }

  #learn(summary: ConversationSummary, messages: readonly Message[]): void {
    const state = applyConversation(this.states.get(summary.id), summary, this.userId);
    this.states.set(summary.id, applyMessages(state, messages, this.userId));
  }

  /** What this viewer can see of a conversation. Of others' watermarks that is: how many of the viewer's own messages they cover. */
  #visible(
    { messages: _messages, version: _version, ...rest }: ConversationSummary & { messages?: unknown },
    messages: readonly Message[],
  ) {
    const own = messages.filter(({ senderId }) => this.kind === "desk" || senderId === this.userId).map(({ seq }) => seq);
    const covered = (seq: number) => own.filter((one) => one <= seq).length;
    const seen = (participant: Participant) =>
      participant.id === this.userId
        ? participant
        : {
            ...participant,
            lastReadAt: null,
            lastReadSeq: covered(participant.lastReadSeq),
            lastDeliveredSeq: covered(participant.lastDeliveredSeq),
          };
    return { ...rest, participants: rest.participants.map(seen) };
  }

  #takesPart({ participants }: ConversationState): boolean {
    return participants.some(({ id, leftAt }) => id === this.userId && leftAt === null);
  }

  #caller(): Promise<ChatContext> {
    return as(this.services, this.userId);
  }

  async #readAll(): Promise<ConversationSummary[]> {
    const ctx = await this.#caller();
    if (this.kind === "desk") {
      const text = "select id from conversations where gym_id = $1 and type = 'support'";
      const rows = await ctx.db.rows<{ id: string }>({ name: "testing-desk", text }, [ctx.actor.gymId]);
      return Promise.all(rows.map(({ id }) => getConversation(ctx, id)));
    }
    const pages = await Promise.all([false, true].map((archived) => listConversations(ctx, { archived, limit: 100 })));
    return pages.flatMap(({ items }) => items);
  }

  async #readCase(conversationId: string): Promise<CaseState> {
    const ctx = await this.#caller();
    let state: CaseState | undefined;
    for (let before: number | null | undefined; before !== null; ) {
      const file: CaseFile = await getCase(ctx, { conversationId, limit: 100, ...(before !== undefined && { before }) });
      state = applyCaseFile(state, file);
      before = file.before;
    }
    if (!state) throw new Error("a case was not read");
    return state;
  }

  async #readMessages(conversationId: string): Promise<Message[]> {
    const ctx = await this.#caller();
    const messages: Message[] = [];
    for (let hasMore = true; hasMore; ) {
      const page = await listMessages(ctx, { conversationId, after: messages.at(-1)?.seq ?? 0, limit: 100 });
      messages.push(...page.messages);
      hasMore = page.hasMoreAfter;
    }
    return messages;
  }
}

/** What a WebSocket text frame of a server says. */
function textOf(frame: Buffer): string {
  const length = frame[1] ?? 0;
  return frame.toString("utf8", length < 126 ? 2 : length === 126 ? 4 : 10);
}

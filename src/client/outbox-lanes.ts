import type { OutboxMessage } from "./chat-client.types";

/** A message in its lane. */
export interface WaitingMessage extends OutboxMessage {
  /** Orders what was written, also over restarts; clocks and ids do not when the device's clock is set back. */
  place: number;
}

const none: readonly WaitingMessage[] = [];

/** What waits, by conversation: a lane each, in the order of writing. */
export class OutboxLanes {
  readonly #lanes = new Map<string, readonly WaitingMessage[]>();
  readonly #byId = new Map<string, WaitingMessage>();
  readonly #onChange: (conversationId: string) => void;
  #lastPlace = 0;

  constructor(onChange: (conversationId: string) => void) {
    this.#onChange = onChange;
  }

  get count(): number {
    return this.#byId.size;
  }

  /** The same array until it changes. */
  of(conversationId: string): readonly WaitingMessage[] {
    return this.#lanes.get(conversationId) ?? none;
  }

  get(id: string): WaitingMessage | undefined {
    return this.#byId.get(id);
  }

  all(): WaitingMessage[] {
    return [...this.#byId.values()].sort(byPlace);
  }

  conversationIds(): string[] {
    return [...this.#lanes.keys()];
  }

  countPending(): number {
    let count = 0;
    for (const { state } of this.#byId.values()) if (state === "pending") count++;
    return count;
  }

  /** A place behind everything known. */
  nextPlace(): number {
    return ++this.#lastPlace;
  }

  /** Puts a message where its place is, instead of the one with its id. */
  put(message: WaitingMessage): void {
    this.#lastPlace = Math.max(this.#lastPlace, message.place);
    this.#byId.set(message.id, message);
    const others = this.of(message.conversationId).filter(({ id }) => id !== message.id);
    this.#set(message.conversationId, [...others, message].sort(byPlace));
  }

  /** Takes a message out; whether it was there. */
  remove(id: string): boolean {
    const message = this.#byId.get(id);
    if (!message) return false;
    this.#byId.delete(id);
    this.#set(
      message.conversationId,
      this.of(message.conversationId).filter((one) => one.id !== id),
    );
    return true;
  }

  #set(conversationId: string, lane: readonly WaitingMessage[]): void {
    if (lane.length > 0) this.#lanes.set(conversationId, lane);
    else this.#lanes.delete(conversationId);
    this.#onChange(conversationId);
  }
}

/** Two tabs may have given the same place at a time; their ids then decide, the same in both. */
function byPlace(a: WaitingMessage, b: WaitingMessage): number {
  return a.place - b.place || (a.id < b.id ? -1 : 1);
}

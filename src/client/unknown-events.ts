import { type ConversationChange, conversationOf } from "../shared/apply-event";
import { readAppError } from "../shared/errors";
import { backoffMs } from "./backoff";
import { type Clock, pause } from "./clock";
import { ConnectionLost } from "./connection-lost";

interface Parts {
  clock: Clock;
  /** Reads a conversation into the store. */
  fetch: (conversationId: string) => Promise<void>;
  apply: (event: ConversationChange) => void;
  /** Nothing waits any more. */
  onSettled: () => void;
}

interface Waiting {
  events: ConversationChange[];
  isReading: boolean;
}

/**
 * Events of conversations beyond the loaded pages. The conversation is read first, as often as it takes, and then its events are applied in their
 * order: the cursor has passed them, so nobody tells them again.
 */
export class UnknownEvents {
  readonly #parts: Parts;
  readonly #waiting = new Map<string, Waiting>();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  get isEmpty(): boolean {
    return this.#waiting.size === 0;
  }

  /** Whether events of this conversation wait, so that later ones have to wait behind them. */
  has(conversationId: string): boolean {
    return this.#waiting.has(conversationId);
  }

  add(event: ConversationChange): void {
    const id = conversationOf(event);
    const waiting = this.#waiting.get(id);
    if (waiting) {
      waiting.events.push(event);
      return;
    }
    this.#waiting.set(id, { events: [event], isReading: false });
    void this.#read(id);
  }

  /** There is a connection again: what a lost one left unread is read now. */
  resume(): void {
    for (const id of this.#waiting.keys()) void this.#read(id);
  }

  /** Everything is loaded afresh, and contains what these tell. */
  clear(): void {
    this.#waiting.clear();
  }

  async #read(id: string): Promise<void> {
    const waiting = this.#waiting.get(id);
    if (!waiting || waiting.isReading) return;
    waiting.isReading = true;
    for (let attempt = 0; this.#waiting.get(id) === waiting; attempt++) {
      const askedWith = waiting.events.length;
      try {
        await this.#parts.fetch(id);
        if (this.#waiting.get(id) !== waiting) break;
        this.#waiting.delete(id);
        // The read may have been under way before they happened, so that they are applied after it.
        for (const event of waiting.events) this.#parts.apply(event);
      } catch (error) {
        if (error instanceof ConnectionLost) break;
        if (readAppError(error)?.retry === false) this.#refuse(id, waiting, askedWith);
        else await pause(this.#parts.clock, readAppError(error)?.retryAfterMs ?? 500 + backoffMs(attempt, this.#parts.clock.random()));
      }
    }
    waiting.isReading = false;
    if (this.isEmpty) this.#parts.onSettled();
  }

  /** Not the viewer's to read. What has happened since the question may have changed that: with it, the question is asked again. */
  #refuse(id: string, waiting: Waiting, askedWith: number): void {
    if (this.#waiting.get(id) !== waiting) return;
    waiting.events.splice(0, askedWith);
    if (waiting.events.length === 0) this.#waiting.delete(id);
  }
}

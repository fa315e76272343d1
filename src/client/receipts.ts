import type { ConversationState } from "../shared/apply-event";
import { readAppError } from "../shared/errors";
import type { Clock } from "./clock";
import type { Connection } from "./connection";
import { ConnectionLost } from "./connection-lost";
import type { Store } from "./store";

/** Marks that come within this time travel as one: a watermark says everything that lower ones would have said. */
const joinMs = 250;

interface Parts {
  connection: Connection;
  store: Store;
  clock: Clock;
  /** The viewer has read further, on this screen. */
  onRead: (conversationId: string, seq: number) => void;
}

/** Tells how far the viewer has received and read. A mark waits through a lost connection, and the greatest of a conversation wins. */
export class Receipts {
  readonly #parts: Parts;
  readonly #read = new Map<string, number>();
  readonly #delivered = new Map<string, number>();
  readonly #readElsewhere = new Map<string, number>();
  /** How far a desk has read conversations that it takes no part in yet: its first mark makes it do so. */
  readonly #readAtDesk = new Map<string, number>();
  #isDue = false;
  #isSending = false;

  constructor(parts: Parts) {
    this.#parts = parts;
    // Whatever a message came by, a page, an event or a list, it has reached this device now.
    parts.store.listen((id) => {
      const state = parts.store.get(id);
      const own = state && this.#ownPart(state);
      if (state && own && own.lastDeliveredSeq < state.lastSeq && (this.#delivered.get(id) ?? 0) < state.lastSeq) {
        this.#delivered.set(id, state.lastSeq);
        this.#schedule();
      }
    });
  }

  /** The viewer saw everything up to `seq`. The unread count follows at once, the server within a moment. */
  markRead(conversationId: string, seq: number): void {
    const { store } = this.#parts;
    const state = store.get(conversationId);
    if (!state) return;
    const own = this.#ownPart(state);
    const readSeq = Math.min(seq, state.lastSeq);
    if (!own) {
      if (state.type === "support") this.#markAtDesk(conversationId, readSeq);
      return;
    }
    if (readSeq <= own.lastReadSeq) return;
    this.#read.set(conversationId, readSeq);
    this.#raise(conversationId, readSeq);
    this.#parts.onRead(conversationId, readSeq);
    this.#schedule();
  }

  /** Marks that the server may not know of, for the device to keep. */
  get pending(): Record<string, number> {
    return Object.fromEntries(this.#read);
  }

  /** What the device kept of an earlier life, or another tab left when it ended. */
  adopt(marks: Readonly<Record<string, number>>): void {
    for (const [id, seq] of Object.entries(marks)) {
      if (seq > (this.#read.get(id) ?? 0)) this.#read.set(id, seq);
      this.#raise(id, seq);
    }
    this.resume();
  }

  /** Another tab of the viewer's has read up to here. It says so to the server itself; if it ends before, `takeOver` does. */
  hear(conversationId: string, seq: number): void {
    if (seq > (this.#readElsewhere.get(conversationId) ?? 0)) this.#readElsewhere.set(conversationId, seq);
    this.#raise(conversationId, seq);
  }

  /** The tab that wrote down for all has ended. */
  takeOver(): void {
    this.adopt(Object.fromEntries(this.#readElsewhere));
    this.#readElsewhere.clear();
  }

  /** The store was loaded afresh, as the server knows it: what it was not told yet is joined in again. */
  reapply(): void {
    for (const marks of [this.#read, this.#readElsewhere]) for (const [id, seq] of marks) this.#raise(id, seq);
  }

  /** The database begins another life: what was read in the one before says nothing of this one. */
  forget(): void {
    for (const marks of [this.#read, this.#delivered, this.#readElsewhere, this.#readAtDesk]) marks.clear();
  }

  /** There is a connection: what waits goes out. */
  resume(): void {
    if (this.#read.size + this.#delivered.size > 0) this.#schedule();
  }

  #markAtDesk(conversationId: string, seq: number): void {
    if (seq <= (this.#readAtDesk.get(conversationId) ?? 0)) return;
    this.#readAtDesk.set(conversationId, seq);
    this.#read.set(conversationId, seq);
    this.#schedule();
  }

  #raise(conversationId: string, seq: number): void {
    this.#parts.store.raiseOwn(conversationId, seq, new Date(this.#parts.clock.now()).toISOString());
  }

  #ownPart({ participants }: ConversationState) {
    return participants.find(({ id, leftAt }) => id === this.#parts.store.viewerId && leftAt === null);
  }

  #schedule(): void {
    if (this.#isDue) return;
    this.#isDue = true;
    this.#parts.clock.after(joinMs, () => {
      this.#isDue = false;
      void this.#flush();
    });
  }

  async #flush(): Promise<void> {
    if (this.#isSending || !this.#parts.connection.isOpen) return;
    this.#isSending = true;
    let waitMs = 0;
    try {
      waitMs = (await this.#sendAll(this.#read, "markRead")) || (await this.#sendAll(this.#delivered, "markDelivered"));
    } finally {
      this.#isSending = false;
    }
    if (this.#read.size + this.#delivered.size === 0 || !this.#parts.connection.isOpen) return;
    this.#parts.clock.after(waitMs, () => this.#schedule());
  }

  /** Sends one mark after the other; answers how many ms to wait when the server asks to. */
  async #sendAll(marks: Map<string, number>, verb: "markRead" | "markDelivered"): Promise<number> {
    for (const [conversationId, seq] of marks) {
      // What is read has been delivered: the server raises both.
      if (verb === "markDelivered" && (this.#read.get(conversationId) ?? 0) >= seq) continue;
      try {
        await this.#parts.connection.call((api) => api.conversations[verb].mutate({ conversationId, seq }));
      } catch (error) {
        if (error instanceof ConnectionLost) return 0;
        const app = readAppError(error);
        if (!app || app.retry) return app?.retryAfterMs ?? 2_000;
      }
      // Sent, or refused for good; a higher one that came meanwhile stays.
      if (marks.get(conversationId) === seq) marks.delete(conversationId);
    }
    return 0;
  }
}

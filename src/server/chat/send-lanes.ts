/**
 * The sends that wait to be written, a lane for each conversation that has any. A conversation has one batch under way at a time, so what was
 * said first is written first, and this process never waits for its own locks.
 */
import type { SendMessageInput } from "../../shared/messages";

export interface Send {
  senderId: string;
  input: SendMessageInput;
}

interface Lane<One extends Send> {
  conversationId: string;
  waiting: One[];
}

/** Sends that go together, and the lanes that stand still until they are settled. */
export interface Batch<One extends Send> {
  sends: One[];
  lanes: Lane<One>[];
  /** Whether its one conversation was held by somebody else when it was tried before. */
  isHeld: boolean;
}

export class SendLanes<One extends Send> {
  /** Those with sends that wait or are under way. */
  readonly #lanes = new Map<string, Lane<One>>();
  #ready: Lane<One>[] = [];
  #held: Lane<One>[] = [];
  /** Sends that wait, those under way not counted. */
  waiting = 0;

  add(send: One): void {
    const { conversationId } = send.input;
    this.waiting++;
    const known = this.#lanes.get(conversationId);
    if (known) {
      known.waiting.push(send);
      return;
    }
    const lane = { conversationId, waiting: [send] };
    this.#lanes.set(conversationId, lane);
    this.#ready.push(lane);
  }

  get hasReady(): boolean {
    return this.#ready.length > 0;
  }

  get hasHeld(): boolean {
    return this.#held.length > 0;
  }

  /** The next batch: whole lanes in the order in which they became ready, `sendsMax` sends at most. */
  take(sendsMax: number): Batch<One> {
    const batch: Batch<One> = { sends: [], lanes: [], isHeld: false };
    let taken = 0;
    for (; taken < this.#ready.length && batch.sends.length < sendsMax; taken++) this.#board(batch, this.#ready[taken], sendsMax);
    this.#ready = this.#ready.slice(taken);
    return batch;
  }

  /** The next batch of one conversation that somebody else held. */
  takeHeld(sendsMax: number): Batch<One> {
    const batch: Batch<One> = { sends: [], lanes: [], isHeld: true };
    this.#board(batch, this.#held.shift(), sendsMax);
    return batch;
  }

  /** These, in their order, were taken and not settled: they go before whatever waits in their conversations. */
  putBack(sends: readonly One[]): void {
    for (const send of [...sends].reverse()) {
      this.#lanes.get(send.input.conversationId)?.waiting.unshift(send);
      this.waiting++;
    }
  }

  /** Lets the lane of a settled batch go on; one that others hold waits by itself. */
  release(lane: Lane<One>, isHeld: boolean): void {
    if (lane.waiting.length === 0) this.#lanes.delete(lane.conversationId);
    else (isHeld ? this.#held : this.#ready).push(lane);
  }

  /** Takes everything out that waits in these lanes. */
  drain(lanes: readonly Lane<One>[]): One[] {
    const sends = lanes.flatMap((lane) => lane.waiting.splice(0));
    this.waiting -= sends.length;
    return sends;
  }

  /** Takes everything out that waits for its first batch. */
  drainReady(): One[] {
    const lanes = this.#ready;
    this.#ready = [];
    for (const { conversationId } of lanes) this.#lanes.delete(conversationId);
    return this.drain(lanes);
  }

  #board(batch: Batch<One>, lane: Lane<One> | undefined, sendsMax: number): void {
    if (!lane) return;
    const sends = lane.waiting.splice(0, sendsMax - batch.sends.length);
    this.waiting -= sends.length;
    batch.lanes.push(lane);
    batch.sends.push(...sends);
  }
}

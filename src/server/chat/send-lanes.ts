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

/**
 * How a conversation's next sends go: with all others; with those whose conversation was held by another process a moment ago; or alone, because
 * it is held for long.
 */
export const ways = ["together", "patiently", "alone"] as const;
export type Way = (typeof ways)[number];

/** Sends that go at once, and the lanes that stand still until these are settled. */
export interface Batch<One extends Send> {
  way: Way;
  sends: One[];
  lanes: Lane<One>[];
}

export class SendLanes<One extends Send> {
  /** Those with sends that wait or are under way. */
  readonly #lanes = new Map<string, Lane<One>>();
  /** Those whose sends may go. */
  readonly #ready: Record<Way, Lane<One>[]> = { together: [], patiently: [], alone: [] };
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
    this.#ready.together.push(lane);
  }

  isReady(way: Way): boolean {
    return this.#ready[way].length > 0;
  }

  /** The next batch: whole lanes in the order in which they became ready, `sendsMax` sends at most; one lane if it goes alone. */
  take(way: Way, sendsMax: number): Batch<One> {
    const batch: Batch<One> = { way, sends: [], lanes: [] };
    const ready = this.#ready[way];
    const lanesMax = way === "alone" ? 1 : ready.length;
    while (batch.lanes.length < lanesMax && batch.sends.length < sendsMax) {
      const lane = ready[batch.lanes.length];
      if (!lane) break;
      batch.lanes.push(lane);
      batch.sends.push(...lane.waiting.splice(0, sendsMax - batch.sends.length));
    }
    ready.splice(0, batch.lanes.length);
    this.waiting -= batch.sends.length;
    return batch;
  }

  /** These, in their order, were taken and not settled: they go before whatever waits in their conversations. */
  putBack(sends: readonly One[]): void {
    for (const send of [...sends].reverse()) {
      this.#lanes.get(send.input.conversationId)?.waiting.unshift(send);
      this.waiting++;
    }
  }

  /** Lets the lane of a settled batch go on. */
  release(lane: Lane<One>, way: Way): void {
    if (lane.waiting.length === 0) this.#lanes.delete(lane.conversationId);
    else this.#ready[way].push(lane);
  }

  /** Takes everything out that waits in these lanes. */
  drain(lanes: readonly Lane<One>[]): One[] {
    const sends = lanes.flatMap((lane) => lane.waiting.splice(0));
    this.waiting -= sends.length;
    return sends;
  }

  /** Takes everything out that may go this way and has not gone yet. */
  drainReady(way: Way): One[] {
    const lanes = this.#ready[way].splice(0);
    for (const { conversationId } of lanes) this.#lanes.delete(conversationId);
    return this.drain(lanes);
  }
}

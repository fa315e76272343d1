/** Many lines of one side: opens them at a pace, and knows what each must hear. */

import { BareLine } from "./bare-line";
import { Histogram } from "./histogram";
import type { Line, LineListener, Person } from "./line";
import { eachMarker, nowUs } from "./marker";
import { PeerLine } from "./peer-line";
import { ProductLine } from "./product-line";

export type Side = "product" | "peer";
/** The sides, and the floor beneath both. */
export type ServerKind = Side | "bare";

const lineKinds = { product: ProductLine, peer: PeerLine, bare: BareLine };

/** Lines that may be opening at once: the kernel's queue of a listening socket is short. */
const openingMax = 200;

export class Crowd implements LineListener {
  readonly lines: Line[];
  readonly byConversation = new Map<string, Line[]>();
  lost = 0;
  /** The first refusal of a call that nobody waited for. */
  refusal: string | null = null;
  /** Called with each message that somebody heard. */
  onMessage: ((line: Line, buffer: Buffer, range: { from: number; to: number }) => void) | null = null;
  /** Deliveries of messages to others than their senders. */
  deliveries = 0;
  delays = new Histogram();
  /** Who sent message n of this measurement. */
  senders: Line[] = [];
  readonly #beats: NodeJS.Timeout;

  constructor(kind: ServerKind, people: readonly Person[], secret: string) {
    this.lines = people.map((person) => new lineKinds[kind](person, secret, this));
    for (const line of this.lines) {
      if (!line.person.listens) continue;
      for (const id of line.person.conversationIds) {
        const listening = this.byConversation.get(id);
        if (listening) listening.push(line);
        else this.byConversation.set(id, [line]);
      }
    }
    let second = 0;
    // A tenth of the lines at a time, so that nothing comes in bursts that the generator itself made.
    this.#beats = setInterval(() => {
      for (let at = second % 10; at < this.lines.length; at += 10) this.lines[at]?.beat(Math.trunc(second / 10));
      second++;
    }, 100);
  }

  /** Opens all lines; at most `perSecond` of them a second. Throws when one is refused. */
  async open(perSecond = Number.POSITIVE_INFINITY): Promise<void> {
    const began = performance.now();
    let next = 0;
    const worker = async () => {
      for (;;) {
        const at = next++;
        const line = this.lines[at];
        if (!line) return;
        const early = (at / perSecond) * 1_000 - (performance.now() - began);
        if (early > 1) await pause(early);
        await line.open();
      }
    };
    await Promise.all(Array.from({ length: Math.min(openingMax, this.lines.length) }, worker));
  }

  drop(): void {
    for (const line of this.lines) line.drop();
  }

  close(): void {
    clearInterval(this.#beats);
    this.drop();
  }

  onEvents(line: Line, buffer: Buffer, range: { from: number; to: number }): void {
    const now = nowUs();
    let isOfOthers = false;
    eachMarker(buffer, range, (index, sentUs) => {
      // A sender's own copy is neither counted nor timed: not every side sends one.
      if (this.senders[index] === line) return;
      line.heard++;
      line.heardSum += index;
      this.deliveries++;
      this.delays.add(now - sentUs);
      isOfOthers = true;
    });
    if (isOfOthers) this.onMessage?.(line, buffer, range);
  }

  onLost(): void {
    this.lost++;
  }

  onRefused(error: string): void {
    this.refusal ??= error;
  }

  /** Forgets what was heard: a measurement begins. */
  begin(): void {
    this.deliveries = 0;
    this.delays = new Histogram();
    this.senders = [];
    for (const line of this.lines) {
      line.heard = 0;
      line.heardSum = 0;
    }
  }

  /** Throws when somebody has not heard exactly the messages that were theirs. `sent` is the conversation of message n. */
  verify(sent: readonly string[]): void {
    const written = new Map<string, { count: number; sum: number }>();
    const own = new Map<Line, { count: number; sum: number }>();
    for (const [index, id] of sent.entries()) {
      count(written, id, index);
      const sender = this.senders[index];
      if (sender) count(own, sender, index);
    }
    for (const line of this.lines) {
      if (!line.person.listens) continue;
      const due = { count: 0, sum: 0 };
      for (const id of line.person.conversationIds) {
        due.count += written.get(id)?.count ?? 0;
        due.sum += written.get(id)?.sum ?? 0;
      }
      due.count -= own.get(line)?.count ?? 0;
      due.sum -= own.get(line)?.sum ?? 0;
      if (line.heard !== due.count || line.heardSum !== due.sum)
        throw new Error(
          `a listener heard ${line.heard} messages (sum ${line.heardSum}) and should have heard ${due.count} (sum ${due.sum})`,
        );
    }
    if (this.refusal) throw new Error(`a call was refused: ${this.refusal}`);
    if (this.lost > 0) throw new Error(`${this.lost} connections were lost`);
  }
}

function count<Key>(map: Map<Key, { count: number; sum: number }>, key: Key, index: number): void {
  const known = map.get(key);
  if (known) {
    known.count++;
    known.sum += index;
  } else map.set(key, { count: 1, sum: index });
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

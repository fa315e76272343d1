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
  /** What somebody heard again: clients know it by its id and ignore it. */
  repeats = 0;
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
      isOfOthers = true;
      if (line.heard.has(index)) {
        this.repeats++;
        return;
      }
      line.heard.add(index);
      this.deliveries++;
      this.delays.add(now - sentUs);
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
    this.repeats = 0;
    for (const line of this.lines) line.heard.clear();
  }

  /** Throws when somebody has not heard all the messages that were theirs, or one that was not. `sent` is the conversation of message n. */
  verify(sent: readonly string[]): void {
    const written = new Map<string, number[]>();
    for (const [index, id] of sent.entries()) {
      const known = written.get(id);
      if (known) known.push(index);
      else written.set(id, [index]);
    }
    for (const line of this.lines) {
      if (!line.person.listens) continue;
      const due = line.person.conversationIds.flatMap((id) => written.get(id) ?? []).filter((index) => this.senders[index] !== line);
      const missing = due.filter((index) => !line.heard.has(index)).length;
      if (missing > 0 || line.heard.size !== due.length)
        throw new Error(
          `a listener heard ${line.heard.size} messages and should have heard ${due.length}, of which ${missing} are missing`,
        );
    }
    if (this.refusal) throw new Error(`a call was refused: ${this.refusal}`);
    if (this.lost > 0) throw new Error(`${this.lost} connections were lost`);
  }
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Drives a crowd for a while and says what came of it. What was sent must be acknowledged and heard by all who should, or there is no figure. */

import { seededRandom } from "../chaos/random";
import { type CpuTimes, cpuBetween, readCpu, type Watched } from "../cpu";
import { type Crowd, pause } from "./crowd";
import { Histogram, type Quantiles } from "./histogram";
import type { Line } from "./line";
import { contentOf, nowUs } from "./marker";

/** Senders in flight, each with one message at a time, or messages at a rate. */
export interface Pattern {
  /** Places of those who send in the crowd. */
  senders: number[];
  seconds: number;
  /**
   * Messages a second over all senders, at random times, as those who know nothing of each other write (the same times on both sides).
   * Absent: each sender's next message goes when the last one was acknowledged.
   */
  perSecond?: number;
  /** Which random times. */
  seed?: number;
}

export interface Driven {
  /** Messages, all acknowledged. */
  sends: number;
  /** Deliveries to others than the sender, all of them. */
  deliveries: number;
  /** Deliveries of a message that its listener had already. */
  repeats: number;
  wallMs: number;
  ack: Quantiles;
  delivery: Quantiles;
  cpu: CpuTimes;
  /** What the load itself took, in milliseconds of CPU: it shares a core with PostgreSQL. */
  generatorCpuMs: number;
}

/** How long what was sent may take to arrive: longer is a loss. */
const arrivalMsMax = 20_000;

export async function drive(crowd: Crowd, pattern: Pattern, watched: Watched): Promise<Driven> {
  const { perSecond } = pattern;
  return measured(crowd, watched, (sending) =>
    perSecond === undefined ? inTurn(sending, pattern) : atRandom(sending, pattern, perSecond),
  );
}

/** Measures from the first send of `work` until everything has arrived. */
export async function measured(crowd: Crowd, watched: Watched, work: (sending: Sending) => Promise<void>): Promise<Driven> {
  crowd.begin();
  const sending = new Sending(crowd);
  const before = readCpu(watched);
  const ownBefore = process.cpuUsage();
  const began = performance.now();
  await work(sending);
  await sending.acknowledged();
  const wallMs = performance.now() - began;
  await sending.heard();
  const cpu = cpuBetween(before, readCpu(watched));
  const own = process.cpuUsage(ownBefore);
  // Whatever comes twice would come about now.
  await pause(50);
  crowd.verify(sending.sent);
  return {
    sends: sending.sent.length,
    deliveries: crowd.deliveries,
    repeats: crowd.repeats,
    wallMs,
    ack: sending.acks.read(),
    delivery: crowd.delays.read(),
    cpu,
    generatorCpuMs: (own.user + own.system) / 1_000,
  };
}

/** What is being sent, and whether it arrives. */
export class Sending {
  /** The conversation of each message. */
  readonly sent: string[] = [];
  readonly acks = new Histogram();
  #acknowledged = 0;
  #due = 0;
  #failure: Error | null = null;

  constructor(readonly crowd: Crowd) {}

  /** @param done called when the message was acknowledged */
  send(line: Line, conversationId: string, done: () => void = () => undefined): void {
    const index = this.sent.length;
    const listening = this.crowd.byConversation.get(conversationId);
    this.#due += (listening?.length ?? 0) - (line.person.listens ? 1 : 0);
    this.sent.push(conversationId);
    this.crowd.senders.push(line);
    const at = nowUs();
    line.send(conversationId, contentOf(index, at), (error) => {
      if (error) this.#failure ??= new Error(`a send was refused: ${error}`);
      this.acks.add(nowUs() - at);
      this.#acknowledged++;
      done();
    });
  }

  async acknowledged(): Promise<void> {
    await this.#until(() => this.#acknowledged >= this.sent.length);
  }

  async heard(): Promise<void> {
    await this.#until(() => this.crowd.deliveries >= this.#due);
  }

  async #until(isDone: () => boolean): Promise<void> {
    const deadline = performance.now() + arrivalMsMax;
    while (!isDone()) {
      if (this.#failure) throw this.#failure;
      if (performance.now() > deadline)
        throw new Error(
          `of ${this.sent.length} sends ${this.#acknowledged} were acknowledged, of ${this.#due} deliveries ${this.crowd.deliveries} came; ${this.crowd.lost} connections were lost`,
        );
      await pause(1);
    }
    if (this.#failure) throw this.#failure;
  }
}

async function inTurn(sending: Sending, { senders, seconds }: Pattern): Promise<void> {
  const end = performance.now() + seconds * 1_000;
  const next = (line: Line) => {
    if (performance.now() < end) sending.send(line, firstOf(line), () => next(line));
  };
  for (const at of senders) next(lineAt(sending.crowd, at));
  await pause(seconds * 1_000);
}

async function atRandom(sending: Sending, { senders, seconds, seed = 1 }: Pattern, perSecond: number): Promise<void> {
  await atRandomTimes({ seconds, perSecond, random: seededRandom(seed) }, (at) => {
    const line = lineAt(sending.crowd, senders[at % senders.length] ?? 0);
    sending.send(line, firstOf(line));
  });
}

interface Times {
  seconds: number;
  perSecond: number;
  /** From 0 to 1. */
  random: () => number;
}

/** Does something `perSecond` times a second on average, independently of when it was done before. */
export async function atRandomTimes({ seconds, perSecond, random }: Times, act: (at: number) => void): Promise<void> {
  const began = performance.now();
  let due = 0;
  for (let sent = 0; sent < Math.round(seconds * perSecond); sent++) {
    due -= (Math.log(1 - random()) / perSecond) * 1_000;
    const early = due - (performance.now() - began);
    // A timer is late by a millisecond: nearer than that is now.
    if (early > 0.5) await pause(early);
    act(sent);
  }
}

function firstOf(line: Line): string {
  return line.person.conversationIds[0] ?? "";
}

function lineAt({ lines }: Crowd, at: number): Line {
  const line = lines[at];
  if (!line) throw new Error(`there is nobody at place ${at}`);
  return line;
}

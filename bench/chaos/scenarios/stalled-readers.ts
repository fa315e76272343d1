/** Readers who stop reading while thousands of long messages go to everybody: they cost a bounded memory, and the others nothing. */
import { buildApp } from "../build-app";
import { Cluster } from "../cluster";
import type { Scenario, ScenarioOptions, ScenarioResult } from "../scenario";
import { type Class, makeClasses } from "./classes";
import { median, share, tenths } from "./figures";
import { watchMemory } from "./memory";
import { nothingLost } from "./nothing-lost";
import { pause } from "./paced";
import { Reader, sharedNow } from "./reader";
import { Writer } from "./writer";

const readers = 50;
const messages = 20_000;
const messageCharacters = 1_900;
const messagesPerSecond = 400;
const writers = 8;
/** Phases in which everybody reads, and in which as many as read have stalled: in turn, so that neither has the better time. */
const stalledIn = [false, true, true, false, false, true, true, false];
/** So much of each phase is not measured: readers have just come back, or stalled. */
const warmUpShare = 0.2;

const memoryGrowthMiBMax = 100;
const slowerMax = 1.2;

export const stalledReaders: Scenario = {
  name: "stalled-readers",
  promise:
    "50 readers who stop reading under 20,000 messages of 2 KB cost less than 100 MB and slow the others by less than a fifth; they come back and have lost nothing.",
  async run({ scale, say }: ScenarioOptions): Promise<ScenarioResult> {
    await using built = await buildApp();
    await using cluster = await Cluster.start({ processes: 1, app: built.file });
    await using crowd = await Crowd.gather(cluster);
    const each = Math.max(200, Math.round((messages * scale) / stalledIn.length));
    using memory = watchMemory(cluster);
    const calm: number[] = [];
    const stormy: number[] = [];
    // Once unmeasured, so that the process has grown to its working size.
    await crowd.write(each);
    const began = sharedNow();
    let firstEnded = 0;
    for (const [phase, isStalled] of stalledIn.entries()) {
      if (isStalled) for (const reader of crowd.stalling) reader.stall();
      const from = sharedNow() + (each / messagesPerSecond) * 1_000 * warmUpShare;
      await crowd.write(each);
      const p99 = share(crowd.delaysSince(from), 0.99);
      (isStalled ? stormy : calm).push(p99);
      if (phase === 0) firstEnded = sharedNow();
      if (isStalled) for (const reader of crowd.stalling) reader.wake();
      await crowd.untilLevel();
      say(`phase ${phase + 1}${isStalled ? ", half of the readers stalled" : ""}: p99 ${tenths(p99)} ms`);
    }
    const before = share(memory.within({ from: began, to: firstEnded }), 0.5);
    const highest = Math.max(...memory.within({ from: firstEnded, to: sharedNow() }));
    const [calmMs, stormyMs] = [median(calm), median(stormy)];
    const cut = crowd.stalling.filter(({ closeCodes }) => closeCodes.length > 0).length;
    const violations = await nothingLost(cluster, {
      sends: crowd.sends(),
      held: crowd.readers.map((reader) => reader.held(crowd.classOf.id)),
    });
    if (highest - before > memoryGrowthMiBMax)
      violations.push({ invariant: "T8", text: `memory grew by ${Math.round(highest - before)} MiB` });
    if (stormyMs > calmMs * slowerMax)
      violations.push({ invariant: "T8", text: `the others' p99 went from ${tenths(calmMs)} to ${tenths(stormyMs)} ms` });
    if (cut < readers && scale >= 1) violations.push({ invariant: "T8", text: `only ${cut} of ${readers} stalled readers were cut off` });
    return {
      figures: {
        messages: crowd.sends().length,
        "memory before, MiB": Math.round(before),
        "memory at most, MiB": Math.round(highest),
        "delivery p99 of the others while all read, ms": calm.map(tenths).join(" "),
        "delivery p99 of the others while half stall, ms": stormy.map(tenths).join(" "),
        "stalled readers cut off": cut,
        "close codes they saw": countsOf(crowd.stalling.flatMap(({ closeCodes }) => closeCodes)),
        "healthy readers cut off": crowd.healthy.filter(({ closeCodes }) => closeCodes.length > 0).length,
        "subscriptions that ended with an error": crowd.readers.flatMap(({ errors }) => errors).join(" | "),
        resyncs: crowd.stalling.reduce((sum, { resyncs }) => sum + resyncs, 0),
      },
      violations,
    };
  },
};

/** Those who read on, those who will stall, and those who write. */
class Crowd implements AsyncDisposable {
  readonly healthy: Reader[] = [];
  readonly stalling: Reader[] = [];
  readonly #writers: Writer[] = [];
  readonly #delays: { at: number; ms: number }[] = [];

  private constructor(readonly classOf: Class) {}

  static async gather(cluster: Cluster): Promise<Crowd> {
    const { classes } = await makeClasses(cluster, [2 * readers + writers]);
    const [one] = classes;
    const [app] = cluster.apps;
    if (!one || !app) throw new Error("there is nobody");
    const crowd = new Crowd(one);
    // Not through the proxy: it would read what a stalled reader does not.
    const url = () => `ws://127.0.0.1:${app.proxy.target}/api/trpc`;
    for (const [at, userId] of one.memberIds.entries()) {
      if (at < readers) crowd.healthy.push(new Reader({ userId, url, onNew: ({ content }) => crowd.#note(content) }));
      else if (at < 2 * readers) crowd.stalling.push(new Reader({ userId, url, isWatchful: false }));
      else crowd.#writers.push(new Writer(userId, url));
    }
    while (!crowd.readers.every(({ isLive }) => isLive)) await pause(20);
    return crowd;
  }

  get readers(): Reader[] {
    return [...this.healthy, ...this.stalling];
  }

  sends() {
    return this.#writers.flatMap(({ sends }) => sends);
  }

  /** Writes so many messages at the pace of the scenario, each when its moment has come, whether or not the ones before were answered. */
  async write(count: number): Promise<void> {
    const began = performance.now();
    const sent: Promise<void>[] = [];
    for (let at = 0; at < count; at++) {
      const ahead = (at * 1_000) / messagesPerSecond - (performance.now() - began);
      if (ahead > 1) await pause(ahead);
      const writer = this.#writers[at % writers];
      if (writer) sent.push(writer.send(this.classOf.id, `${"x".repeat(messageCharacters)} at ${sharedNow()}`));
    }
    await Promise.all(sent);
    while (!this.healthy.every((reader) => reader.newestOf(this.classOf.id) === this.#acknowledged)) await pause(5);
  }

  /** Until those who stalled are back and have everything. */
  async untilLevel(): Promise<void> {
    const deadline = performance.now() + 60_000;
    const isLevel = (reader: Reader) => reader.isLive && reader.newestOf(this.classOf.id) === this.#acknowledged;
    while (performance.now() < deadline && !this.readers.every(isLevel)) await pause(20);
  }

  /** How long messages took that were sent from this moment on, in milliseconds. */
  delaysSince(from: number): number[] {
    return this.#delays.filter(({ at }) => at >= from).map(({ ms }) => ms);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.readers, ...this.#writers].map((one) => one[Symbol.asyncDispose]()));
  }

  get #acknowledged(): number {
    return new Set(this.sends().map(({ id }) => id)).size;
  }

  #note(content: string): void {
    const at = Number(content.slice(content.lastIndexOf(" ") + 1));
    this.#delays.push({ at, ms: sharedNow() - at });
  }
}

function countsOf(codes: readonly number[]): string {
  const counts = new Map<number, number>();
  for (const code of codes) counts.set(code, (counts.get(code) ?? 0) + 1);
  return [...counts].map(([code, count]) => `${code} ×${count}`).join(", ");
}

/** Readers who stop reading while thousands of long messages go to everybody: they cost a bounded memory, and the others nothing. */
import { buildApp } from "../build-app";
import { Cluster } from "../cluster";
import type { Scenario, ScenarioOptions, ScenarioResult } from "../scenario";
import { type Class, makeClasses } from "./classes";
import { median, share, tenths } from "./figures";
import { Findings } from "./findings";
import { watchMemory } from "./memory";
import { nothingLost } from "./nothing-lost";
import { pause, until } from "./paced";
import { Reader, sharedNow } from "./reader";
import { Writer } from "./writer";

const readers = 50;
const messages = 20_000;
const messageCharacters = 1_900;
const messagesPerSecond = 400;
const writers = 8;
/** Phases in which everybody reads, and in which as many as read have stalled: in turn, so that neither has the better time. */
const stalledIn = [false, true, true, false, false, true];
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
    const each = Math.max(50, Math.round((messages * scale) / stalledIn.length));
    using memory = watchMemory(cluster);
    // Once unmeasured, so that the process has grown to its working size.
    await crowd.write(each);
    const began = sharedNow();
    let firstEnded = 0;
    const p99 = { calm: [] as number[], stalled: [] as number[] };
    for (const [phase, isStalled] of stalledIn.entries()) {
      const ms = await crowd.phase(each, isStalled);
      p99[isStalled ? "stalled" : "calm"].push(ms);
      if (phase === 0) firstEnded = sharedNow();
      say(`phase ${phase + 1}${isStalled ? ", half of the readers stalled" : ""}: p99 ${tenths(ms)} ms`);
    }
    const before = share(memory.within({ from: began, to: firstEnded }), 0.5);
    const highest = Math.max(...memory.within({ from: firstEnded, to: sharedNow() }));
    const found = crowd.findings(scale >= 1);
    found.note("memory before, MiB", before);
    found.expect("memory grew by, MiB", highest - before, memoryGrowthMiBMax);
    found.note("delivery p99 of the others while all read, ms", p99.calm.map(tenths).join(" "));
    found.note("delivery p99 of the others while half stall, ms", p99.stalled.map(tenths).join(" "));
    found.expect("the second's median, as a part of the first's", median(p99.stalled) / median(p99.calm), slowerMax);
    found.violations.push(...(await nothingLost(cluster, crowd)));
    return found;
  },
};

/** Those who read on, those who will stall, and those who write. */
class Crowd implements AsyncDisposable {
  readonly healthy: Reader[] = [];
  readonly stalling: Reader[] = [];
  readonly #writers: Writer[] = [];
  readonly #delays: { at: number; ms: number }[] = [];
  #written = 0;

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
    await until("everybody listens", () => crowd.readers.every(({ isLive }) => isLive));
    return crowd;
  }

  get readers(): Reader[] {
    return [...this.healthy, ...this.stalling];
  }

  get sends() {
    return this.#writers.flatMap(({ sends }) => sends);
  }

  get held() {
    return this.readers.map((reader) => reader.held(this.classOf.id));
  }

  /** Writes so many messages, half of the readers stalled or not, until everybody has everything; answers the p99 of those who did not stall. */
  async phase(count: number, isStalled: boolean): Promise<number> {
    if (isStalled) for (const reader of this.stalling) reader.stall();
    const from = sharedNow() + (count / messagesPerSecond) * 1_000 * warmUpShare;
    await this.write(count);
    if (isStalled) for (const reader of this.stalling) reader.wake();
    const deadline = performance.now() + 60_000;
    while (performance.now() < deadline && !this.readers.every((reader) => this.#isLevel(reader))) await pause(20);
    return share(
      this.#delays.filter(({ at }) => at >= from).map(({ ms }) => ms),
      0.99,
    );
  }

  /** Writes at the pace of the scenario, each message when its moment has come, whether or not the ones before were answered. */
  async write(count: number): Promise<void> {
    const began = performance.now();
    const sent: Promise<void>[] = [];
    for (let at = 0; at < count; at++) {
      const ahead = (at * 1_000) / messagesPerSecond - (performance.now() - began);
      if (ahead > 1) await pause(ahead);
      this.#written++;
      const writer = this.#writers[at % writers];
      if (writer) sent.push(writer.send(this.classOf.id, `${"x".repeat(messageCharacters)} at ${sharedNow()}`));
    }
    await Promise.all(sent);
    await until("those who read have everything", () => this.healthy.every((reader) => this.#isLevel(reader)));
  }

  /** @param isLong whether the readers stalled for long enough that each must have been cut off */
  findings(isLong: boolean): Findings {
    const found = new Findings("T8");
    const wasCut = ({ closeCodes }: Reader) => closeCodes.length > 0;
    found.note("messages", this.#written);
    found.expect("stalled readers that were not cut off", this.stalling.filter((reader) => !wasCut(reader)).length, isLong ? 0 : readers);
    found.note("close codes they saw", countsOf(this.stalling.flatMap(({ closeCodes }) => closeCodes)));
    found.expect("other readers that were cut off", this.healthy.filter(wasCut).length, 0);
    found.expect("subscriptions that ended with an error", this.readers.flatMap(({ errors }) => errors).length, 0);
    found.note(
      "resyncs",
      this.stalling.reduce((sum, { resyncs }) => sum + resyncs, 0),
    );
    return found;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.readers, ...this.#writers].map((one) => one[Symbol.asyncDispose]()));
  }

  #isLevel(reader: Reader): boolean {
    return reader.isLive && reader.newestOf(this.classOf.id) === this.#written;
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

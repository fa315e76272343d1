/** An ordinary hour in a gym, for scenarios in which a store falls silent: one large class and many small ones, people on every process. */
import type { App, Cluster } from "../cluster";
import type { SendOp } from "../history";
import type { ScenarioResult } from "../scenario";
import { makeClasses } from "./classes";
import { nothingLost } from "./nothing-lost";
import { paced, pause, until } from "./paced";
import { Reader, sharedNow } from "./reader";
import { Writer } from "./writer";

export interface TalkSize {
  /** Members of the large class, each listening. */
  crowd: number;
  /** Small classes, of nine listeners each. */
  classes: number;
  writers: number;
  messagesPerSecond: number;
}

/** A span of time, by `sharedNow`. */
export interface Span {
  from: number;
  to: number;
}

interface Taken {
  /** When it was sent. */
  at: number;
  ms: number;
}

const smallClass = 9;
/** One message in so many goes to the large class. */
const crowdEvery = 20;

export class Talk implements AsyncDisposable {
  readonly #readers: { reader: Reader; conversation: string }[] = [];
  readonly #writers: Writer[] = [];
  readonly #crossed: Taken[] = [];
  #writing: AsyncDisposable | null = null;

  private constructor(private readonly cluster: Cluster) {}

  /** Begins once everybody listens. */
  static async start(cluster: Cluster, { crowd, classes: count, writers, messagesPerSecond }: TalkSize): Promise<Talk> {
    const talk = new Talk(cluster);
    const sizes = [crowd, ...Array.from({ length: count }, () => smallClass)];
    const { classes } = await makeClasses(cluster, sizes);
    const small = classes.slice(1);
    for (let at = 0; at < writers; at++) {
      const userId = classes[0]?.memberIds[at % crowd] ?? "";
      talk.#writers.push(new Writer(userId, talk.#urlOf(at)));
    }
    await cluster.sql(
      `insert into conversation_participants (conversation_id, user_id, role, version, membership_version)
       select c.id, u.id, 'member', 1, 1 from unnest($1::uuid[]) as c (id) cross join unnest($2::uuid[]) as u (id)`,
      [small.map(({ id }) => id), classes[0]?.memberIds.slice(0, writers)],
    );
    for (const { id, memberIds } of classes) for (const [at, userId] of memberIds.entries()) talk.#listen(at, userId, id);
    await until("everybody listens", () => talk.#readers.every(({ reader }) => reader.isLive));
    talk.#writing = paced(1_000 / messagesPerSecond, async (at) => {
      const target = at % crowdEvery === 0 ? classes[0] : small[at % small.length];
      const from = at % writers;
      if (target) await talk.#writers[from]?.send(target.id, `written on ${from % cluster.apps.length} at ${sharedNow()}`);
    });
    return talk;
  }

  /** Every attempt to send. */
  get sends(): SendOp[] {
    return this.#writers.flatMap(({ sends }) => sends);
  }

  /** How long attempts took that were begun in a span and acknowledged, in milliseconds. */
  acknowledgements({ from, to }: Span): number[] {
    return this.sends.flatMap(({ invoked, ended, outcome }) =>
      outcome === "ok" && invoked >= from && invoked < to ? [ended - invoked] : [],
    );
  }

  /** How long messages took that were sent in a span, from a writer on one process to the readers on the others, in milliseconds. */
  crossing({ from, to }: Span): number[] {
    return this.#crossed.flatMap(({ at, ms }) => (at >= from && at < to ? [ms] : []));
  }

  /** Stops writing, waits until everybody has everything, half a minute at most, and judges. */
  async rest(): Promise<ScenarioResult["violations"]> {
    await this.#writing?.[Symbol.asyncDispose]();
    const deadline = performance.now() + 30_000;
    while (performance.now() < deadline && !(await this.#isLevel())) await pause(200);
    return nothingLost(this.cluster, {
      sends: this.sends,
      held: this.#readers.map(({ reader, conversation }) => reader.held(conversation)),
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#writing?.[Symbol.asyncDispose]();
    await Promise.all([...this.#writers, ...this.#readers.map(({ reader }) => reader)].map((one) => one[Symbol.asyncDispose]()));
  }

  #listen(at: number, userId: string, conversation: string): void {
    const here = at % this.cluster.apps.length;
    const onNew = ({ content, conversationId }: { content: string; conversationId: string }) => {
      const [, there, sentAt] = /^written on (\d+) at ([\d.]+)$/.exec(content) ?? [];
      if (conversationId === conversation && Number(there) !== here)
        this.#crossed.push({ at: Number(sentAt), ms: sharedNow() - Number(sentAt) });
    };
    this.#readers.push({ reader: new Reader({ userId, url: this.#urlOf(at), onNew }), conversation });
  }

  #urlOf(at: number): () => string {
    const app: App | undefined = this.cluster.apps[at % this.cluster.apps.length];
    return () => `ws://127.0.0.1:${app?.proxy.port}/api/trpc`;
  }

  async #isLevel(): Promise<boolean> {
    const rows = await this.cluster.sql<{ id: string; last_seq: number }>("select id, last_seq from conversations");
    const newest = new Map(rows.map((row) => [row.id, row.last_seq]));
    return this.#readers.every(({ reader, conversation }) => reader.newestOf(conversation) === newest.get(conversation));
  }
}

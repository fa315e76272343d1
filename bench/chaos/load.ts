/** The standard load: people write at a rate, others listen and read, and a trainer takes people out of classes and lets them in again. */
import { randomUUID } from "node:crypto";
import { issueChatToken } from "../../src/server/accounts/chat-token";
import { readAppError } from "../../src/shared/errors";
import { type App, type Cluster, secrets } from "./cluster";
import type { Gym } from "./gym";
import type { Op } from "./history";
import { hashOf, type Listening } from "./listening";
import { Person, pause } from "./person";

export interface LoadOptions {
  cluster: Cluster;
  gym: Gym;
  random: () => number;
  record: (op: Op) => void;
  now: () => number;
  senders: number;
  receivers: number;
  /** Over all senders. */
  messagesPerSecond: number;
  /** Removals, and as many returns, per second. */
  removalsPerSecond: number;
  /** Who sends as fast as the limit lets them, and faster. */
  flooders?: number;
  /** Of the sends that are acknowledged, so many are sent again, as by a device that never heard the answer; and of these every other as a forgery. */
  sentAgainShare?: number;
  /** A message of somebody else's came to a listener, so many milliseconds after it was first sent, at this moment of the recorder's clock. */
  delivered?: (id: string, delayMs: number, at: number) => void;
}

/** Of the large class's messages a writer sends only one in so many: it is read by everybody. */
const largeClassShare = 0.2;

export class Load implements AsyncDisposable {
  readonly people: Person[] = [];
  readonly #options: LoadOptions;
  /** Client → the process that it connected to last. */
  readonly #connectedTo = new Map<string, App>();
  #isRunning = true;
  #loops: Promise<void>[] = [];
  /** Calls that failed although nothing was refused: reads, marks and removals under faults. */
  unanswered = 0;

  private constructor(options: LoadOptions) {
    this.#options = options;
  }

  static async start(options: LoadOptions): Promise<Load> {
    const load = new Load(options);
    const { gym, senders, receivers, messagesPerSecond, removalsPerSecond, flooders = 0 } = options;
    const memberAt = (at: number) => gym.memberIds[at % gym.memberIds.length] ?? "";
    const listeners = Array.from({ length: receivers }, (_, at) => load.#add(memberAt(at), `ear-${at}`, true));
    // The first trainer listens, and so hears everything.
    const trainers = gym.trainerIds.map((id, at) => load.#add(id, `trainer-${at}`, at === 0));
    const writers = Array.from({ length: senders }, (_, at) => load.#add(memberAt(at), `pen-${at}`, false));
    // The last members write nothing else, so that what a flood leaves of their limit is nobody else's.
    const floods = Array.from({ length: flooders }, (_, at) => load.#add(memberAt(gym.memberIds.length - 1 - at), `flood-${at}`, false));
    await load.#untilLoaded();
    const everyMs = (1_000 * senders) / messagesPerSecond;
    load.#loops = [
      ...writers.map((writer, at) => load.#write(writer, { everyMs, other: listeners[at % receivers] })),
      ...floods.map((flooder) => load.#flood(flooder)),
      ...listeners.slice(0, 20).map((reader) => load.#read(reader)),
      ...(removalsPerSecond > 0 ? [load.#moveAbout(trainers, 1_000 / removalsPerSecond)] : []),
    ];
    return load;
  }

  /** Those who write, by the process they are connected to; all of them without one. */
  writersOn(app?: App): string[] {
    const writers = this.people.map(({ client }) => client).filter((client) => client.startsWith("pen"));
    return app ? writers.filter((client) => this.#connectedTo.get(client) === app) : writers;
  }

  /** Stops writing, waits until every send has its end and everybody has everything, and records what they hold and what a fresh look shows. */
  async rest(quietMs: number): Promise<void> {
    this.#isRunning = false;
    await Promise.all(this.#loops);
    const deadline = performance.now() + quietMs;
    while (performance.now() < deadline && !(await this.#isLevel())) await pause(250);
    await this.#recordStored();
    for (const { listening } of this.people) {
      if (!listening) continue;
      listening.hold();
      await listening.level().catch(() => void this.unanswered++);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isRunning = false;
    await Promise.all(this.people.map((person) => person[Symbol.asyncDispose]()));
  }

  /** Each connection goes to any process, as behind a balancer. */
  #add(userId: string, client: string, listens: boolean): Person {
    const { cluster, record, now, random, delivered } = this.#options;
    const sessionId = randomUUID();
    let endsAt: number | undefined;
    const person = new Person({
      userId,
      client,
      url: () => {
        const ready = cluster.apps.filter(({ isReady }) => isReady);
        const apps = ready.length > 0 ? ready : cluster.apps;
        const app = apps[Math.floor(random() * apps.length)];
        if (app) this.#connectedTo.set(client, app);
        return `ws://127.0.0.1:${app?.proxy.port}/api/trpc`;
      },
      token: async () => {
        const issued = await issueChatToken(secrets.chatToken, { userId, sessionId, sessionVersion: 1 }, { now: Date.now() });
        // A process whose clock is late lets it live longer by as much.
        endsAt = now() + Date.parse(issued.expiresAt) - Date.now() + cluster.latestClockMs;
        return issued.token;
      },
      record,
      now,
      listens,
      signInEndsAt: () => endsAt,
      delivered,
    });
    this.people.push(person);
    return person;
  }

  async #untilLoaded(): Promise<void> {
    while (!this.people.every(({ listening }) => listening === null || listening.isLoaded)) await pause(50);
  }

  async #write(writer: Person, { everyMs, other }: { everyMs: number; other: Person | undefined }): Promise<void> {
    const { random, now, sentAgainShare = 0.02 } = this.#options;
    const own = this.#conversationsOf(writer);
    for (let count = 0; this.#isRunning; count++) {
      await pause(everyMs * (0.5 + random()));
      const isLarge = own.length === 1 || random() < largeClassShare / own.length;
      const target = isLarge ? own[0] : own[1 + Math.floor(random() * (own.length - 1))];
      if (!target) continue;
      const content = `${writer.client} ${count} at ${now()}`;
      const { id, outcome } = await writer.sendAndTell(target, content);
      if (outcome !== "ok" || random() >= sentAgainShare || other?.userId !== writer.userId) continue;
      // From the same person's other device, perhaps on another process: the first message comes back, and a forgery is refused.
      await other.sendOnce(target, random() < 0.5 ? content : `${content}, or so`, id);
    }
  }

  /** Several at a time, without a pause. */
  async #flood(flooder: Person): Promise<void> {
    const { now } = this.#options;
    const [conversation] = this.#conversationsOf(flooder).slice(-1);
    for (let count = 0; this.#isRunning && conversation; count++) {
      await Promise.all(Array.from({ length: 4 }, (_, at) => flooder.send(conversation, `${flooder.client} ${count}.${at} at ${now()}`)));
    }
  }

  /** The large class first. */
  #conversationsOf({ userId }: Person): string[] {
    return [...this.#options.gym.conversations].filter(([, userIds]) => userIds.includes(userId)).map(([id]) => id);
  }

  async #read(reader: Person): Promise<void> {
    const { random } = this.#options;
    while (this.#isRunning) {
      await pause(1_000 + random() * 2_000);
      const ids = [...(reader.listening?.states.keys() ?? [])];
      const conversation = ids[Math.floor(random() * ids.length)];
      if (conversation) await this.#try(() => (random() < 0.5 ? reader.read(conversation) : reader.markRead(conversation)));
    }
  }

  /** Takes somebody out of a small class and lets them in again, and asks the database at which version. */
  async #moveAbout(trainers: readonly Person[], everyMs: number): Promise<void> {
    const { gym, random, cluster, record, now } = this.#options;
    const classes = [...gym.conversations].slice(1);
    for (let turn = 0; this.#isRunning; turn++) {
      await pause(everyMs * (0.5 + random()));
      const [conversation, userIds = []] = classes[Math.floor(random() * classes.length)] ?? [];
      const members = userIds.slice(trainers.length);
      const user = members[Math.floor(random() * members.length)];
      const trainer = trainers[turn % trainers.length];
      if (!conversation || !user || !trainer) continue;
      const versionNow = async () => {
        const text =
          "select membership_version as version, left_at is not null as out from conversation_participants where conversation_id = $1 and user_id = $2";
        const [row] = await cluster.sql<{ version: number; out: boolean }>(text, [conversation, user]);
        return row;
      };
      const invoked = now();
      if (!(await this.#insist(() => trainer.api.conversations.removeParticipant.mutate({ conversationId: conversation, userId: user }))))
        return;
      const removed = await this.#eventually(versionNow);
      if (removed?.out) record({ f: "removed", user, conversation, version: removed.version, invoked, ended: now() });
      await pause(everyMs * random());
      const back = now();
      if (
        !(await this.#insist(() =>
          trainer.api.conversations.addParticipants.mutate({ conversationId: conversation, participantIds: [user] }),
        ))
      )
        return;
      const joined = await this.#eventually(versionNow);
      if (joined && !joined.out) record({ f: "joined", user, conversation, version: joined.version, invoked: back, ended: now() });
    }
  }

  async #try(call: () => Promise<unknown>): Promise<boolean> {
    try {
      await call();
      return true;
    } catch (error) {
      if (!readAppError(error)) this.unanswered++;
      return false;
    }
  }

  /** Until it succeeds; even when the run ends, so that nobody is left outside by accident. */
  async #insist(call: () => Promise<unknown>): Promise<boolean> {
    for (let attempt = 0; attempt < 200; attempt++) {
      if (await this.#try(() => Promise.race([call(), pause(6_000).then(() => Promise.reject(new Error("no answer")))]))) return true;
      await pause(200);
    }
    return false;
  }

  async #eventually<T>(ask: () => Promise<T>): Promise<T> {
    for (;;) {
      try {
        return await ask();
      } catch {
        // PostgreSQL is being killed; it comes back.
        await pause(200);
      }
    }
  }

  async #isLevel(): Promise<boolean> {
    const rows = await this.#options.cluster.sql<{ id: string; last_seq: number }>("select id, last_seq from conversations");
    const lastSeq = new Map(rows.map((row) => [row.id, row.last_seq]));
    const isLevel = (listening: Listening) =>
      listening.isLoaded && [...listening.states.keys()].every((id) => listening.newestOf(id) === (lastSeq.get(id) ?? 0));
    return this.people.every(({ listening }) => listening === null || isLevel(listening));
  }

  async #recordStored(): Promise<void> {
    const { cluster, record } = this.#options;
    const rows = await cluster.sql<{ id: string; last_seq: number; members: string[] }>(
      `select c.id, c.last_seq, array(select user_id::text from conversation_participants p where p.conversation_id = c.id and p.left_at is null) as members
       from conversations c`,
    );
    for (const { id, last_seq, members } of rows) {
      const messages = await cluster.sql<{ seq: number; version: number; id: string; sender_id: string; content: string }>(
        "select seq, version, id, sender_id, content from messages where conversation_id = $1 order by seq",
        [id],
      );
      record({
        f: "stored",
        conversation: id,
        lastSeq: last_seq,
        members,
        messages: messages.map(({ seq, version, id: messageId, sender_id, content }) => ({
          seq,
          version,
          id: messageId,
          sender: sender_id,
          hash: hashOf(content),
        })),
      });
    }
  }
}

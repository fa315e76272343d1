/** The standard load: people write at a rate, others listen and read, and a trainer takes people out of classes and lets them in again. */
import { randomUUID } from "node:crypto";
import { issueChatToken } from "../../src/server/accounts/chat-token";
import { readAppError } from "../../src/shared/errors";
import { type Cluster, secrets } from "./cluster";
import type { Gym } from "./gym";
import type { Op } from "./history";
import { hashOf, Person, pause } from "./person";

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
}

export class Load implements AsyncDisposable {
  readonly people: Person[] = [];
  readonly #options: LoadOptions;
  #isRunning = true;
  #loops: Promise<void>[] = [];
  /** Calls that failed although nothing was refused: reads, marks and removals under faults. */
  unanswered = 0;

  private constructor(options: LoadOptions) {
    this.#options = options;
  }

  static async start(options: LoadOptions): Promise<Load> {
    const load = new Load(options);
    const { gym, senders, receivers, messagesPerSecond, removalsPerSecond } = options;
    const receiverIds = Array.from({ length: receivers }, (_, at) => gym.memberIds[at % gym.memberIds.length] ?? gym.trainerId);
    for (const [at, userId] of receiverIds.entries()) load.#add(userId, at, true);
    const trainer = load.#add(gym.trainerId, receivers, true);
    const writers = Array.from({ length: senders }, (_, at) =>
      load.#add(gym.memberIds[at % gym.memberIds.length] ?? gym.trainerId, receivers + 1 + at, false),
    );
    await load.#untilLoaded();
    const everyMs = (1_000 * senders) / messagesPerSecond;
    load.#loops = [
      ...writers.map((writer) => load.#write(writer, everyMs)),
      ...load.people.slice(0, 20).map((reader) => load.#read(reader)),
      ...(removalsPerSecond > 0 ? [load.#moveAbout(trainer, 1_000 / removalsPerSecond)] : []),
    ];
    return load;
  }

  /** Stops writing, waits until every send has its end and everybody has everything, and records what they hold. */
  async rest(quietMs: number): Promise<void> {
    this.#isRunning = false;
    await Promise.all(this.#loops);
    const deadline = performance.now() + quietMs;
    while (performance.now() < deadline && !(await this.#isLevel())) await pause(250);
    await this.#recordStored();
    for (const person of this.people) if (person.states.size > 0) person.hold();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isRunning = false;
    await Promise.all(this.people.map((person) => person[Symbol.asyncDispose]()));
  }

  #add(userId: string, at: number, listens: boolean): Person {
    const { cluster, record, now } = this.#options;
    const app = cluster.apps[at % cluster.apps.length];
    const sessionId = randomUUID();
    const person = new Person({
      userId,
      client: `${listens ? "ear" : "pen"}-${at}`,
      url: () => `ws://127.0.0.1:${app?.proxy.port}/api/trpc`,
      token: async () => (await issueChatToken(secrets.chatToken, { userId, sessionId, sessionVersion: 1 }, { now: Date.now() })).token,
      record,
      now,
      listens,
    });
    this.people.push(person);
    return person;
  }

  async #untilLoaded(): Promise<void> {
    while (!this.people.every((person) => person.states.size > 0 || person.client.startsWith("pen"))) await pause(50);
  }

  async #write(writer: Person, everyMs: number): Promise<void> {
    const { gym, random, now } = this.#options;
    const own = [...gym.conversations].filter(([, userIds]) => userIds.includes(writer.userId)).map(([id]) => id);
    for (let count = 0; this.#isRunning; count++) {
      await pause(everyMs * (0.5 + random()));
      const conversation = own[Math.floor(random() * own.length)];
      // The large class gets its share and no more: it is read by everybody.
      const target = own.length > 1 && conversation === own[0] && random() < 0.8 ? own[1] : conversation;
      if (target) await writer.send(target, `${writer.client} ${count} at ${now()}`);
    }
  }

  async #read(reader: Person): Promise<void> {
    const { random } = this.#options;
    while (this.#isRunning) {
      await pause(1_000 + random() * 2_000);
      const ids = [...reader.states.keys()];
      const conversation = ids[Math.floor(random() * ids.length)];
      if (conversation) await this.#try(() => (random() < 0.5 ? reader.read(conversation) : reader.markRead(conversation)));
    }
  }

  /** Takes somebody out of a small class and lets them in again, and asks the database at which version. */
  async #moveAbout(trainer: Person, everyMs: number): Promise<void> {
    const { gym, random, cluster, record, now } = this.#options;
    const classes = [...gym.conversations].slice(1);
    while (this.#isRunning) {
      await pause(everyMs * (0.5 + random()));
      const [conversation, userIds = []] = classes[Math.floor(random() * classes.length)] ?? [];
      const user = userIds[1 + Math.floor(random() * (userIds.length - 1))];
      if (!conversation || !user) continue;
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
    return this.people.every((person) =>
      [...person.states.values()].every((state) => state.messages.at(-1)?.seq === lastSeq.get(state.id) || lastSeq.get(state.id) === 0),
    );
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

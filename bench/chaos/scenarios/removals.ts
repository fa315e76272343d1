/** Somebody is taken out of a group at a random moment, through the other process, wherever their own socket stands: they hear nothing more of it. */
import { uuidv7 } from "uuidv7";
import { readAppError } from "../../../src/shared/errors";
import { Person, pause } from "../person";
import { type Loaded, underLoad } from "../run";
import type { Scenario } from "../scenario";
import { TcpProxy } from "../tcp-proxy";
import { tokenFor } from "./token-for";

const removalsWanted = 1_000;
const victims = 20;
/** What is fleeting may be under way while a removal commits, in milliseconds. */
const fleetingGraceMs = 250;

/** How the removed one's socket stands at that moment. */
const situations = ["listening", "stalled", "offline", "coming back"] as const;
type Situation = (typeof situations)[number];

export const removalsScenario: Scenario = {
  name: "removals",
  promise:
    "From the commit of a removal through another process on, nothing of the conversation reaches who was removed: not by an open, a stalled or a returning socket, and not by asking.",
  async run({ seed, scale, say }) {
    await using loaded = await underLoad({
      seed,
      processes: 2,
      senders: 20,
      receivers: 10,
      conversations: 10,
      idleMembers: victims,
      messagesPerSecond: 60,
      removalsPerSecond: 0,
      say,
    });
    const wanted = Math.max(victims, Math.ceil(removalsWanted * scale));
    const done: Record<Situation, number> = { listening: 0, stalled: 0, offline: 0, "coming back": 0 };
    let left = wanted;
    const trainer = pinned(loaded, { app: 0, client: "remover", userId: loaded.gym.trainerIds[0] ?? "" });
    const turns = loaded.gym.memberIds.slice(-victims).map(async (userId, at) => {
      const victim = await Victim.open(loaded, { userId, at, trainer });
      while (left-- > 0) done[await victim.goThrough()]++;
      await victim[Symbol.asyncDispose]();
    });
    await Promise.all(turns);
    const { violations, counts } = await loaded.finish();
    return {
      figures: {
        removals: counts.removals,
        ...Object.fromEntries(situations.map((situation) => [`while ${situation}`, done[situation]])),
        "questions asked, and signs of typing": counts.peeks,
        "acknowledged messages": counts.acknowledged,
        deliveries: counts.applied,
        leaks: violations.filter(({ invariant }) => invariant === "I18").length,
        "duration, s": Math.round(loaded.now() / 1_000),
      },
      violations,
    };
  },
};

class Victim implements AsyncDisposable {
  #typing: { unsubscribe(): void } | null = null;
  #situation: Situation = "listening";

  private constructor(
    private readonly loaded: Loaded,
    private readonly person: Person,
    private readonly parts: { trainer: Person; proxy: TcpProxy; conversation: string },
  ) {}

  /** Somebody in one of the small classes, on the second process behind a proxy of their own. */
  static async open(loaded: Loaded, { userId, at, trainer }: { userId: string; at: number; trainer: Person }): Promise<Victim> {
    const conversations = [...loaded.gym.conversations.keys()].slice(1);
    const conversation = conversations[at % conversations.length] ?? "";
    const proxy = await TcpProxy.open(loaded.cluster.apps[1]?.proxy.port ?? 0);
    const person = pinned(loaded, { port: proxy.port, client: `victim-${at}`, userId, listens: true });
    loaded.load.people.push(person);
    const victim = new Victim(loaded, person, { trainer, proxy, conversation });
    await victim.#letIn();
    return victim;
  }

  /** Out, asking for everything, and in again; tells how the socket stood. */
  async goThrough(): Promise<Situation> {
    const { random } = this.loaded;
    const { proxy } = this.parts;
    while (!this.person.listening?.states.has(this.parts.conversation)) await pause(20);
    this.#watchTyping();
    await pause(random() * 600);
    const situation = situations[Math.floor(random() * situations.length)] ?? "listening";
    this.#situation = situation;
    if (situation === "stalled") proxy.isStalled = true;
    if (situation === "offline") {
      proxy.isRefusing = true;
      proxy.reset();
      await pause(random() * 300);
    }
    if (situation === "coming back") setTimeout(() => proxy.reset(), random() * 40);
    await this.#takeOut();
    this.#type(true);
    await pause(random() * 300);
    this.#type(false);
    if (situation === "stalled") proxy.isStalled = false;
    proxy.isRefusing = false;
    await this.#ask();
    await pause(random() * 500);
    this.#typing?.unsubscribe();
    await this.#letIn();
    return situation;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#typing?.unsubscribe();
    // The person stays until everybody is judged; so does their way in.
  }

  async #takeOut(): Promise<void> {
    const { now, record } = this.loaded;
    const [conversation, user] = [this.parts.conversation, this.person.userId];
    const invoked = now();
    await this.parts.trainer.api.conversations.removeParticipant.mutate({ conversationId: conversation, userId: user });
    const ended = now();
    record({ f: "removed", user, conversation, version: await this.#membershipVersion(), invoked, ended });
  }

  async #letIn(): Promise<void> {
    const { now, record } = this.loaded;
    const [conversation, user] = [this.parts.conversation, this.person.userId];
    const invoked = now();
    await this.parts.trainer.api.conversations.addParticipants.mutate({ conversationId: conversation, participantIds: [user] });
    record({ f: "joined", user, conversation, version: await this.#membershipVersion(), invoked, ended: now() });
  }

  async #membershipVersion(): Promise<number> {
    const text = "select membership_version as version from conversation_participants where conversation_id = $1 and user_id = $2";
    const [row] = await this.loaded.cluster.sql<{ version: number }>(text, [this.parts.conversation, this.person.userId]);
    return row?.version ?? 0;
  }

  /** Every way to something of the conversation, one after the other. */
  async #ask(): Promise<void> {
    const { api } = this.person;
    const conversationId = this.parts.conversation;
    const ways: Record<string, () => Promise<boolean>> = {
      "messages.list": async () => (await api.messages.list.query({ conversationId, limit: 5 })).messages.length >= 0,
      "conversations.get": async () => (await api.conversations.get.query({ id: conversationId })).id === conversationId,
      "conversations.list": async () => (await api.conversations.list.query({ limit: 100 })).items.some(({ id }) => id === conversationId),
      "conversations.markRead": () => api.conversations.markRead.mutate({ conversationId, seq: 1 }).then(() => true),
      "typing.set": () => api.typing.set.mutate({ conversationId, isTyping: true }).then(() => true),
      "conversations.rename": () => api.conversations.rename.mutate({ conversationId, name: "Mine" }).then(() => true),
    };
    for (const [way, ask] of Object.entries(ways)) await this.#peek(way, ask);
    const id = uuidv7();
    for (let outcome = ""; outcome !== "ok" && outcome !== "fail"; ) {
      outcome = await this.person.sendOnce(conversationId, "still here", id);
      // Cut off on the way: as an outbox does, it is sent until the answer is definite.
      if (outcome !== "ok" && outcome !== "fail") await pause(50);
    }
  }

  async #peek(way: string, ask: () => Promise<boolean>): Promise<void> {
    const { now, record } = this.loaded;
    const asked = { f: "peek", client: this.person.client, user: this.person.userId, conversation: this.parts.conversation, way } as const;
    for (;;) {
      const invoked = now();
      try {
        return record({ ...asked, invoked, got: await ask(), ended: now() });
      } catch (error) {
        const app = readAppError(error);
        if (app && !app.retry) return record({ ...asked, invoked, got: false, ended: now() });
        // The connection is still coming back.
        await pause(50);
      }
    }
  }

  #watchTyping(): void {
    const { now, record } = this.loaded;
    const { client, userId: user, api } = this.person;
    this.#typing = api.typing.onChange.subscribe(
      { conversationId: this.parts.conversation },
      {
        onData: () => {
          const at = now();
          // What was written to a socket before it stalled arrives after it; nothing in it says from when it is.
          const graceMs = this.#situation === "stalled" ? Number.POSITIVE_INFINITY : fleetingGraceMs;
          record({
            f: "peek",
            client,
            user,
            conversation: this.parts.conversation,
            way: "typing",
            invoked: at,
            ended: at,
            got: true,
            graceMs,
          });
        },
        // Refused once they are out, as it should be.
        onError: () => undefined,
      },
    );
    this.#type(this.loaded.random() < 0.5);
  }

  /** The trainer types, or stops. */
  #type(isTyping: boolean): void {
    const { api } = this.parts.trainer;
    // Fleeting: an answer that is lost is nobody's loss.
    api.typing.set.mutate({ conversationId: this.parts.conversation, isTyping }).catch(() => undefined);
  }
}

/** Somebody who always connects to the same process, or to the same proxy before it. */
function pinned(
  { cluster, record, now }: Loaded,
  { app = 0, port, client, userId, listens = false }: { app?: number; port?: number; client: string; userId: string; listens?: boolean },
): Person {
  const url = () => `ws://127.0.0.1:${port ?? cluster.apps[app]?.proxy.port}/api/trpc`;
  return new Person({ userId, client, url, token: tokenFor(userId), record, now, listens });
}

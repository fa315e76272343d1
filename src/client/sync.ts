/**
 * How the client becomes and stays current. Listen first: `conversations.onChange` answers its first frame when it listens. Then read: the first page of
 * the list. What arrives in between waits and is applied after, which is safe because everything is a join. Coming back, the subscription is given
 * the cursor of the last frame and its first frame is the whole gap; only `resync` means reading everything again.
 */
import type { ConversationChange } from "../shared/apply-event";
import { conversationOf } from "../shared/apply-event";
import { readAppError } from "../shared/errors";
import type { ChangeFrame, ChatEvent } from "../shared/events";
import type { Me } from "../shared/people";
import { haveSameDesks } from "../shared/permissions";
import { backoffMs } from "./backoff";
import { type Clock, pause } from "./clock";
import type { Connection } from "./connection";
import { ConnectionLost } from "./connection-lost";
import type { ConversationLists } from "./conversation-lists";
import { lifeOf } from "./cursor";
import { type Notifier, Value } from "./readable";
import type { Store } from "./store";
import { UnknownEvents } from "./unknown-events";

interface Parts {
  connection: Connection;
  store: Store;
  lists: ConversationLists;
  clock: Clock;
  notifier: Notifier;
}

export class Sync {
  /** Whether everything on the screen is current. */
  readonly isCurrent: Value<boolean>;
  readonly me: Value<Me | null>;
  /** Whether it ever was. */
  wasCurrent = false;
  /** Whether it began with what the device kept. */
  isRestored = false;
  onMe: (me: Me) => void = () => undefined;
  /** Each event that reached the store, after it was applied. */
  onEvent: (event: ConversationChange) => void = () => undefined;
  /** Reads what open threads miss. */
  catchUp: () => Promise<void> = () => Promise.resolve();
  /** The first page is known. After a resync the store was loaded afresh, and of these conversations the messages are still good. */
  onLoaded: (reloaded: ReadonlySet<string> | null, isOtherLife: boolean) => void = () => undefined;
  /** The cursor has moved. */
  onCursor: (cursor: string) => void = () => undefined;
  readonly #parts: Parts;
  readonly #fetching = new Map<string, Promise<void>>();
  readonly #unknown: UnknownEvents;
  #cursor: string | undefined;
  #isLoaded = false;
  /** Whether the server has said on this socket who the viewer is. */
  #isConfirmed = false;
  /** Set by a resync until the store is loaded afresh: whether it was in the same life of the database. */
  #resynced: { isSameLife: boolean } | null = null;
  /** Whether events may be applied: the list is known, and this socket speaks for the same viewer. */
  #isReady = false;
  /** Events that wait for that. They stay over a lost connection, because the cursor has passed them. */
  #waiting: ConversationChange[] = [];
  /** Raised with each socket and each resync, so that what an older one began ends nothing. */
  #round = 0;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.isCurrent = new Value(parts.notifier, false);
    this.me = new Value<Me | null>(parts.notifier, null);
    this.#unknown = new UnknownEvents({
      clock: parts.clock,
      fetch: (id) => this.fetch(id),
      apply: (event) => {
        parts.store.apply(event);
        this.onEvent(event);
      },
      onSettled: () => this.#cursor !== undefined && this.onCursor(this.#cursor),
    });
  }

  get isLoaded(): boolean {
    return this.#isLoaded;
  }

  get isConfirmed(): boolean {
    return this.#isConfirmed;
  }

  /** Everything up to this cursor is in the store; null while that cannot be said. */
  get settledCursor(): string | null {
    return this.#isLoaded && this.#waiting.length === 0 && this.#unknown.isEmpty ? (this.#cursor ?? null) : null;
  }

  /** Begins with what the device kept: who was here, and how far their events had come. The server has the last word on both. */
  restore(me: Me, cursor: string): void {
    this.#know(me);
    this.#cursor = cursor;
    this.isRestored = true;
  }

  /** Subscribes; to be called once. */
  start(): void {
    this.#parts.connection.keepAlways((api, again) => {
      let isFirst = true;
      const me = this.#askMe();
      return api.conversations.onChange.subscribe(
        { lastEventId: this.#cursor },
        {
          onData: ({ id, data }) => {
            const isSameLife = lifeOf(this.#cursor) === lifeOf(id);
            this.#cursor = id;
            this.#take(data, isSameLife);
            this.onCursor(id);
            if (isFirst) void this.#becomeCurrent(++this.#round, me);
            isFirst = false;
          },
          onError: (error) => {
            this.lost();
            again(error);
          },
        },
      );
    });
  }

  /** The connection is gone. */
  lost(): void {
    this.#round++;
    this.#isReady = false;
    this.#isConfirmed = false;
    this.isCurrent.set(false);
  }

  /** Ends everything as if nobody were signed in. */
  endSignIn(): void {
    this.#parts.connection.endSignIn();
  }

  /** Reads a conversation that is not known yet, once however many ask. */
  fetch(id: string): Promise<void> {
    const running = this.#fetching.get(id);
    if (running !== undefined) return running;
    const asked = this.#parts.connection.patiently((api) => api.conversations.get.query({ id }));
    const fetching: Promise<void> = asked
      .then((conversation) => {
        // After a resync it may be of another life of the database: then it is read again.
        if (this.#fetching.get(id) !== fetching) return this.fetch(id);
        this.#parts.store.introduce(conversation);
      })
      .finally(() => {
        if (this.#fetching.get(id) === fetching) this.#fetching.delete(id);
      });
    this.#fetching.set(id, fetching);
    return fetching;
  }

  #take({ events }: ChangeFrame, isSameLife: boolean): void {
    for (const event of events) {
      if (event.type === "resync") this.#resync(isSameLife);
      else if (this.#isReady) this.#apply(event);
      else this.#waiting.push(event);
    }
  }

  #resync(isSameLife: boolean): void {
    this.#waiting = [];
    this.#unknown.clear();
    this.#fetching.clear();
    this.#resynced = { isSameLife: isSameLife && (this.#resynced?.isSameLife ?? true) };
    this.#isLoaded = false;
    this.#isReady = false;
    this.isCurrent.set(false);
    // A list that is being read may be older than what was just lost: its round ends here, and another begins.
    void this.#becomeCurrent(++this.#round, this.#askMe());
  }

  #apply(event: ConversationChange): void {
    if (!isKnownType(event)) return;
    // Behind an earlier event of the same conversation, so that they stay in order.
    if (this.#unknown.has(conversationOf(event)) || !this.#parts.store.apply(event)) this.#unknown.add(event);
    else this.onEvent(event);
  }

  /** Repeats until done or overtaken: who the viewer is, the list if it is not known, what open threads miss. */
  async #becomeCurrent(round: number, asked: Promise<Me>): Promise<void> {
    let me = asked;
    for (let attempt = 0; round === this.#round; attempt++) {
      try {
        await this.#read(round, await me);
        return;
      } catch (error) {
        // Without a connection the next one begins again; a refusal here is the server's trouble and may pass.
        if (error instanceof ConnectionLost || round !== this.#round) return;
        if (!this.#isLoaded) this.#parts.lists.fail();
        await pause(this.#parts.clock, readAppError(error)?.retryAfterMs ?? 500 + backoffMs(attempt, this.#parts.clock.random()));
        me = this.#askMe();
      }
    }
  }

  #askMe(): Promise<Me> {
    const me = this.#parts.connection.call((api) => api.auth.me.query());
    // It is awaited only once the subscription has answered.
    me.catch(() => undefined);
    return me;
  }

  async #read(round: number, me: Me): Promise<void> {
    const { connection, store, lists } = this.#parts;
    if (round !== this.#round) return;
    const before = this.me.current;
    if (before && before.id !== me.id) return connection.endSignIn();
    if (before && !haveSameDesks(before, me)) this.#loadAnew();
    this.#isConfirmed = true;
    this.#know(me);
    if (!this.#isLoaded) {
      const page = await lists.readFirst();
      if (round !== this.#round) return;
      const isOtherLife = this.#resynced?.isSameLife === false;
      const reloaded = this.#resynced && store.reload(page.items, this.#resynced.isSameLife);
      for (const conversation of page.items) store.introduce(conversation);
      lists.begin(page);
      this.#resynced = null;
      this.#isLoaded = true;
      this.onLoaded(reloaded, isOtherLife);
    }
    this.#isReady = true;
    for (const event of this.#waiting.splice(0)) this.#apply(event);
    this.#unknown.resume();
    await this.catchUp();
    if (round !== this.#round) return;
    this.wasCurrent = true;
    this.isCurrent.set(true);
    if (this.#cursor !== undefined) this.onCursor(this.#cursor);
  }

  /** What is known of a desk that is gone is not the viewer's any more. */
  #loadAnew(): void {
    this.#resynced ??= { isSameLife: true };
    this.#isLoaded = false;
    this.#isReady = false;
  }

  #know(me: Me): void {
    this.#parts.store.viewerId = me.id;
    this.me.set(me);
    this.onMe(me);
  }
}

const types: Record<ConversationChange["type"], true> = {
  message: true,
  conversation: true,
  participant: true,
  settings: true,
  receipt: true,
};

/** A newer server may tell of things this client does not know. */
function isKnownType(event: ChatEvent): event is ConversationChange {
  return event.type in types;
}

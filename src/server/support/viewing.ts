/**
 * Who of a desk looks at which conversation. Like typing it is told over the bus, kept in memory and forgotten when nobody repeats it. A process keeps it
 * for the desks that somebody on it watches or works at; one that begins to watch asks the others what they know at first hand.
 */
import { limits } from "../../shared/limits";
import type { Viewing, ViewingState } from "../../shared/viewing";
import type { Bus } from "../platform/bus";
import type { Clock } from "../platform/clock";

interface Viewer {
  state: ViewingState;
  /** Monotonic ms. */
  until: number;
  /** Said by a caller of this process, which answers for it. */
  isOurs: boolean;
}

type Word = { conversationId: string; userId: string; state: ViewingState | "none" } | "who is there?";

interface Desk {
  /** By conversation and user. */
  viewers: Map<string, Map<string, Viewer>>;
  watchers: Set<(conversationId: string) => void>;
  subscription: Promise<AsyncDisposable>;
}

const topicOf = (gymId: string) => `viewing:${gymId}`;

export class ViewingBoard {
  readonly #desks = new Map<string, Desk>();
  readonly #sweep: Disposable;

  constructor(
    private readonly bus: Bus,
    private readonly clock: Clock,
  ) {
    this.#sweep = clock.every(1_000, () => this.#forgetSilent());
  }

  /** Tells the desk. */
  set(gymId: string, word: { conversationId: string; userId: string; state: ViewingState | "none" }): void {
    this.#hear(gymId, this.#open(gymId), { word, isOurs: true });
    this.#say(gymId, word);
  }

  /** Who looks now, as this process knows it; without `conversationId`, at every conversation that somebody looks at. */
  read(gymId: string, conversationId?: string): Viewing[] {
    const { viewers } = this.#desks.get(gymId) ?? { viewers: new Map<string, Map<string, Viewer>>() };
    return (conversationId === undefined ? [...viewers.keys()] : [conversationId]).map((id) => ({
      conversationId: id,
      viewers: [...(viewers.get(id) ?? [])]
        .map(([userId, { state }]) => ({ userId, state }))
        .sort((a, b) => (a.userId < b.userId ? -1 : 1)),
    }));
  }

  /** Calls back with each conversation of these desks that changed, and its gym, until disposed. */
  async watch(gymIds: readonly string[], changed: (conversationId: string, gymId: string) => void): Promise<Disposable> {
    const watched = gymIds.map((gymId) => {
      const desk = this.#open(gymId);
      const watcher = (conversationId: string) => changed(conversationId, gymId);
      desk.watchers.add(watcher);
      return { gymId, desk, watcher };
    });
    await Promise.all(watched.map(({ desk }) => desk.subscription));
    return {
      [Symbol.dispose]: () => {
        for (const { gymId, desk, watcher } of watched) {
          desk.watchers.delete(watcher);
          this.#close(gymId, desk);
        }
      },
    };
  }

  stop(): void {
    this.#sweep[Symbol.dispose]();
  }

  #say(gymId: string, word: Word): void {
    this.bus.publish(topicOf(gymId), JSON.stringify(word));
  }

  #open(gymId: string): Desk {
    const known = this.#desks.get(gymId);
    if (known) return known;
    const desk: Desk = {
      viewers: new Map(),
      watchers: new Set(),
      subscription: this.bus.subscribe(topicOf(gymId), (text) => {
        const word = JSON.parse(text) as Word;
        if (word === "who is there?") this.#answer(gymId, desk);
        else this.#hear(gymId, desk, { word, isOurs: false });
      }),
    };
    this.#desks.set(gymId, desk);
    void desk.subscription.then(() => this.#say(gymId, "who is there?"));
    return desk;
  }

  #answer(gymId: string, { viewers }: Desk): void {
    for (const [conversationId, some] of viewers) {
      for (const [userId, { state, isOurs }] of some) if (isOurs) this.#say(gymId, { conversationId, userId, state });
    }
  }

  #hear(gymId: string, desk: Desk, { word, isOurs }: { word: Exclude<Word, string>; isOurs: boolean }): void {
    const { conversationId, userId, state } = word;
    const some = desk.viewers.get(conversationId) ?? new Map<string, Viewer>();
    const before = some.get(userId);
    if (state === "none") some.delete(userId);
    else {
      // An echo of what was said here, or an answer for it, makes nobody stay longer.
      const until = !isOurs && before?.isOurs && before.state === state ? before.until : this.clock.monotonic() + limits.viewingLifeMs;
      some.set(userId, { state, until, isOurs: isOurs || (before?.isOurs === true && before.state === state) });
    }
    this.#keep(desk, conversationId, some);
    if ((before?.state ?? "none") !== state) for (const changed of desk.watchers) changed(conversationId);
    if (state === "none") this.#close(gymId, desk);
  }

  #keep({ viewers }: Desk, conversationId: string, some: Map<string, Viewer>): void {
    if (some.size > 0) viewers.set(conversationId, some);
    else viewers.delete(conversationId);
  }

  /** Lets go of a desk that nobody here watches or works at. */
  #close(gymId: string, desk: Desk): void {
    const isNeeded = desk.watchers.size > 0 || [...desk.viewers.values()].some((some) => [...some.values()].some(({ isOurs }) => isOurs));
    if (isNeeded || this.#desks.get(gymId) !== desk) return;
    this.#desks.delete(gymId);
    void desk.subscription.then((subscription) => subscription[Symbol.asyncDispose]());
  }

  #forgetSilent(): void {
    const now = this.clock.monotonic();
    for (const [gymId, desk] of this.#desks) {
      for (const [conversationId, some] of desk.viewers) {
        const silent = [...some].filter(([, { until }]) => until <= now);
        if (silent.length === 0) continue;
        for (const [userId] of silent) some.delete(userId);
        this.#keep(desk, conversationId, some);
        for (const changed of desk.watchers) changed(conversationId);
      }
      this.#close(gymId, desk);
    }
  }
}

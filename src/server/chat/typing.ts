/**
 * Who is typing. Nothing of it is stored or replayed: a process tells the others over the bus, each keeps it only for conversations that
 * somebody on it watches, and forgets a typist who falls silent.
 */
import { limits } from "../../shared/limits";
import type { Typing } from "../../shared/presence";
import type { Bus } from "../platform/bus";
import type { Clock } from "../platform/clock";

interface Watched {
  /** When each typist is to be forgotten (monotonic ms). */
  until: Map<string, number>;
  watchers: Set<() => void>;
  subscription: Promise<AsyncDisposable>;
}

const topicOf = (conversationId: string) => `typing:${conversationId}`;

export class TypingBoard {
  readonly #watched = new Map<string, Watched>();
  readonly #sweep: Disposable;

  constructor(
    private readonly bus: Bus,
    private readonly clock: Clock,
  ) {
    this.#sweep = clock.every(1_000, () => this.#forgetSilent());
  }

  /** Tells everybody who watches. */
  set(conversationId: string, userId: string, isTyping: boolean): void {
    this.bus.publish(topicOf(conversationId), JSON.stringify({ userId, isTyping }));
  }

  /** Who types now, as this process knows it. */
  read(conversationId: string): Typing {
    return { conversationId, userIds: [...(this.#watched.get(conversationId)?.until.keys() ?? [])].sort() };
  }

  /** Calls back after each change until disposed. */
  async watch(conversationId: string, changed: () => void): Promise<Disposable> {
    const watched = this.#watched.get(conversationId) ?? this.#open(conversationId);
    watched.watchers.add(changed);
    await watched.subscription;
    return { [Symbol.dispose]: () => this.#unwatch(conversationId, watched, changed) };
  }

  stop(): void {
    this.#sweep[Symbol.dispose]();
  }

  #open(conversationId: string): Watched {
    const watched: Watched = {
      until: new Map(),
      watchers: new Set(),
      subscription: this.bus.subscribe(topicOf(conversationId), (text) => {
        const { userId, isTyping } = JSON.parse(text) as { userId: string; isTyping: boolean };
        const wasTyping = watched.until.has(userId);
        if (isTyping) watched.until.set(userId, this.clock.monotonic() + limits.typingLifeMs);
        else watched.until.delete(userId);
        if (wasTyping !== isTyping) for (const changed of watched.watchers) changed();
      }),
    };
    this.#watched.set(conversationId, watched);
    return watched;
  }

  #unwatch(conversationId: string, watched: Watched, changed: () => void): void {
    watched.watchers.delete(changed);
    if (watched.watchers.size > 0 || this.#watched.get(conversationId) !== watched) return;
    this.#watched.delete(conversationId);
    void watched.subscription.then((subscription) => subscription[Symbol.asyncDispose]());
  }

  #forgetSilent(): void {
    const now = this.clock.monotonic();
    for (const { until, watchers } of this.#watched.values()) {
      const silent = [...until].filter(([, at]) => at <= now);
      for (const [userId] of silent) until.delete(userId);
      if (silent.length > 0) for (const changed of watchers) changed();
    }
  }
}

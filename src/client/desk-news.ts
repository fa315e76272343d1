import type { DeskNews } from "../shared/desk-news";
import type { ClientBase } from "./client-base";
import { Value } from "./readable";

/** Whoever looks away for less than this is told on. */
const lingerMs = 1_000;
const feeds = new WeakMap<ClientBase, DeskNewsFeed>();

/** What the viewer's desk is told beside its cases, once for all that is built upon a client. */
export function newsOf(base: ClientBase): DeskNewsFeed {
  let feed = feeds.get(base);
  if (!feed) {
    feed = new DeskNewsFeed(base);
    feeds.set(base, feed);
  }
  return feed;
}

/** Listens while somebody looks. Every socket begins with how things stand, so that nothing that happened in between is missed. */
class DeskNewsFeed {
  /** `null` until it is known. */
  readonly value: Value<DeskNews | null>;
  readonly #base: ClientBase;
  #end: (() => void) | null = null;

  constructor(base: ClientBase) {
    this.#base = base;
    this.value = new Value<DeskNews | null>(base.notifier, null, {
      onWatched: () => this.#listen(),
      onUnwatched: () => void base.clock.after(lingerMs, () => this.#listen()),
    });
  }

  /** The viewer has seen what the notes of a case up to this version say to them. */
  async seeMentions(conversationId: string, version: number): Promise<void> {
    await this.#base.connection.patiently((api) => api.support.seeMentions.mutate({ conversationId, version }));
    const now = this.value.current;
    // Ahead of the news, which say the same.
    if (now) this.value.set({ ...now, unseen: now.unseen.filter((one) => one.conversationId !== conversationId || one.version > version) });
  }

  #listen(): void {
    if (this.value.isWatched && !this.#end) {
      this.#end = this.#base.connection.keep((api, again) =>
        api.support.onNews.subscribe(undefined, { onData: (news) => this.value.set(news), onError: again }),
      );
    } else if (!this.value.isWatched && this.#end) {
      this.#end();
      this.#end = null;
    }
  }
}

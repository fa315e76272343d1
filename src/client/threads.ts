import type { ConversationState } from "../shared/apply-event";
import { type AppErrorShape, errorShape, readAppError } from "../shared/errors";
import { limits } from "../shared/limits";
import type { MessagePage } from "../shared/messages";
import type { LoadStatus, OutboxMessage, Thread } from "./chat-client.types";
import type { Clock } from "./clock";
import type { Connection } from "./connection";
import { denseRun, tailStart } from "./dense-run";
import { ReadLately } from "./read-lately";
import { type Notifier, Source } from "./readable";
import type { Store } from "./store";
import { type PagePlace, Visits } from "./thread-visits";
import { emptyWindow, endOf, forgetShown, sameMessages, sameThread, startOver, type Window } from "./thread-window";
import { Timers } from "./timers";

/** A gap at the end that is wider than this is not filled: the newest page takes the place of what was shown. */
const gapMax = limits.pageMax * 5;
/** How long a conversation that nobody reads any more keeps its older messages. */
const trimAfterMs = 60_000;
/** How soon a page that the server could not give is asked for again. */
const retryAfterMs = 3_000;
/** So many messages fill a screen: from here on what is known is shown without reading a page first. */
const screenful = 20;

interface Parts {
  store: Store;
  connection: Connection;
  clock: Clock;
  notifier: Notifier;
  /** Whether the store is loaded. Before, nothing is read; `catchUp` does it then. */
  isReady: () => boolean;
  /** Whether there is no connection, and none is being made. */
  isAway: () => boolean;
  /** Reads a conversation that the store does not know. */
  fetch: (id: string) => Promise<void>;
  outboxOf: (conversationId: string) => readonly OutboxMessage[];
}

/**
 * Conversations as they are read: a window of messages without a hole, from where the reader scrolled to up to the newest; or, while somebody visits
 * an older message, up to where they scrolled from there.
 */
export class Threads {
  readonly #parts: Parts;
  readonly #windows = new Map<string, Window>();
  readonly #readLately = new ReadLately();
  readonly #timers: Timers;
  readonly #visits: Visits;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#timers = new Timers(parts.clock);
    this.#visits = new Visits({ store: parts.store, fetch: parts.fetch, page: (id, where) => this.#page(id, where) });
    parts.store.isWatched = (id) => this.#windows.get(id)?.source.isWatched ?? false;
    parts.store.wasReadLately = (id) => this.#readLately.has(id);
    parts.store.onTrimmed = (id) => this.#onTrimmed(id);
    parts.store.listen((id) => this.#onChange(id));
  }

  thread(id: string): Source<Thread> {
    return this.#window(id).source;
  }

  /** Ends what would only happen later. */
  stop(): void {
    this.#timers.stop();
  }

  /** Says that the outbox of a conversation changed. */
  invalidate(id: string): void {
    this.#windows.get(id)?.source.invalidate();
  }

  /** The store was loaded afresh: every window starts over, but for those whose messages are still good. */
  restart(good: ReadonlySet<string>): void {
    for (const [id, window] of this.#windows) {
      startOver(window);
      if (good.has(id)) continue;
      window.start = null;
      // What is shown stays until it is read anew, or refused.
      if (!window.source.isWatched && !this.#parts.store.get(id)) forgetShown(window);
    }
  }

  /** What the device kept is in the store, or the connection is known to be away: what is known is better than nothing. */
  openKnown(): void {
    for (const [id, window] of this.#windows) this.#openKnown(id, window);
  }

  /** Resolves when everything that is read now is current, or refused for good; rejects when trying again can help. */
  async catchUp(): Promise<void> {
    const watched = [...this.#windows].filter(([, window]) => window.source.isWatched);
    const refused = (error: unknown) => {
      if (readAppError(error)?.retry !== false) throw error;
    };
    await Promise.all(watched.map(([id]) => this.#load(id).catch(refused)));
  }

  /** Loads the page before the window; a second call while one is under way joins it. */
  loadBefore(id: string): Promise<void> {
    const window = this.#window(id);
    const { start, life } = window;
    if (start === null || !window.hasMoreBefore) return Promise.resolve();
    window.loadingBefore ??= this.#page(id, { before: start })
      .then((page) => {
        if (window.life !== life || window.start !== start) return;
        this.#parts.store.addMessages(id, page.messages);
        window.start = page.messages[0]?.seq ?? start;
        window.hasMoreBefore = page.hasMoreBefore;
      })
      .finally(() => {
        window.loadingBefore = null;
        window.source.invalidate();
      });
    window.source.invalidate();
    return window.loadingBefore;
  }

  /** Loads the page after the window, while it does not lead to the newest message; a second call while one is under way joins it. */
  loadAfter(id: string): Promise<void> {
    return this.#visits.loadAfter(id, this.#window(id));
  }

  /** Has the window show a message, and what stands around it if that is not loaded; answers whether there is such a message. */
  goTo(id: string, messageId: string): Promise<boolean> {
    return this.#visits.goTo(id, this.#window(id), messageId);
  }

  /** Leads a window that shows the surroundings of an older message back to the newest. */
  showNewest(id: string): void {
    const window = this.#windows.get(id);
    if (!window || window.visited === null) return;
    startOver(window);
    Object.assign(window, { visited: null, start: null });
    this.#openKnown(id, window, true);
    window.source.invalidate();
    // A failure shows as the connection's state; coming back reads what is missing.
    if (this.#parts.isReady()) this.#load(id).catch(() => undefined);
  }

  #window(id: string): Window {
    let window = this.#windows.get(id);
    if (!window) {
      window = emptyWindow(
        new Source(this.#parts.notifier, () => this.#compute(id), {
          isSame: sameThread,
          onWatched: () => {
            this.#opened(id);
            this.showNewest(id);
            if (this.#parts.isReady()) this.#load(id).catch(() => undefined);
          },
          onUnwatched: () => this.#timers.instead(id, trimAfterMs, () => this.#parts.store.trim(id)),
        }),
      );
      this.#windows.set(id, window);
      this.#openKnown(id, window);
    }
    return window;
  }

  #opened(id: string): void {
    const forgotten = this.#readLately.opened(id);
    if (forgotten !== undefined) this.#parts.store.trim(forgotten);
  }

  /** Shows what is known already, when that fills a screen or nothing better can be had now. */
  #openKnown(id: string, window: Window, isInPlace = window.shown.length === 0): void {
    const state = this.#parts.store.get(id);
    if (window.start !== null || window.visited !== null || !isInPlace || !state) return;
    const start = tailStart(state.messages);
    const known = start === null ? 0 : (state.messages.at(-1)?.seq ?? 0) - start + 1;
    const isThin = known < Math.min(state.lastSeq, screenful);
    if ((isThin && !this.#parts.isAway()) || (start === null && state.lastSeq > 0)) return;
    Object.assign(window, { start: start ?? 1, isThin, hasMoreBefore: (start ?? 1) > 1 });
    this.#settle(window, "ready", null);
  }

  #onChange(id: string): void {
    const window = this.#windows.get(id);
    if (!window) return;
    window.source.invalidate();
    if (window.start === null && window.loading === null) this.#openKnown(id, window);
    const state = this.#parts.store.get(id);
    if (window.start === null || !state) return;
    const isMissing = endOf(window, state) < state.lastSeq;
    if (!isMissing) window.visited = null;
    if (window.source.isWatched && window.visited === null && isMissing) {
      // A failure shows as the connection's state; coming back reads what is missing.
      this.#load(id).catch(() => undefined);
    }
  }

  /** What only the moment refused is tried again while somebody waits for it; a lost connection's return does so anyway. */
  #fail(id: string, window: Window, error: AppErrorShape): void {
    if (!error.retry) window.shown = [];
    this.#settle(window, "error", error);
    if (!error.retry || !this.#parts.connection.isOpen) return;
    this.#timers.after(error.retryAfterMs ?? retryAfterMs, () => {
      if (window.source.isWatched && window.start === null) this.#load(id).catch(() => undefined);
    });
  }

  /** Loads what the window lacks at its end; without a window, the newest page. */
  #load(id: string): Promise<void> {
    const window = this.#window(id);
    if (window.loading !== null) return window.loading;
    const loading = this.#fill(id, window)
      .then(
        () => this.#settle(window, "ready", null),
        (error: unknown) => {
          if (window.start === null) this.#fail(id, window, readAppError(error) ?? errorShape("INTERNAL"));
          throw error;
        },
      )
      .finally(() => {
        if (window.loading === loading) window.loading = null;
      });
    window.loading = loading;
    return loading;
  }

  async #fill(id: string, window: Window): Promise<void> {
    const { store } = this.#parts;
    const { life } = window;
    if (!store.get(id)) await this.#parts.fetch(id);
    while (life === window.life) {
      const state = store.get(id);
      if (!state) return;
      if (window.visited !== null) return window.start === null ? this.#visits.again(id, window, window.visited) : undefined;
      const end = endOf(window, state);
      if (window.start !== null && !window.isThin && end >= state.lastSeq) return;
      if (window.start === null || window.isThin || state.lastSeq - end > gapMax) {
        const page = await this.#page(id, {});
        if (life !== window.life) return;
        store.addMessages(id, page.messages);
        this.#beginAt(window, store.get(id) ?? state, page);
      } else {
        const page = await this.#page(id, { after: end, limit: limits.pageMax });
        if (life !== window.life) return;
        store.addMessages(id, page.messages);
        // Nothing new, although there should be: the viewer may not read it any more.
        if (page.messages.length === 0) return;
      }
    }
  }

  #page(id: string, where: PagePlace): Promise<MessagePage> {
    return this.#parts.connection.patiently((api) => api.messages.list.query({ conversationId: id, ...where }));
  }

  /** The newest page is known: the window begins with it, or further up where what it showed already leads into it. */
  #beginAt(window: Window, state: ConversationState, page: MessagePage): void {
    const first = page.messages[0]?.seq ?? 1;
    const leadsInto = window.isThin && window.start !== null && window.start < first && endOf(window, state) >= first - 1;
    window.isThin = false;
    if (leadsInto) return;
    window.start = first;
    window.hasMoreBefore = page.hasMoreBefore;
  }

  #settle(window: Window, status: LoadStatus, error: AppErrorShape | null): void {
    window.status = status;
    window.error = error;
    window.source.invalidate();
  }

  /** Older messages were forgotten while nobody read them: the window begins where the rest does. */
  #onTrimmed(id: string): void {
    const window = this.#windows.get(id);
    const state = this.#parts.store.get(id);
    if (!window || window.start === null || !state) return;
    window.visited = null;
    window.start = tailStart(state.messages);
    window.hasMoreBefore = window.start !== null && window.start > 1;
    // Looked at once, so that what was shown last holds on to none of them.
    window.source.invalidate();
    window.source.getSnapshot();
  }

  #compute(id: string): Thread {
    const window = this.#window(id);
    const conversation = this.#parts.store.get(id);
    if (conversation && window.start !== null) {
      const run = denseRun(conversation.messages, window.start);
      if (!sameMessages(run, window.shown)) window.shown = run;
    }
    return {
      status: window.status,
      conversation,
      messages: window.shown,
      outbox: this.#parts.outboxOf(id),
      hasMoreBefore: window.hasMoreBefore,
      isLoadingBefore: window.loadingBefore !== null,
      hasMoreAfter: window.visited !== null,
      isLoadingAfter: window.loadingAfter !== null,
      error: window.error,
    };
  }
}

import type { ConversationChange } from "../shared/apply-event";
import type { DeskFrame } from "../shared/events";
import type { Me } from "../shared/people";
import { isDeskRole } from "../shared/permissions";
import type { Case, QueueItem, QueuePage, QueueView } from "../shared/support";
import { backoffMs } from "./backoff";
import type { Queue } from "./chat-client.types";
import type { Clock } from "./clock";
import type { Connection } from "./connection";
import { type DeskFollower, isWhole, type View } from "./desk-view";
import { byWaiting, countsAfter, isIn } from "./queue-order";
import { type Notifier, Source } from "./readable";
import type { Store } from "./store";

const pageSize = 50;
/** Counts that cannot be kept by what is known here are asked for again, once a burst is over. */
const recountMs = 400;
/** What failed comes again, or is asked for again. */
const ignore = () => undefined;

interface Parts {
  connection: Connection;
  store: Store;
  clock: Clock;
  notifier: Notifier;
  fetch: (conversationId: string) => Promise<void>;
}

/** The desk of the viewer's gym: its cases, by conversation, and the queue's views over them. Runs only while somebody looks. */
export class Desk {
  readonly #parts: Parts;
  readonly #cases = new Map<string, Case>();
  readonly #caseSources = new Map<string, Source<Case | null>>();
  readonly #views = new Map<QueueView, View>();
  readonly #followers = new Set<DeskFollower>();
  #counts: Record<QueueView, number> = { mine: 0, unassigned: 0, all: 0, resolved: 0 };
  #me: Me | null = null;
  #watchers = 0;
  #end: (() => void) | null = null;
  #cursor: string | undefined;
  #isListening = false;
  #isRecountDue = false;
  #isRestored = false;
  #failures = 0;
  /** An event of a support conversation that the desk's subscription brought. */
  onEvent: (event: ConversationChange) => void = () => undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
    parts.store.listen((id) => {
      if (this.#cases.has(id)) this.#invalidate();
    });
  }

  setViewer(me: Me): void {
    this.#me = me;
    this.#run();
  }

  /** Begins with what the device kept of the queue; the events since then follow from its cursor. */
  restore(kept: { cursor: string; cases: readonly Case[]; counts: Record<QueueView, number> }): void {
    for (const one of kept.cases) this.#know(one);
    this.#cursor = kept.cursor;
    this.#counts = kept.counts;
    this.#isRestored = true;
    for (const [name, view] of this.#views) if (view.isKept && name !== "resolved") view.status = "ready";
    this.#invalidate();
  }

  /** The first page of the queue, for the device to keep; null while nothing is known of it. */
  get kept(): { cursor: string; items: readonly QueueItem[]; counts: Record<QueueView, number> } | null {
    const view = this.#views.get("all");
    if (this.#cursor === undefined || view?.status !== "ready" || view.isKept) return null;
    return { cursor: this.#cursor, items: view.source.getSnapshot().items.slice(0, pageSize), counts: this.#counts };
  }

  /** The connection is gone; events come again from the cursor. */
  lost(): void {
    this.#isListening = false;
  }

  /** The store was loaded afresh. Conversations that only the queue knew went with the old ones: they are read again. */
  restart(): void {
    if ([...this.#cases.keys()].every((id) => this.#parts.store.get(id))) return;
    this.#forgetPages();
    if (this.#isListening) this.#loadWatched();
  }

  queue(view: QueueView): Source<Queue> {
    return this.#view(view).source;
  }

  caseOf(conversationId: string): Source<Case | null> {
    let source = this.#caseSources.get(conversationId);
    if (!source) {
      source = new Source(
        this.#parts.notifier,
        () => this.#cases.get(conversationId) ?? null,
        this.#watched(() => this.#load("all")),
      );
      this.#caseSources.set(conversationId, source);
    }
    return source;
  }

  /** Keeps the desk's events coming to a follower until the answer is called. */
  follow(follower: DeskFollower): () => void {
    const { onWatched, onUnwatched } = this.#watched(async () => follower.onListening());
    this.#followers.add(follower);
    onWatched();
    return () => {
      if (this.#followers.delete(follower)) onUnwatched();
    };
  }

  /** Loads the next page of a view; a second call while one is under way joins it. */
  loadMore(view: QueueView): Promise<void> {
    const state = this.#view(view);
    return isWhole(state) ? Promise.resolve() : this.#load(view);
  }

  #view(name: QueueView): View {
    let view = this.#views.get(name);
    if (!view) {
      const compute = () => this.#compute(name);
      view = {
        source: new Source(
          this.#parts.notifier,
          compute,
          this.#watched(() => this.#load(name)),
        ),
        status: this.#isRestored && name !== "resolved" ? "ready" : "loading",
        cursor: null,
        isKept: true,
        loading: null,
      };
      this.#views.set(name, view);
    }
    return view;
  }

  #watched(load: () => Promise<void>) {
    return {
      onWatched: () => {
        this.#watchers++;
        this.#run();
        if (this.#isListening) load().catch(ignore);
      },
      onUnwatched: () => {
        this.#watchers--;
        this.#parts.clock.after(1_000, () => this.#run());
      },
    };
  }

  /** Listens while somebody looks and works at the desk. */
  #run(): void {
    const isWanted = this.#watchers > 0 && this.#me !== null && isDeskRole(this.#me.role);
    if (isWanted && !this.#end) {
      this.#end = this.#parts.connection.keepAlways((api, again) => {
        let isFirst = true;
        return api.support.onChange.subscribe(
          { lastEventId: this.#cursor },
          {
            onData: ({ id, data }) => {
              this.#cursor = id;
              this.#isListening = true;
              this.#take(data);
              if (isFirst) this.#loadWatched();
              if (isFirst) for (const follower of this.#followers) follower.onListening();
              isFirst = false;
            },
            onError: (error) => {
              this.#isListening = false;
              again(error);
            },
          },
        );
      });
    } else if (!isWanted && this.#end) {
      this.#end();
      this.#end = null;
      this.#isListening = false;
    }
  }

  #take({ events }: DeskFrame): void {
    for (const follower of this.#followers) follower.onEvents(events);
    for (const event of events) {
      if (event.type === "case") this.takeCase(event.case);
      else if (event.type === "resync") this.#resync();
      else if (event.type === "note" || event.type === "timeline") continue;
      else if (this.#parts.store.apply(event)) this.onEvent(event);
    }
  }

  #resync(): void {
    this.#cases.clear();
    this.#forgetPages();
    this.#loadWatched();
  }

  #forgetPages(): void {
    for (const view of this.#views.values()) Object.assign(view, { cursor: null, status: "loading", isKept: false });
  }

  /** A case as it is now: of an event, or the answer to a change, ahead of its event. */
  takeCase(incoming: Case): void {
    const before = this.#cases.get(incoming.conversationId);
    if (!this.#know(incoming)) return;
    if (before && this.#me) {
      this.#counts = countsAfter(this.#counts, { before, after: incoming, viewerId: this.#me.id });
    } else {
      this.#recount();
    }
    if (!this.#parts.store.get(incoming.conversationId)) {
      this.#parts.fetch(incoming.conversationId).then(() => this.#invalidate(), ignore);
    }
    this.#invalidate();
  }

  /** Joins a case into what is known; whether it was news. */
  #know(incoming: Case): boolean {
    const known = this.#cases.get(incoming.conversationId);
    if (known && (known.number > incoming.number || (known.number === incoming.number && known.version >= incoming.version))) return false;
    this.#cases.set(incoming.conversationId, incoming);
    this.#caseSources.get(incoming.conversationId)?.invalidate();
    return true;
  }

  #recount(): void {
    if (this.#isRecountDue) return;
    this.#isRecountDue = true;
    this.#parts.clock.after(recountMs, () => {
      this.#isRecountDue = false;
      const question = this.#parts.connection.call((api) => api.support.queue.query({ view: "all", limit: 1 }));
      question.then((page) => this.#takeCounts(page), ignore);
    });
  }

  #takeCounts({ counts }: QueuePage): void {
    this.#counts = counts;
    this.#invalidate();
  }

  #loadWatched(): void {
    for (const [name, view] of this.#views) {
      if (view.source.isWatched && (view.status !== "ready" || view.isKept)) this.#load(name).catch(ignore);
    }
    const isCaseWatched = [...this.#caseSources.values()].some(({ isWatched }) => isWatched);
    if (isCaseWatched && (this.#view("all").status !== "ready" || this.#view("all").isKept)) this.#load("all").catch(ignore);
  }

  #load(name: QueueView): Promise<void> {
    const view = this.#view(name);
    if (isWhole(view)) return Promise.resolve();
    view.loading ??= this.#readPage(name, view).finally(() => {
      view.loading = null;
    });
    return view.loading;
  }

  async #readPage(name: QueueView, view: View): Promise<void> {
    const { connection, store, clock } = this.#parts;
    try {
      const page = await connection.patiently((api) =>
        api.support.queue.query({ view: name, limit: pageSize, ...(view.cursor !== null && { cursor: view.cursor }) }),
      );
      for (const item of page.items) {
        store.introduce(item.conversation);
        this.#know(item.case);
      }
      view.cursor = page.nextCursor;
      view.status = "ready";
      view.isKept = false;
      this.#failures = 0;
      this.#takeCounts(page);
    } catch (error) {
      if (view.status !== "ready") view.status = "error";
      this.#invalidate();
      clock.after(1_000 + backoffMs(this.#failures++, clock.random()), () => this.#isListening && this.#loadWatched());
      throw error;
    }
  }

  #invalidate(): void {
    for (const { source } of this.#views.values()) source.invalidate();
  }

  #compute(name: QueueView): Queue {
    const { status, cursor } = this.#view(name);
    const items: QueueItem[] = [];
    for (const one of this.#cases.values()) {
      const conversation = this.#parts.store.get(one.conversationId);
      if (conversation && this.#me && isIn(name, one, this.#me.id)) items.push({ conversation, case: one });
    }
    return { status, items: items.sort(byWaiting), counts: this.#counts, hasMore: cursor !== null };
  }
}

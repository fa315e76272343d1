import type { Case, DeskView, QueueFilters, QueueItem, QueuePage } from "../shared/support";
import { backoffMs } from "./backoff";
import type { Queue } from "./chat-client.types";
import type { Clock } from "./clock";
import type { Connection } from "./connection";
import { DeskCounts, gymsKey } from "./desk-counts";
import { filtersKey } from "./desk-filters";
import { type KnownCases, View } from "./desk-view";
import { noCounts, type QueueCounts } from "./queue-order";
import { type Notifier, Source } from "./readable";
import type { Store } from "./store";

const pageSize = 50;
/** Counts that cannot be kept by what is known here are asked for again, once a burst is over. */
const recountMs = 400;
/** Who has waited long enough to be shown is looked for this often, where a view asks for it. */
const waitingEveryMs = 5_000;
/** Whoever began to wait less than this ago has only just come. */
const justNowMs = 60_000;
/** Views with filters that nobody looks at any more: so many are kept. */
const unwatchedViewsMax = 10;
/** The device keeps what is open; these two it does not. */
const notKept: ReadonlySet<DeskView> = new Set(["resolved", "snoozed"]);
/** What failed comes again, or is asked for again. */
const ignore = () => undefined;

interface Parts {
  connection: Connection;
  store: Store;
  clock: Clock;
  notifier: Notifier;
  known: KnownCases;
  /** Joins a case into what is known; whether it was news. */
  know(incoming: Case): boolean;
  /** Whether events come: before they do, nothing is read. */
  isListening(): boolean;
  /** What keeps the desk running while somebody looks at a view. */
  watched(load: () => Promise<void>): { onWatched: () => void; onUnwatched: () => void };
}

/** The views of the queue: which cases they have, in which order, as far as their pages were read, and how many there are. */
export class DeskQueue {
  readonly #parts: Parts;
  readonly #views = new Map<string, View>();
  readonly #counts = new DeskCounts();
  /** Goes up with each change of a case that counts. */
  #changes = 0;
  #isRecountDue = false;
  /** The counts could not be asked for when they should have been. */
  #isUncounted = false;
  #isRestored = false;
  #failures = 0;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  get counts(): QueueCounts {
    return this.#counts.of();
  }

  /** The head of the queue, for the device to keep; `null` while it was not read. */
  get head(): readonly QueueItem[] | null {
    const view = this.#views.get("all");
    if (view?.status !== "ready" || view.isKept) return null;
    return view.source.getSnapshot().items.slice(0, pageSize);
  }

  /** Begins with what the device kept. */
  restore(counts: Partial<QueueCounts>): void {
    this.#counts.set({}, { ...noCounts, ...counts });
    this.#isRestored = true;
    for (const view of this.#views.values()) if (view.isKept && isKeepable(view)) view.status = "ready";
    this.touchAll();
  }

  view(name: DeskView, filters: QueueFilters = {}): View {
    const key = name + filtersKey(filters);
    const known = this.#views.get(key);
    if (known) return known;
    this.#forgetViews();
    const view = new View(name, filters);
    const { onWatched, onUnwatched } = this.#parts.watched(async () => {
      if (view.isDue) await this.load(view);
    });
    view.source = new Source(this.#parts.notifier, () => this.#show(view), {
      onWatched: () => {
        onWatched();
        // A page that is still to come brings them.
        if (!view.isDue && !this.#counts.knows(filters)) this.#recount();
        this.#lookForWaiting(view);
      },
      onUnwatched,
    });
    if (this.#isRestored && isKeepable(view)) view.status = "ready";
    this.#views.set(key, view);
    return view;
  }

  /** The case or its conversation has changed. */
  touch(id: string): void {
    for (const view of this.#views.values()) view.touch(id);
  }

  /** Anything may have changed. */
  touchAll(): void {
    for (const view of this.#views.values()) view.touchAll();
  }

  /** Every view begins with its first page again. */
  forgetPages(): void {
    for (const view of this.#views.values()) view.forget();
  }

  /**
   * Whether the conversation of a case is needed: for what was read, or because somebody has just begun to wait. Others come with their page; a colleague who
   * changes a thousand cases at once costs no thousand questions.
   */
  wants(one: Case): boolean {
    const { viewerId, now } = this.#parts.known;
    if (one.waitingSince !== null && Date.parse(one.waitingSince) > now() - justNowMs) return true;
    const views = [...this.#views.values()];
    return viewerId !== null && views.some((view) => (view.isDue ? view.source.isWatched : view.mightShow(one, viewerId)));
  }

  /** A case has come or has changed, and the counts with it. */
  count(before: Case | undefined, after: Case): void {
    const { known } = this.#parts;
    const { viewerId } = known;
    this.#changes++;
    const gymId = known.conversationOf(after.conversationId)?.gymId;
    const isCounted = before !== undefined && viewerId !== null && this.#counts.change({ before, after, viewerId }, gymId);
    if (!isCounted) this.#recount();
  }

  /** Loads what somebody looks at and has not been read. */
  loadWatched(): void {
    if (this.#isUncounted) this.#recount();
    for (const view of this.#views.values()) if (view.source.isWatched && view.isDue) this.load(view).catch(ignore);
  }

  /** Loads the next page of a view; a second call while one is under way joins it. */
  load(view: View): Promise<void> {
    if (view.isWhole) return Promise.resolve();
    view.loading ??= this.#readPage(view).finally(() => {
      view.loading = null;
    });
    return view.loading;
  }

  async #readPage(view: View): Promise<void> {
    const { name, filters, cursor, life } = view;
    try {
      const page = await this.#ask({ view: name, filters, cursor, limit: pageSize });
      this.#failures = 0;
      // Forgotten meanwhile: this page is none of those that are read from now on.
      if (view.life !== life) return await this.#readPage(view);
      view.took(page);
    } catch (error) {
      if (view.status !== "ready") view.status = "error";
      view.source.invalidate();
      this.#loadLater();
      throw error;
    }
  }

  /** Tries again what failed; without a connection its return does so. */
  #loadLater(): void {
    const { clock, isListening } = this.#parts;
    clock.after(1_000 + backoffMs(this.#failures++, clock.random()), () => isListening() && this.loadWatched());
  }

  /** A page of the queue; its counts are taken, and asked for again where a case has changed on the way. */
  async #ask(input: { view: DeskView; filters?: QueueFilters; cursor?: string | null; limit: number }): Promise<QueuePage> {
    const changes = this.#changes;
    const page = await this.#parts.connection.patiently((api) => api.support.queue.query(input));
    for (const item of page.items) {
      this.#parts.store.introduce(item.conversation);
      if (this.#parts.know(item.case)) this.touch(item.case.conversationId);
    }
    this.#counts.set(input.filters ?? {}, page.counts);
    if (changes !== this.#changes) this.#recount();
    for (const { source } of this.#views.values()) source.invalidate();
    return page;
  }

  #recount(): void {
    if (this.#isRecountDue) return;
    this.#isRecountDue = true;
    this.#parts.clock.after(recountMs, () => {
      this.#isRecountDue = false;
      this.#isUncounted = false;
      const watched = this.#watchedGyms();
      this.#counts.keepOnly(watched);
      Promise.all([...watched.values()].map((filters) => this.#ask({ view: "all", filters, limit: 1 }))).catch(() => {
        this.#isUncounted = true;
        this.#loadLater();
      });
    });
  }

  /** All gyms, and those to which the views that somebody looks at are narrowed. */
  #watchedGyms(): ReadonlyMap<string, QueueFilters> {
    const watched = [...this.#views.values()].filter(({ source }) => source.isWatched);
    return new Map(
      [{ filters: {} }, ...watched].map(({ filters: { gymIds } }: Pick<View, "filters">) => [gymsKey({ gymIds }), { gymIds }]),
    );
  }

  /** As time goes by more people have waited so long, without an event that says so; those whom no event ever told of are read. */
  #lookForWaiting(view: View): void {
    const { name, filters } = view;
    if (filters.waitingForS === undefined) return;
    this.#parts.clock.after(waitingEveryMs, () => {
      if (!view.source.isWatched) return;
      view.touchAll();
      if (this.#parts.isListening() && view.isWhole) this.#ask({ view: name, filters, limit: 2 * pageSize }).catch(ignore);
      this.#lookForWaiting(view);
    });
  }

  /** People try many filters in a day. */
  #forgetViews(): void {
    const unwatched = [...this.#views].filter(([key, { source, name }]) => !source.isWatched && key !== name);
    for (const [key] of unwatched.slice(0, Math.max(0, unwatched.length - unwatchedViewsMax))) this.#views.delete(key);
  }

  #show(view: View): Queue {
    const { status, cursor, pagesRead } = view;
    return { status, items: view.items(this.#parts.known), counts: this.#counts.of(view.filters), hasMore: cursor !== null, pagesRead };
  }
}

function isKeepable({ name, filters }: View): boolean {
  return !notKept.has(name) && filtersKey(filters) === "";
}

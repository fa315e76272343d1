import type { ConversationState } from "../shared/apply-event";
import { isArchived } from "../shared/archived";
import type { ConversationPage, UnreadConversation } from "../shared/conversations";
import type { ConversationList, LoadStatus } from "./chat-client.types";
import type { Connection } from "./connection";
import { type Notifier, Source } from "./readable";
import type { Store } from "./store";

export type ListView = "inbox" | "archived";

const pageSize = 50;

interface View {
  status: LoadStatus;
  /** How far the pages go: what is older may be known by other ways, but is not shown before what stands between. */
  floor: Pick<ConversationState, "lastActivityAt" | "id"> | null;
  cursor: string | null;
  loading: Promise<void> | null;
  source: Source<ConversationList>;
}

/** The viewer's conversations, newest activity first, as far as their pages are loaded. */
export class ConversationLists {
  readonly #store: Store;
  readonly #connection: Connection;
  readonly #views: Record<ListView, View>;
  readonly totalUnread: Source<number>;
  /** What is unread in the whole inbox, as the server counted it when the inbox was longer than its first page: what the store knows is newer. */
  #counted: readonly UnreadConversation[] = [];
  /** Raised with each fresh start, while the count of it is still to be asked for. */
  #uncounted = 0;
  #counting = 0;

  constructor(parts: { store: Store; connection: Connection; notifier: Notifier; now: () => number }) {
    this.#store = parts.store;
    this.#connection = parts.connection;
    const view = (name: ListView): View => ({
      status: "loading",
      floor: null,
      cursor: null,
      loading: null,
      source: new Source(parts.notifier, () => this.#compute(name), {
        isSame: sameList,
        onWatched: () => {
          const { inbox, archived } = this.#views;
          if (name === "archived" && inbox.status === "ready" && archived.status !== "ready")
            void this.loadMore(name).catch(() => undefined);
        },
      }),
    });
    this.#views = { inbox: view("inbox"), archived: view("archived") };
    this.totalUnread = new Source(parts.notifier, () => this.#countUnread(parts.now()));
    parts.store.listen(() => this.#invalidate());
    // What a lost connection kept from being read is read when there is one again.
    parts.connection.state.feed({ invalidate: () => this.#readAgain() });
  }

  list(view: ListView): Source<ConversationList> {
    return this.#views[view].source;
  }

  /** Reads the first page of the inbox. It is not shown before `begin`. */
  readFirst(): Promise<ConversationPage> {
    return this.#connection.call((api) => api.conversations.list.query({ limit: pageSize }));
  }

  /** Starts afresh from the first page of the inbox, which the store knows already. */
  begin(page: ConversationPage): void {
    Object.assign(this.#views.archived, { status: "loading", floor: null, cursor: null });
    this.#counted = [];
    this.#counting++;
    this.#uncounted = page.nextCursor === null ? 0 : this.#counting;
    this.#extend("inbox", page);
    this.#count();
    if (this.#views.archived.source.isWatched) void this.loadMore("archived").catch(() => undefined);
  }

  /** Shows what the store took up from the device: all of the inbox, or its newest part. */
  restore(isWhole: boolean): void {
    const last = isWhole
      ? undefined
      : [...this.#mine()]
          .filter((one) => !isArchived(one.own, one.lastSeq))
          .sort(byActivity)
          .at(-1);
    this.#views.inbox.floor = last ? { lastActivityAt: last.lastActivityAt, id: last.id } : null;
    this.#set("inbox", "ready");
    this.#invalidate();
  }

  /** Whether there is nothing beyond the loaded pages. */
  get isWhole(): boolean {
    return this.#views.inbox.floor === null;
  }

  fail(): void {
    if (this.#views.inbox.status === "loading") this.#set("inbox", "error");
  }

  /** Loads the next page; a second call while one is under way joins it. */
  loadMore(view: ListView): Promise<void> {
    const state = this.#views[view];
    if (state.status === "ready" && state.cursor === null) return Promise.resolve();
    state.loading ??= this.#load(view).finally(() => {
      state.loading = null;
    });
    return state.loading;
  }

  /** Conversations beyond the pages are counted by the server; what happens to one of them afterwards makes it known here. */
  #count(): void {
    const round = this.#uncounted;
    if (round === 0) return;
    this.#uncounted = 0;
    this.#connection
      .patiently((api) => api.conversations.unread.query())
      .then(
        (counted) => {
          if (round !== this.#counting) return;
          this.#counted = counted;
          this.totalUnread.invalidate();
        },
        // Asked again with the next connection.
        () => {
          if (round === this.#counting) this.#uncounted = round;
        },
      );
  }

  #readAgain(): void {
    if (this.#connection.state.current.link === "open") this.#count();
    const { archived } = this.#views;
    if (archived.status !== "error" || !archived.source.isWatched || this.#connection.state.current.link !== "open") return;
    this.loadMore("archived").catch(() => undefined);
  }

  async #load(view: ListView): Promise<void> {
    const state = this.#views[view];
    const { cursor } = state;
    try {
      const page = await this.#connection.patiently((api) =>
        api.conversations.list.query({ limit: pageSize, archived: view === "archived", ...(cursor !== null && { cursor }) }),
      );
      for (const conversation of page.items) this.#store.introduce(conversation);
      this.#extend(view, page);
    } catch (error) {
      if (state.status !== "ready") this.#set(view, "error");
      throw error;
    }
  }

  #extend(view: ListView, page: ConversationPage): void {
    const last = page.items.at(-1);
    const state = this.#views[view];
    state.cursor = page.nextCursor;
    state.floor = page.nextCursor !== null && last ? { lastActivityAt: last.lastActivityAt, id: last.id } : null;
    this.#set(view, "ready");
    this.#invalidate();
  }

  #set(view: ListView, status: LoadStatus): void {
    this.#views[view].status = status;
    this.#views[view].source.invalidate();
  }

  #invalidate(): void {
    this.#views.inbox.source.invalidate();
    this.#views.archived.source.invalidate();
    this.totalUnread.invalidate();
  }

  #compute(view: ListView): ConversationList {
    const { status, floor, cursor } = this.#views[view];
    const items = [...this.#mine()].filter(
      (one) => isArchived(one.own, one.lastSeq) === (view === "archived") && (!floor || byActivity(one, floor) <= 0),
    );
    return { status, items: items.sort(byActivity), hasMore: cursor !== null };
  }

  #countUnread(now: number): number {
    let total = 0;
    for (const { own, lastSeq, unreadCount } of this.#mine()) {
      if (!isMuted(own, now) && !isArchived(own, lastSeq)) total += unreadCount;
    }
    for (const one of this.#counted) if (!this.#store.get(one.id) && !isMuted(one, now)) total += one.unreadCount;
    return total;
  }

  /** Those the viewer takes part in: a desk knows others too. */
  *#mine(): Iterable<ConversationState> {
    const { viewerId } = this.#store;
    for (const one of this.#store.all()) {
      if (one.participants.some(({ id, leftAt }) => id === viewerId && leftAt === null)) yield one;
    }
  }
}

function isMuted({ mutedUntil }: Pick<UnreadConversation, "mutedUntil">, now: number): boolean {
  return mutedUntil !== null && Date.parse(mutedUntil) > now;
}

type Placed = Pick<ConversationState, "lastActivityAt" | "id">;

function byActivity(a: Placed, b: Placed): number {
  if (a.lastActivityAt !== b.lastActivityAt) return a.lastActivityAt > b.lastActivityAt ? -1 : 1;
  return a.id === b.id ? 0 : a.id > b.id ? -1 : 1;
}

function sameList(a: ConversationList, b: ConversationList): boolean {
  return (
    a.status === b.status &&
    a.hasMore === b.hasMore &&
    a.items.length === b.items.length &&
    a.items.every((item, at) => item === b.items[at])
  );
}

import type { MentionPage } from "../shared/cases";
import type { DeskEvent } from "../shared/events";
import type { MentionList } from "./case-desk.types";
import type { ClientBase } from "./client-base";
import { whenOtherDesks } from "./other-desks";
import { Value } from "./readable";

/** The notes that mention the viewer: read when somebody looks, and again when another one is written. */
export class CaseMentions {
  readonly list: Value<MentionList>;
  readonly #base: ClientBase;
  #cursor: string | null = null;
  #loading: Promise<void> | null = null;
  #isOutdated = false;
  #end: () => void = () => undefined;

  constructor(base: ClientBase) {
    this.#base = base;
    this.list = new Value<MentionList>(
      base.notifier,
      { status: "loading", items: [], hasMore: false },
      {
        onWatched: () => {
          this.#end = base.desk.follow({ onListening: () => this.#readFirst(), onEvents: (events) => this.#take(events) });
        },
        onUnwatched: () => this.#end(),
      },
    );
    whenOtherDesks(base, () => this.list.set({ status: "loading", items: [], hasMore: false }));
  }

  loadMore(): Promise<void> {
    if (this.#cursor === null) return Promise.resolve();
    return this.#read(this.#cursor);
  }

  #take(events: readonly DeskEvent[]): void {
    const me = this.#base.me.getSnapshot()?.id ?? "";
    if (events.some((event) => event.type === "resync" || (event.type === "note" && event.note.mentions.includes(me)))) this.#readFirst();
  }

  #readFirst(): void {
    // What is being read may be older than what asks for it.
    if (this.#loading !== null) {
      this.#isOutdated = true;
      return;
    }
    this.#read(null).catch(() => {
      if (this.list.current.status === "loading") this.list.set({ ...this.list.current, status: "error" });
    });
  }

  #read(cursor: string | null): Promise<void> {
    this.#loading ??= this.#base.connection
      .patiently((api) => api.support.mentions.query({ cursor, limit: 50 }))
      .then((page) => this.#show(page, cursor))
      .finally(() => {
        this.#loading = null;
        if (!this.#isOutdated) return;
        this.#isOutdated = false;
        this.#readFirst();
      });
    return this.#loading;
  }

  #show({ items, nextCursor }: MentionPage, cursor: string | null): void {
    this.#cursor = nextCursor;
    const before = cursor === null ? [] : this.list.current.items;
    this.list.set({ status: "ready", items: [...before, ...items], hasMore: nextCursor !== null });
  }
}

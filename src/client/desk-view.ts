import type { ConversationState } from "../shared/apply-event";
import type { Case, DeskView, QueueFilters, QueueItem, QueuePage } from "../shared/support";
import type { LoadStatus, Queue } from "./chat-client.types";
import { matchesFilters, matchesText } from "./desk-filters";
import { isIn, orderOf } from "./queue-order";
import type { Source } from "./readable";

/** What the views are computed from. */
export interface KnownCases {
  cases: ReadonlyMap<string, Case>;
  conversationOf(id: string): ConversationState | undefined;
  /** `null` as long as nobody is known to look. */
  viewerId: string | null;
  /** The server's time in epoch ms. */
  now(): number;
}

/**
 * One view of a desk's queue, as far as it is loaded: every case up to its edge, the last one of the last page, whether a page or an event brought it. What
 * lies beyond is left out, also where it is known: the pages to come bring it in its place.
 */
export class View {
  /** Set by who makes it. */
  source!: Source<Queue>;
  status: LoadStatus = "loading";
  cursor: string | null = null;
  /** Shown as the device kept it: its page is still to be read. */
  isKept = true;
  pagesRead = 0;
  /** Goes up when its pages are forgotten. */
  life = 0;
  loading: Promise<void> | null = null;
  #edge: QueueItem | null = null;
  #items: readonly QueueItem[] = [];
  /** What is to be looked at again; `null`: everything. */
  #touched: Set<string> | null = null;
  /** What the server found by the text: it knows better than this device which letters are the same. */
  readonly #found = new Set<string>();

  constructor(
    readonly name: DeskView,
    readonly filters: QueueFilters = {},
  ) {}

  /** Whether there is no further page. */
  get isWhole(): boolean {
    return this.status === "ready" && this.cursor === null && !this.isKept;
  }

  /** Whether what is shown still has to be read. */
  get isDue(): boolean {
    return this.status !== "ready" || this.isKept;
  }

  /** The case or its conversation has changed. */
  touch(id: string): void {
    this.#touched?.add(id);
    this.source.invalidate();
  }

  /** Anything may have changed. */
  touchAll(): void {
    this.#touched = null;
    this.source.invalidate();
  }

  /** Begins anew: the next page is the first. */
  forget(): void {
    Object.assign(this, { cursor: null, status: "loading", isKept: false, pagesRead: 0, life: this.life + 1 });
    this.#edge = null;
    this.touchAll();
  }

  /** A page has come. */
  took({ items, nextCursor }: QueuePage): void {
    Object.assign(this, { cursor: nextCursor, status: "ready", isKept: false, pagesRead: this.pagesRead + 1 });
    this.#edge = nextCursor === null ? null : (items.at(-1) ?? this.#edge);
    if (this.filters.text) for (const { conversation } of items) this.#found.add(conversation.id);
    this.touchAll();
  }

  /** Whether a case could stand among what was read, judged without its conversation. */
  mightShow(one: Case, viewerId: string): boolean {
    if (!isIn(this.name, one, viewerId)) return false;
    if (!this.#edge || this.name === "resolved") return true;
    const [place, last] =
      this.name === "snoozed" ? [one.snoozedUntil, this.#edge.case.snoozedUntil] : [one.waitingSince, this.#edge.case.waitingSince];
    return last === null || (place !== null && place <= last);
  }

  /** The cases of this view in its order. An item stays the same object until something of it changes. */
  items(known: KnownCases): readonly QueueItem[] {
    const touched = this.#touched;
    if (known.viewerId === null) return [];
    if (touched && touched.size === 0) return this.#items;
    const before = new Map(touched ? [] : this.#items.map((item) => [item.conversation.id, item]));
    const next = touched ? this.#items.filter(({ conversation }) => !touched.has(conversation.id)) : [];
    for (const id of touched ?? known.cases.keys()) {
      const item = this.#itemOf(id, known, known.viewerId);
      if (item) next.push(sameOr(before.get(id), item));
    }
    this.#touched = new Set();
    this.#items = next.sort(orderOf(this.name));
    return this.#items;
  }

  #itemOf(id: string, { cases, conversationOf, now }: KnownCases, viewerId: string): QueueItem | null {
    const [one, conversation] = [cases.get(id), conversationOf(id)];
    if (!one || !conversation || !isIn(this.name, one, viewerId)) return null;
    const item: QueueItem = { conversation, case: one };
    if (this.#edge && orderOf(this.name)(item, this.#edge) > 0) return null;
    if (!matchesFilters(this.filters, item, { viewerId, now: now() })) return null;
    const { text } = this.filters;
    return !text || this.#found.has(id) || matchesText(text, item) ? item : null;
  }
}

function sameOr(before: QueueItem | undefined, item: QueueItem): QueueItem {
  return before?.case === item.case && before.conversation === item.conversation ? before : item;
}

import type { ConversationChange } from "../shared/apply-event";
import type { DeskEvent, DeskFrame } from "../shared/events";
import type { Me } from "../shared/people";
import { haveSameDesks, isDeskRole } from "../shared/permissions";
import type { Case, DeskView, QueueFilters, QueueItem } from "../shared/support";
import type { Queue } from "./chat-client.types";
import type { Clock } from "./clock";
import type { Connection } from "./connection";
import { MissingConversations } from "./desk-missing";
import { DeskQueue } from "./desk-queue";
import type { QueueCounts } from "./queue-order";
import { type Notifier, Source } from "./readable";
import type { Store } from "./store";

/** What failed comes again, or is asked for again. */
const ignore = () => undefined;

interface Parts {
  connection: Connection;
  store: Store;
  clock: Clock;
  notifier: Notifier;
  fetch: (conversationId: string) => Promise<void>;
  /** The server's time in epoch ms. */
  now: () => number;
}

/** Who follows the desk's events beside the queue, such as the files of its cases. */
interface DeskFollower {
  /** Events come from now on: what is read after this, and joined with them, is current. */
  onListening(): void;
  /** What came, `resync` included, in its order. */
  onEvents(events: readonly DeskEvent[]): void;
}

/** The desks at which the viewer works: their cases, by conversation, and the queue's views over them. Runs only while somebody looks. */
export class Desk {
  readonly #parts: Parts;
  readonly #cases = new Map<string, Case>();
  readonly #caseSources = new Map<string, Source<Case | null>>();
  readonly #followers = new Set<DeskFollower>();
  readonly #queue: DeskQueue;
  readonly #missing: MissingConversations;
  #me: Me | null = null;
  #watchers = 0;
  #end: (() => void) | null = null;
  #cursor: string | undefined;
  #isListening = false;
  /** An event of a support conversation that the desk's subscription brought. */
  onEvent: (event: ConversationChange) => void = () => undefined;

  constructor(parts: Parts) {
    const viewerId = () => this.#me?.id ?? null;
    this.#parts = parts;
    this.#queue = new DeskQueue({
      ...parts,
      known: {
        cases: this.#cases,
        conversationOf: (id) => parts.store.get(id),
        get viewerId() {
          return viewerId();
        },
        now: parts.now,
      },
      know: (incoming) => this.#know(incoming),
      isListening: () => this.#isListening,
      watched: (load) => this.#watched(load),
    });
    this.#missing = new MissingConversations({
      ...parts,
      isListening: () => this.#isListening,
      onHere: (id) => this.#queue.touch(id),
    });
    parts.store.listen((id) => {
      if (this.#cases.has(id)) this.#queue.touch(id);
    });
  }

  setViewer(me: Me): void {
    const before = this.#me;
    this.#me = me;
    if (before?.id !== me.id) this.#queue.touchAll();
    // What is known is of the desks before: a cursor would bring neither what a new one had until now, nor what is gone.
    else if (!haveSameDesks(before, me)) this.#beginAnew();
    this.#run();
  }

  /** Begins with what the device kept of the queue; the events since then follow from its cursor. */
  restore(kept: { cursor: string; cases: readonly Case[]; counts: Partial<QueueCounts> }): void {
    for (const one of kept.cases) this.#know(one);
    this.#cursor = kept.cursor;
    this.#queue.restore(kept.counts);
  }

  /** The first page of the queue, for the device to keep; null while nothing is known of it. */
  get kept(): { cursor: string; items: readonly QueueItem[]; counts: QueueCounts } | null {
    const { head: items, counts } = this.#queue;
    return this.#cursor === undefined || items === null ? null : { cursor: this.#cursor, items, counts };
  }

  /** The connection is gone; events come again from the cursor. */
  lost(): void {
    this.#isListening = false;
  }

  /** The store was loaded afresh. Conversations that only the queue knew went with the old ones: they are read again. */
  restart(): void {
    if ([...this.#cases.keys()].every((id) => this.#parts.store.get(id))) return;
    this.#queue.forgetPages();
    if (this.#isListening) this.#loadWatched();
  }

  /** A view of the queue, narrowed to what matches the filters. */
  queue(view: DeskView, filters?: QueueFilters): Source<Queue> {
    return this.#queue.view(view, filters).source;
  }

  /** Loads the next page of a view; a second call while one is under way joins it. */
  loadMore(view: DeskView, filters?: QueueFilters): Promise<void> {
    return this.#queue.load(this.#queue.view(view, filters));
  }

  caseOf(conversationId: string): Source<Case | null> {
    let source = this.#caseSources.get(conversationId);
    if (!source) {
      const compute = () => this.#cases.get(conversationId) ?? null;
      source = new Source(
        this.#parts.notifier,
        compute,
        this.#watched(async () => this.#loadForCases()),
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

  /** A case as it is now: of an event, or the answer to a change, ahead of its event. */
  takeCase(incoming: Case): void {
    const id = incoming.conversationId;
    const before = this.#cases.get(id);
    if (!this.#know(incoming)) return;
    this.#queue.count(before, incoming);
    if (!this.#parts.store.get(id) && this.#queue.wants(incoming)) this.#missing.read(id);
    this.#queue.touch(id);
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
              if (isFirst) this.#catchUp();
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

  /** Events come from now on: what was not read, or could not be, is read. */
  #catchUp(): void {
    this.#loadWatched();
    this.#missing.readAgain();
    for (const follower of this.#followers) follower.onListening();
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

  #beginAnew(): void {
    this.#cursor = undefined;
    if (this.#end) {
      this.#end();
      this.#end = null;
      this.#isListening = false;
    }
    this.#resync();
  }

  #resync(): void {
    this.#cases.clear();
    for (const source of this.#caseSources.values()) source.invalidate();
    this.#missing.forget();
    this.#queue.forgetPages();
    this.#loadWatched();
  }

  #loadWatched(): void {
    this.#queue.loadWatched();
    if ([...this.#caseSources.values()].some(({ isWatched }) => isWatched)) this.#loadForCases();
  }

  #loadForCases(): void {
    if (this.#queue.view("all").isDue) this.loadMore("all").catch(ignore);
  }

  /** Joins a case into what is known; whether it was news. */
  #know(incoming: Case): boolean {
    const known = this.#cases.get(incoming.conversationId);
    if (known && (known.number > incoming.number || (known.number === incoming.number && known.version >= incoming.version))) return false;
    this.#cases.set(incoming.conversationId, incoming);
    this.#caseSources.get(incoming.conversationId)?.invalidate();
    return true;
  }
}

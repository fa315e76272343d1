import type { QueueFilters } from "../shared/support";
import { type CaseChange, countsAfter, noCounts, type QueueCounts } from "./queue-order";

/** How many cases each view has: at all desks of the viewer, and at those gyms to which somebody has narrowed the queue. */
export class DeskCounts {
  #all: QueueCounts = noCounts;
  readonly #narrowed = new Map<string, QueueCounts>();

  get all(): QueueCounts {
    return this.#all;
  }

  /** What stands beside the views under these filters: as long as nothing is known of their gyms, the counts of all. */
  of(filters: QueueFilters): QueueCounts {
    return this.#narrowed.get(keyOf(filters)) ?? this.#all;
  }

  knows(filters: QueueFilters): boolean {
    return isOfAll(filters) || this.#narrowed.has(keyOf(filters));
  }

  set(filters: QueueFilters, counts: QueueCounts): void {
    if (isOfAll(filters)) this.#all = counts;
    else this.#narrowed.set(keyOf(filters), counts);
  }

  /** A case has changed, of this gym if that is known; answers false where some counts are no longer known and have to be asked for. */
  change(change: CaseChange, gymId: string | undefined): boolean {
    this.#all = countsAfter(this.#all, change);
    if (gymId === undefined) return this.#narrowed.size === 0;
    for (const [key, counts] of this.#narrowed) if (key.includes(gymId)) this.#narrowed.set(key, countsAfter(counts, change));
    return true;
  }

  /** Forgets all but these, which somebody looks at: the others are asked for when somebody does. */
  keepOnly(watched: readonly QueueFilters[]): void {
    const keys = new Set(watched.map(keyOf));
    for (const key of this.#narrowed.keys()) if (!keys.has(key)) this.#narrowed.delete(key);
  }
}

const isOfAll = ({ gymIds = [] }: QueueFilters) => gymIds.length === 0;
const keyOf = ({ gymIds = [] }: QueueFilters) => [...gymIds].sort().join();

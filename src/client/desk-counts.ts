import type { QueueFilters } from "../shared/support";
import { type CaseChange, countsAfter, noCounts, type QueueCounts } from "./queue-order";

/** How many cases each view has: at all desks of the viewer, and at those gyms to which somebody has narrowed the queue. */
export class DeskCounts {
  readonly #byGyms = new Map([[gymsKey({}), noCounts]]);

  /** What stands beside the views under these filters: as long as nothing is known of their gyms, the counts of all. */
  of(filters: QueueFilters = {}): QueueCounts {
    return this.#byGyms.get(gymsKey(filters)) ?? this.of();
  }

  knows(filters: QueueFilters): boolean {
    return this.#byGyms.has(gymsKey(filters));
  }

  set(filters: QueueFilters, counts: QueueCounts): void {
    this.#byGyms.set(gymsKey(filters), counts);
  }

  /** A case has changed, of this gym if that is known; answers false where some counts are no longer known and have to be asked for. */
  change(change: CaseChange, gymId: string | undefined): boolean {
    for (const [key, counts] of this.#byGyms)
      if (key === "" || (gymId !== undefined && key.includes(gymId))) this.#byGyms.set(key, countsAfter(counts, change));
    return gymId !== undefined || this.#byGyms.size === 1;
  }

  /** Forgets the counts that nobody looks at: they are asked for when somebody does. */
  keepOnly(watched: ReadonlyMap<string, unknown>): void {
    for (const key of this.#byGyms.keys()) if (!watched.has(key)) this.#byGyms.delete(key);
  }
}

/** What tells gyms apart to which filters narrow: empty for all of them. */
export function gymsKey({ gymIds = [] }: QueueFilters): string {
  return [...gymIds].sort().join();
}

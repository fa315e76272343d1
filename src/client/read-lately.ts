/** How many conversations count as read lately. */
const latelyMax = 20;

/** The conversations that were opened last: whoever comes back to one of them soon finds more of it than of the others. */
export class ReadLately {
  /** The last one at the end. */
  readonly #ids = new Set<string>();

  has(id: string): boolean {
    return this.#ids.has(id);
  }

  /** Somebody opens it; answers which one no longer counts, if any. */
  opened(id: string): string | undefined {
    this.#ids.delete(id);
    this.#ids.add(id);
    const [oldest] = this.#ids;
    if (oldest === undefined || this.#ids.size <= latelyMax) return undefined;
    this.#ids.delete(oldest);
    return oldest;
  }
}

/** How long things took, by the millisecond: a run of millions needs no more memory than one of ten. */
const msMax = 120_000;

export class Delays {
  readonly #counts = new Uint32Array(msMax + 1);
  count = 0;
  max = 0;

  /** @param ms milliseconds; what took longer than two minutes counts as two minutes */
  add(ms: number): void {
    const rounded = Math.min(msMax, Math.max(0, Math.round(ms)));
    this.#counts[rounded] = (this.#counts[rounded] ?? 0) + 1;
    this.count++;
    this.max = Math.max(this.max, rounded);
  }

  /** The time that this part of them did not exceed: `share(0.99)` is the p99. 0 when there are none. */
  share(part: number): number {
    let left = Math.ceil(this.count * part);
    for (const [ms, count] of this.#counts.entries()) {
      left -= count;
      if (left <= 0) return ms;
    }
    return this.max;
  }
}

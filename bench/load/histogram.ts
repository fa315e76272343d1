export interface Quantiles {
  /** Milliseconds. */
  p50: number;
  p99: number;
  max: number;
  count: number;
}

const stepUs = 10;
const steps = 2_000_000;

/** Times up to twenty seconds, to ten microseconds. */
export class Histogram {
  readonly #counts = new Uint32Array(steps);
  #total = 0;
  #max = 0;

  add(us: number): void {
    const at = Math.min(steps - 1, Math.max(0, Math.trunc(us / stepUs)));
    this.#counts[at] = (this.#counts[at] ?? 0) + 1;
    this.#total++;
    if (us > this.#max) this.#max = us;
  }

  read(): Quantiles {
    return { p50: this.#at(0.5), p99: this.#at(0.99), max: this.#max / 1_000, count: this.#total };
  }

  #at(share: number): number {
    let left = Math.ceil(this.#total * share);
    if (left === 0) return 0;
    for (let at = 0; at < steps; at++) {
      left -= this.#counts[at] ?? 0;
      if (left <= 0) return (at * stepUs) / 1_000;
    }
    return this.#max / 1_000;
  }
}

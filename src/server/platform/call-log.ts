import { type RateTier, rateTiers } from "../../shared/limits";
import type { Clock } from "./clock";

// Logs that can refuse nothing any more are thrown out when this many have been begun since the last time.
const sweepEvery = 10_000;

/**
 * When each key's newest calls were taken: as many as its largest window may hold, so that a window is full exactly when the call that many
 * places back is still inside. Times are monotonic milliseconds of this process.
 */
export class CallLog {
  readonly #calls = new Map<string, number[]>();
  #begun = 0;

  constructor(private readonly clock: Pick<Clock, "monotonic">) {}

  /** Milliseconds until every window of the tier has room; 0 when all have. */
  wait(tier: RateTier, key: string): number {
    const times = this.#calls.get(nameOf(tier, key));
    if (!times) return 0;
    const now = this.clock.monotonic();
    let wait = 0;
    for (const { calls, perMs } of windowsOf(tier)) {
      const oldest = times.at(-calls);
      if (oldest !== undefined) wait = Math.max(wait, oldest + perMs - now);
    }
    return wait;
  }

  /** Notes a call that was taken now. */
  note(tier: RateTier, key: string): void {
    const name = nameOf(tier, key);
    let times = this.#calls.get(name);
    if (!times) {
      if (++this.#begun >= sweepEvery) this.#sweep();
      times = [];
      this.#calls.set(name, times);
    }
    times.push(this.clock.monotonic());
    if (times.length > longest(tier, "calls")) times.shift();
  }

  #sweep(): void {
    this.#begun = 0;
    const now = this.clock.monotonic();
    for (const [name, times] of this.#calls) {
      const tier = name.slice(0, name.indexOf(":")) as RateTier;
      if ((times.at(-1) ?? 0) + longest(tier, "perMs") <= now) this.#calls.delete(name);
    }
  }
}

function nameOf(tier: RateTier, key: string): string {
  return `${tier}:${key}`;
}

function longest(tier: RateTier, measure: "calls" | "perMs"): number {
  return Math.max(...windowsOf(tier).map((window) => window[measure]));
}

/** The windows of a tier. */
export function windowsOf(tier: RateTier): readonly { calls: number; perMs: number }[] {
  return rateTiers[tier];
}

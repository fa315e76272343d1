/**
 * What the desk does by itself. What is due stands in the rows of cases, gyms and shifts, and each deed looks again under its conversation's lock: so every
 * process asks, none is needed more than another, and one that dies leaves its work to the rest (docs/decisions/017).
 */
import type { Delivery } from "../delivery/delivery";
import type { Clock } from "../platform/clock";
import type { Runtime } from "../platform/runtime";
import { giveCases, giveLeftBehind } from "./give-cases";
import { greet } from "./greet";
import { resolveSilent } from "./resolve-silent";
import { restAbsent, restAbsentEveryMs } from "./rest-absent";
import { wakeSnoozed } from "./wake-snoozed";

type Parts = Pick<Runtime, "db" | "clock" | "log"> & { delivery: Delivery };

interface Round {
  what: string;
  everyMs: number;
  run(parts: Parts): Promise<number>;
}

const roundsOf = (clock: Clock): readonly Round[] => [
  { what: "greeting", everyMs: 1_000, run: greet },
  { what: "giving cases", everyMs: 1_000, run: giveCases },
  { what: "waking what slept", everyMs: 5_000, run: wakeSnoozed },
  { what: "resolving what is silent", everyMs: 30_000, run: resolveSilent },
  { what: "giving what was left behind", everyMs: 30_000, run: giveLeftBehind },
  { what: "looking for absent people", everyMs: restAbsentEveryMs, run: restAbsent(clock) },
];

/**
 * Goes its rounds until disposed. A round that fails is gone again at its next time, and said once until one succeeds; one that takes long is not begun twice.
 */
export function startDeskClock(parts: Parts): AsyncDisposable {
  const running = new Map<string, Promise<void>>();
  const failing = new Set<string>();
  const go = async ({ what, run }: Round) => {
    try {
      await run(parts);
      failing.delete(what);
    } catch (error) {
      if (failing.has(what)) return;
      failing.add(what);
      const text = error instanceof Error ? error.message : String(error);
      parts.log.warn({ what, error: text }, "a round of the desk's clock failed; it is gone again until it succeeds");
    }
  };
  const timers = roundsOf(parts.clock).map((round) =>
    parts.clock.every(round.everyMs, () => {
      if (running.has(round.what)) return;
      running.set(
        round.what,
        go(round).finally(() => running.delete(round.what)),
      );
    }),
  );
  return {
    async [Symbol.asyncDispose]() {
      for (const timer of timers) timer[Symbol.dispose]();
      await Promise.all(running.values());
    },
  };
}

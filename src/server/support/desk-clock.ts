/**
 * What the desk does by itself. What is due stands in the rows of cases, gyms and shifts, and each deed looks again under its conversation's lock: so every
 * process asks, none is needed more than another, and one that dies leaves its work to the rest (docs/decisions/017).
 */
import type { Delivery } from "../delivery/delivery";
import type { Runtime } from "../platform/runtime";
import { giveCases, giveLeftBehind } from "./give-cases";
import { greet } from "./greet";
import { resolveSilent } from "./resolve-silent";
import { wakeSnoozed } from "./wake-snoozed";

type Parts = Pick<Runtime, "db" | "clock" | "log"> & { delivery: Delivery };

const rounds: readonly { what: string; everyMs: number; run(parts: Parts): Promise<number> }[] = [
  { what: "greeting", everyMs: 1_000, run: greet },
  { what: "giving cases", everyMs: 1_000, run: giveCases },
  { what: "waking what slept", everyMs: 5_000, run: wakeSnoozed },
  { what: "resolving what is silent", everyMs: 30_000, run: resolveSilent },
  { what: "giving what was left behind", everyMs: 30_000, run: giveLeftBehind },
];

/** Goes its rounds until disposed. A round that fails is gone again at its next time; one that takes long is not begun twice. */
export function startDeskClock(parts: Parts): AsyncDisposable {
  const running = new Map<string, Promise<void>>();
  const timers = rounds.map(({ what, everyMs, run }) =>
    parts.clock.every(everyMs, () => {
      if (running.has(what)) return;
      const round = run(parts)
        .then(() => undefined)
        .catch((error: Error) => parts.log.warn({ what, error: error.message }, "a round of the desk's clock failed; it is gone again"))
        .finally(() => running.delete(what));
      running.set(what, round);
    }),
  );
  return {
    async [Symbol.asyncDispose]() {
      for (const timer of timers) timer[Symbol.dispose]();
      await Promise.all(running.values());
    },
  };
}

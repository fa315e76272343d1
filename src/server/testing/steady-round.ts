import type { Database } from "../platform/db";
import { restAbsent, restAbsentEveryMs, steadyForMs } from "../support/rest-absent";
import { type ManualClock, manualClock } from "./manual-clock";

/** The round that looks for absent people, of a process that has looked without a break for as long as it must before it sends anybody away. */
export async function steadyRound(services: { db: Database }, clock: ManualClock = manualClock()): Promise<ReturnType<typeof restAbsent>> {
  const round = restAbsent(clock);
  for (let passed = 0; passed < steadyForMs; passed += restAbsentEveryMs) {
    if ((await round(services)) > 0) throw new Error(`somebody was sent away after ${passed} ms`);
    clock.advance(restAbsentEveryMs);
  }
  return round;
}

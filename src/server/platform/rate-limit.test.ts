import fc from "fast-check";
import { expect, test } from "vitest";
import type { AppError } from "../../shared/errors";
import { rateTiers } from "../../shared/limits";
import { manualClock } from "../testing/manual-clock";
import { memoryRateLimits, watchRefusals } from "./rate-limit";
import { rateLimitContract, refusalOf } from "./rate-limit.contract";

rateLimitContract("limits in memory", async () => {
  const clock = manualClock();
  const limits = memoryRateLimits(clock);
  return {
    here: limits,
    there: limits,
    pass: async (ms) => clock.advance(ms),
    slackMs: () => 0,
    [Symbol.asyncDispose]: async () => undefined,
  };
});

test("whenever callers come and wherever a window is laid, no more calls than it names were taken, and a wait is the whole wait", async () => {
  const pauses = fc.array(fc.oneof(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 2_500 })), { minLength: 50, maxLength: 400 });
  await fc.assert(
    fc.asyncProperty(pauses, async (waits) => {
      const clock = manualClock();
      const limits = memoryRateLimits(clock);
      const taken: number[] = [];
      for (const wait of waits) {
        clock.advance(wait);
        const expected = waitAfter(taken, clock.monotonic());
        const refusal = await refusalOf(limits);
        expect(refusal?.details.retryAfterMs ?? 0).toBe(expected);
        if (refusal === null) taken.push(clock.monotonic());
      }
      for (const { calls, perMs } of rateTiers.messages)
        for (const [at, first] of taken.entries())
          expect((taken[at + calls] ?? Number.POSITIVE_INFINITY) - first).toBeGreaterThanOrEqual(perMs);
    }),
    { numRuns: 60 },
  );
});

/** By the definition of the limit alone: how long after these calls nothing more may be taken. */
function waitAfter(taken: readonly number[], now: number): number {
  const waits = rateTiers.messages.map(({ calls, perMs }) => {
    const inside = taken.filter((at) => at > now - perMs);
    return inside.length < calls ? 0 : (inside[inside.length - calls] ?? 0) + perMs - now;
  });
  return Math.max(...waits);
}

test("callers who are gone leave nothing behind that a later one could be refused for", async () => {
  const clock = manualClock();
  const limits = memoryRateLimits(clock);
  for (let at = 0; at < 25_000; at++) await limits.take("searches", `user${at}`);
  for (let sent = 0; sent < 9; sent++) await limits.take("messages", "ann");
  clock.advance(500);
  for (let at = 0; at < 25_000; at++) await limits.take("searches", `other${at}`);
  expect(await refusalOf(limits)).toBeNull();
  expect(await refusalOf(limits)).not.toBeNull();
});

test("refusals are told with their tier, and still refuse", async () => {
  const told: string[] = [];
  const limits = watchRefusals(memoryRateLimits(manualClock()), (tier) => told.push(tier));
  for (let sent = 0; sent < 10; sent++) await refusalOf(limits);
  expect(told).toEqual([]);
  expect(((await refusalOf(limits)) as AppError).code).toBe("RATE_LIMITED");
  expect(told).toEqual(["messages"]);
  expect(await limits.hold("sockets", "ann")).not.toBeNull();
});

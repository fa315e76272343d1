import { expect, test } from "vitest";
import { AppError } from "../../shared/errors";
import { manualClock } from "../testing/manual-clock";
import { memoryRateLimits, type RateLimits, watchRefusals } from "./rate-limit";

async function refusalOf(limits: RateLimits, key = "ann"): Promise<AppError | null> {
  try {
    await limits.take("messages", key);
    return null;
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
}

test("the eleventh message of a second is refused, with the time until one is taken", async () => {
  const clock = manualClock();
  const limits = memoryRateLimits(clock);
  for (let sent = 0; sent < 10; sent++) expect(await refusalOf(limits)).toBeNull();
  clock.advance(400);
  const refusal = await refusalOf(limits);
  expect(refusal?.code).toBe("RATE_LIMITED");
  expect(refusal?.details.retryAfterMs).toBe(600);
  clock.advance(599);
  expect(await refusalOf(limits)).not.toBeNull();
  clock.advance(1);
  expect(await refusalOf(limits)).toBeNull();
});

test("every window of a tier holds: 120 messages a minute, however they are spread", async () => {
  const clock = manualClock();
  const limits = memoryRateLimits(clock);
  for (let second = 0; second < 12; second++) {
    for (let sent = 0; sent < 10; sent++) expect(await refusalOf(limits)).toBeNull();
    clock.advance(1_000);
  }
  expect((await refusalOf(limits))?.details.retryAfterMs).toBe(48_000);
  clock.advance(48_000);
  expect(await refusalOf(limits)).toBeNull();
});

test("a refused call counts in no window", async () => {
  const clock = manualClock();
  const limits = memoryRateLimits(clock);
  for (let sent = 0; sent < 10; sent++) await refusalOf(limits);
  for (let refused = 0; refused < 500; refused++) expect(await refusalOf(limits)).not.toBeNull();
  clock.advance(1_000);
  for (let sent = 0; sent < 10; sent++) expect(await refusalOf(limits)).toBeNull();
});

test("one user's calls and one tier's calls leave the others alone", async () => {
  const limits = memoryRateLimits(manualClock());
  for (let sent = 0; sent < 10; sent++) await refusalOf(limits);
  expect(await refusalOf(limits)).not.toBeNull();
  expect(await refusalOf(limits, "ben")).toBeNull();
  await limits.take("typing", "ann");
});

test("calls that come together are counted one by one", async () => {
  const limits = memoryRateLimits(manualClock());
  const refusals = await Promise.all(Array.from({ length: 50 }, () => refusalOf(limits)));
  expect(refusals.filter((refusal) => refusal === null)).toHaveLength(10);
});

test("refusals are told with their tier, and still refuse", async () => {
  const told: string[] = [];
  const limits = watchRefusals(memoryRateLimits(manualClock()), (tier) => told.push(tier));
  for (let sent = 0; sent < 10; sent++) await refusalOf(limits);
  expect(told).toEqual([]);
  expect((await refusalOf(limits))?.code).toBe("RATE_LIMITED");
  expect(told).toEqual(["messages"]);
});

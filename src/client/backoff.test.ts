import { expect, it } from "vitest";
import { backoffMs } from "./backoff";

it("draws from a span that doubles up to its ceiling", () => {
  expect([0, 1, 2, 3, 4, 5, 6].map((attempt) => backoffMs(attempt, 1))).toEqual([500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000]);
});

it("spreads tries over the whole span, down to at once", () => {
  expect(backoffMs(4, 0)).toBe(0);
  expect(backoffMs(4, 0.5)).toBe(4_000);
});

it("stays at its ceiling after days of tries", () => {
  expect(backoffMs(100_000, 1)).toBe(15_000);
});

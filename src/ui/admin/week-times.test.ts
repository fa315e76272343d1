import { expect, test } from "vitest";
import { minutesOf, nextSpan, timeOf } from "./week-times";

test("minutes stand in a field and are read back, the end of the day too", () => {
  for (const minutes of [0, 1, 540, 1_439]) expect(minutesOf(timeOf(minutes), "from")).toBe(minutes);
  for (const minutes of [1, 540, 1_440]) expect(minutesOf(timeOf(minutes), "to")).toBe(minutes);
  expect(minutesOf("", "to")).toBe(0);
});

test("another stretch of a day comes after the last one, as long as there is room", () => {
  expect(nextSpan([])).toEqual({ from: 540, to: 1_080 });
  expect(nextSpan([{ from: 540, to: 720 }])).toEqual({ from: 780, to: 1_020 });
  expect(nextSpan([{ from: 540, to: 1_380 }])).toEqual({ from: 1_410, to: 1_440 });
  expect(nextSpan([{ from: 540, to: 1_420 }])).toBeNull();
});

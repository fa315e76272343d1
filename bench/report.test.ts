import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { figure, verdict } from "./figures";
import { pagesOf } from "./report";
import { readResults, resultsFile } from "./results";

describe.runIf(existsSync(resultsFile))("the pages of the bench", () => {
  it.each(["bench/RESULTS.md", "docs/images/bench.svg"])("%s says what the results say (npx tsx bench/report.ts)", (file) => {
    expect(readFileSync(file, "utf8")).toBe(pagesOf(readResults())[file]);
  });
});

describe("a figure", () => {
  const read = (value: number) => value;

  it("is the median of the rounds, and its ratio the median of each round's own", () => {
    expect(figure({ product: [1, 9, 2], peer: [2, 3, 8] }, { name: "cost", unit: "µs" }, read)).toMatchObject({
      product: 2,
      peer: 3,
      ratio: 0.5,
    });
  });

  it.each([
    [0.45, { reached: false, aimed: false }],
    [0.4, { reached: true, aimed: false }],
    [0.3, { reached: true, aimed: true }],
  ])("of ratio %d is judged by the floor first, then by the aim", (ratio, expected) => {
    const target = { of: "ratio", atMost: 0.4, aim: 0.3 } as const;
    expect(verdict({ name: "cost", unit: "µs", product: 1, ratio, target })).toEqual(expected);
  });

  it("without the measurement of the target is not judged", () => {
    expect(verdict({ name: "cost", unit: "µs", product: 1, target: { of: "ratio", atMost: 1 } })).toBeNull();
  });
});

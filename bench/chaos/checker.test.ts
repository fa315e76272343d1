import { describe, expect, it } from "vitest";
import { judge } from "./checker";
import { plantedFaults, rightHistory } from "./planted";
import { seededRandom } from "./random";

describe("the checker", () => {
  it("finds nothing in twenty right histories", () => {
    for (let seed = 1; seed <= 20; seed++) expect(judge(rightHistory(seededRandom(seed))).violations).toEqual([]);
  });

  it.each(Object.entries(plantedFaults))("notices that %s", (_fault, [invariant, spoil]) => {
    for (let seed = 1; seed <= 5; seed++) {
      const history = structuredClone(rightHistory(seededRandom(seed)));
      spoil(history);
      expect(judge(history).violations.map((violation) => violation.invariant)).toContain(invariant);
    }
  });
});

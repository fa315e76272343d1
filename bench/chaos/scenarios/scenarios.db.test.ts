import { describe, expect, it } from "vitest";
import { hasRedis } from "../../../src/server/testing/redis-server";
import type { Scenario } from "../scenario";
import { herd } from "./herd";
import { stalledReaders } from "./stalled-readers";

/** How long things take is measured by the long form, on a machine that does nothing else: here it is seen that nothing is lost on the way. */
async function shortForm(scenario: Scenario, scale: number) {
  const { figures, violations } = await scenario.run({ seed: 1, scale, say: () => undefined });
  expect(violations.filter(({ invariant }) => invariant.startsWith("I"))).toEqual([]);
  return figures;
}

describe.skipIf(!hasRedis)("the short form of", () => {
  it("readers who stop reading for a while: they have everything afterwards", { timeout: 60_000 }, async () => {
    expect((await shortForm(stalledReaders, 0.02)).messages).toBeGreaterThan(400);
  });

  it("a herd that comes back: all of it, with everything", { timeout: 60_000 }, async () => {
    const figures = await shortForm(herd, 0.034);
    expect(figures.clients).toBe(100);
    expect(figures["connections made by the clients"]).toBe(100);
    // So few share little: who they are, what they hear, what they missed. It is less than one each among thousands.
    expect(figures["queries per resume"]).toBeLessThanOrEqual(3);
  });
});

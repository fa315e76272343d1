import { expect, it } from "vitest";
import { badFrames } from "../scenarios/bad-frames";

/** The short form of `npm run chaos -- bad-frames`. How long things take says little on a machine that runs other tests, so time is left out. */
it("ten thousand bad frames crash, hang and change nothing, and nobody is told a stack", { timeout: 180_000 }, async () => {
  const { figures, violations } = await badFrames.run({ seed: 20261121, scale: 0.01, say: () => undefined });
  expect(violations.filter(({ invariant }) => invariant === "T13")).toEqual([]);
  expect(figures.frames).toBeGreaterThanOrEqual(10_000);
  expect(figures.answersByCode).toContain("accepted");
});

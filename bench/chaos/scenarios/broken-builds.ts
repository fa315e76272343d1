/** The checker against builds that are broken on purpose, each of which must go red, and against one that is merely slow. */
import { type BrokenBuild, brokenBuilds, runBroken, slowCommits } from "../broken";
import type { Scenario } from "../scenario";

const seconds = 8;

export const brokenBuildsScenario: Scenario = {
  name: "broken-builds",
  promise: "A build that breaks a promise on purpose is noticed, and one that is merely slow is not.",
  async run({ say }) {
    const figures: Record<string, string> = {};
    const violations: { invariant: string; text: string }[] = [];
    for (const build of Object.values<BrokenBuild>(brokenBuilds)) {
      const said = [...new Set((await runBroken(build, seconds)).violations.map(({ invariant }) => invariant))].sort();
      say(`${build.fault}: ${said.join(", ") || "nothing"}`);
      figures[build.fault] = `red: ${said.join(", ")}`;
      if (!said.includes(build.invariant))
        violations.push({ invariant: build.invariant, text: `not noticed: a build that ${build.fault}` });
    }
    const control = await runBroken({ ...brokenBuilds.clockCursor, breakages: slowCommits }, seconds);
    say(`commits late, and looks back: ${control.violations.length} violations`);
    figures["commits late, and looks back"] = control.violations.length === 0 ? "green" : "red";
    return { figures, violations: [...violations, ...control.violations] };
  },
};

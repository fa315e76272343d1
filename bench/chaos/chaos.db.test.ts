import { describe, expect, it } from "vitest";
import { hasRedis } from "../../src/server/testing/redis-server";
import { brokenBuilds, runBroken } from "./broken";
import type { FaultName } from "./faults";
import { run } from "./run";

const small = {
  processes: 2,
  senders: 8,
  receivers: 24,
  conversations: 8,
  messagesPerSecond: 40,
  removalsPerSecond: 1,
  faultEverySeconds: 2,
  say: () => undefined,
};

/** The short form of `npm run chaos`: everything is killed at least once while people write. */
describe.skipIf(!hasRedis)("an installation whose parts are killed", () => {
  it("loses, doubles, disorders and leaks nothing", { timeout: 240_000 }, async () => {
    const inTurn: FaultName[] = ["kill -9 app", "kill -9 redis", "kill -9 postgres", "reset people", "kill -9 app"];
    const { violations, counts, recovery } = await run({ ...small, seed: 20261121, seconds: 12, faults: inTurn, inTurn: true });
    expect(violations).toEqual([]);
    expect([...recovery.costs.keys()]).toEqual(
      expect.arrayContaining(["kill -9 app", "kill -9 redis", "kill -9 postgres", "reset people"]),
    );
    expect(counts.acknowledged).toBeGreaterThan(100);
    expect(counts.unknown).toBeGreaterThan(0);
  });

  // The others take longer: npm run chaos -- broken-builds.
  const { membershipAtPublish } = brokenBuilds;

  it(`is judged by a checker that notices a build which ${membershipAtPublish.fault}`, { timeout: 240_000 }, async () => {
    const { violations } = await runBroken(membershipAtPublish, 7);
    expect(violations.map(({ invariant }) => invariant)).toContain(membershipAtPublish.invariant);
  });
});

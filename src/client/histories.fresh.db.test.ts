/**
 * What a client shows after anything that may have happened equals what a client shows that has just loaded everything. The real client, the real server, in
 * two processes' stead; people who talk, networks that fail, processes that are restarted, a database that is restored.
 * `STORE_HISTORIES=2000 npx vitest run src/client/histories` tries that many; `STORE_SEED` begins where another run began, and
 * with `STORE_PATH` goes to the history that failed there.
 */
import fc from "fast-check";
import { expect, it } from "vitest";
import { histories } from "../server/testing/history-steps";
import { comeToRest, differenceFromFresh } from "../server/testing/history-view";
import { type Installation, openInstallation, World } from "../server/testing/history-world";

// biome-ignore lint/style/noProcessEnv: an option of the person who runs this test, not a setting of the product
const { STORE_HISTORIES, STORE_SEED, STORE_PATH } = process.env;
const count = Number(STORE_HISTORIES ?? 4);
const stepsMax = 40;
/** What earlier histories left makes every backup larger. */
const historiesPerInstallation = 25;

it(
  `shows after ${count} random histories what a fresh client shows`,
  async () => {
    let installation: Installation | undefined;
    let lived = 0;
    const replay = { ...(STORE_SEED !== undefined && { seed: Number(STORE_SEED) }), ...(STORE_PATH !== undefined && { path: STORE_PATH }) };
    const property = fc.asyncProperty(histories(stepsMax), async (steps) => {
      if (installation && lived++ % historiesPerInstallation === 0) {
        await installation[Symbol.asyncDispose]();
        installation = undefined;
      }
      installation ??= await openInstallation();
      await using world = await World.open(installation);
      await comeToRest(world);
      await fc.asyncModelRun(() => ({ model: {}, real: world }), steps);
      await world.heal();
      await comeToRest(world);
      const difference = await differenceFromFresh(world);
      expect(difference?.shown, difference?.device).toEqual(difference?.fresh);
    });
    try {
      // Chance is in the network too: a smaller history seldom fails again, so the whole one is told.
      await fc.assert(property, { numRuns: count, endOnFailure: true, ...replay });
    } finally {
      await installation?.[Symbol.asyncDispose]();
    }
  },
  60_000 + count * 15_000,
);

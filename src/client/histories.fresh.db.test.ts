/**
 * What a client shows after anything that may have happened equals what a client shows that has just loaded everything. The real client, the real server, in
 * two processes' stead; people who talk, networks that fail, processes that are restarted, a database that is restored.
 * `STORE_HISTORIES=2000 STORE_LANES=4 npx vitest run src/client/histories` tries that many, four at a time; `STORE_SEED` begins where another run began,
 * and with `STORE_PATH` goes to the history that failed there.
 */
import fc from "fast-check";
import { expect, it } from "vitest";
import { type Installation, openInstallation } from "../server/testing/history-installation";
import { circumstances, histories } from "../server/testing/history-steps";
import { comeToRest, differenceFromFresh } from "../server/testing/history-view";
import { World } from "../server/testing/history-world";

// biome-ignore lint/style/noProcessEnv: an option of the person who runs this test, not a setting of the product
const { STORE_HISTORIES, STORE_SEED, STORE_PATH, STORE_LANES } = process.env;
const count = Number(STORE_HISTORIES ?? 4);
const stepsMax = 40;
/** What earlier histories left makes every backup larger. */
const historiesPerInstallation = 25;

const lanes = Number(STORE_LANES ?? 1);

/** One history after the other, in installations of their own. */
async function liveHistories(numRuns: number, replay: { seed?: number; path?: string }): Promise<void> {
  let installation: Installation | undefined;
  let lived = 0;
  const property = fc.asyncProperty(circumstances, histories(stepsMax), async (of, steps) => {
    if (installation && lived++ % historiesPerInstallation === 0) {
      await installation[Symbol.asyncDispose]();
      installation = undefined;
    }
    installation ??= await openInstallation();
    await using world = await World.open(installation, of);
    await comeToRest(world);
    await fc.asyncModelRun(() => ({ model: {}, real: world }), steps);
    await world.heal();
    await comeToRest(world);
    const difference = await differenceFromFresh(world);
    expect(difference?.shown, difference?.device).toEqual(difference?.fresh);
  });
  try {
    // Chance is in the network too: a smaller history seldom fails again, so the whole one is told.
    await fc.assert(property, { numRuns, endOnFailure: true, ...replay });
  } finally {
    await installation?.[Symbol.asyncDispose]();
  }
}

it(
  `shows after ${count} random histories what a fresh client shows`,
  async () => {
    const seed = STORE_SEED === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(STORE_SEED);
    const path = STORE_PATH === undefined ? {} : { path: STORE_PATH };
    // Most of a history is waiting, so that several can be lived at a time.
    await Promise.all(
      Array.from({ length: path.path === undefined ? lanes : 1 }, (_, lane) =>
        liveHistories(Math.ceil(count / lanes), { seed: seed + lane, ...path }),
      ),
    );
  },
  60_000 + count * 15_000,
);

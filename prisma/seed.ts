/** Fills the database of the settings with the demo gyms, unless they are there: `npx tsx prisma/seed.ts`. */
import { loadEnvFile, readEnv } from "../src/server/env";
import { systemClock } from "../src/server/platform/clock";
import { createRuntime } from "../src/server/platform/runtime";
import { demoAccountsTable, seedDemo } from "./seed/seed-demo";

loadEnvFile();
const runtime = await createRuntime(readEnv());
try {
  const isFilled = await seedDemo(runtime.db, { now: systemClock.now(), log: runtime.log });
  console.log(`${isFilled ? "The demo gyms are filled." : "The demo gyms are there already."}\n${demoAccountsTable()}`);
} finally {
  await runtime.close();
}

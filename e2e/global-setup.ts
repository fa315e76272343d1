import { spawn } from "node:child_process";
import { rm } from "node:fs/promises";
import { build } from "../scripts/build";
import { isBuilt } from "../scripts/build-inputs";
import { startEmbeddedPostgres } from "../src/server/platform/embedded-postgres";
import { openLog } from "../src/server/platform/log";
import { memoryFolder } from "../src/server/testing/temporary-folder";
import { serverEnv, startServer } from "./server";

/** Speed instead of safety: nothing of a test run is kept. */
const settings = { fsync: "off", synchronous_commit: "off", full_page_writes: "off" };

/** Serves the production build on a PostgreSQL of this run alone, filled with the demo gyms; ends and removes both afterwards. */
export default async function setUp(): Promise<() => Promise<void>> {
  if (!(await isBuilt())) await build();
  const dataDir = await memoryFolder();
  const postgres = await startEmbeddedPostgres({ dataDir, log: openLog("warn"), settings });
  process.env.E2E_DATABASE_URL = postgres.url();
  await run("prisma/seed.ts");
  const server = await startServer({ isVerbose: true });
  process.env.E2E_URL = server.url;
  return async () => {
    await server.stop();
    await postgres.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
}

/** Runs a script of this checkout to its end, on the run's database. */
function run(script: string): Promise<void> {
  const child = spawn(process.execPath, ["--import", "tsx", script], {
    env: { ...process.env, ...serverEnv(), NODE_ENV: "production", LOG_LEVEL: "warn" },
    stdio: ["ignore", "ignore", "inherit"],
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => (code === 0 ? resolve() : reject(new Error(`${script} failed (${code})`))));
  });
}

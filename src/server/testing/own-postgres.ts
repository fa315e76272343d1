/** A process that owns an embedded PostgreSQL until it is told to end: `node --import tsx own-postgres.ts DATA_DIR`. Says its address. */
import { startEmbeddedPostgres } from "../platform/embedded-postgres";
import { openLog } from "../platform/log";

const [, , dataDir] = process.argv;
if (!dataDir) throw new Error("give a folder");
try {
  const postgres = await startEmbeddedPostgres({ dataDir, log: openLog("silent") });
  process.stdout.write(`${JSON.stringify({ url: postgres.url() })}\n`);
  process.on("SIGTERM", () => void postgres.stop().then(() => process.exit(0)));
  setInterval(() => undefined, 60_000);
} catch (error) {
  process.stdout.write(`${JSON.stringify({ refusal: (error as Error).message })}\n`);
}

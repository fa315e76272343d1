/**
 * Writes the next migration: what schema.prisma has and the migrations do not have yet.
 * npm run db:diff -- add_labels
 */
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { startEmbeddedPostgres } from "../src/server/platform/embedded-postgres";
import { openLog } from "../src/server/platform/log";
import { migrate, migrationsFolder, schemaDifference } from "../src/server/platform/migrate";
import { memoryFolder } from "../src/server/testing/temporary-folder";

const name = process.argv[2];
if (!name || !/^[a-z0-9_]+$/.test(name)) throw new Error("Give the migration a name, such as add_labels.");

const log = openLog("warn");
const dataDir = await memoryFolder();
try {
  await using postgres = await startEmbeddedPostgres({ dataDir, log, settings: { fsync: "off" } });
  await migrate(postgres.url(), log);
  const script = await schemaDifference(postgres.url(), await readFile("prisma/schema.prisma", "utf8"));
  if (script === "") {
    console.log("schema.prisma and the migrations agree.");
  } else {
    const numbers = (await readdir(migrationsFolder)).map((entry) => Number.parseInt(entry, 10)).filter(Number.isInteger);
    const folder = path.join(migrationsFolder, `${String(Math.max(0, ...numbers) + 1).padStart(4, "0")}_${name}`);
    await mkdir(folder);
    await writeFile(path.join(folder, "migration.sql"), `${script}\n`);
    console.log(`Written: ${path.relative(".", folder)}/migration.sql`);
  }
} finally {
  await rm(dataDir, { recursive: true, force: true });
}

/** `npm run db:new-epoch`, after a restore: begins another life of the database named by DATABASE_URL (docs/operations.md). */
import pg from "pg";
import { newEpoch } from "../src/server/delivery/new-epoch";
import { loadEnvFile, readEnv } from "../src/server/env";

loadEnvFile();
const { DATABASE_URL } = readEnv();
if (!DATABASE_URL) {
  console.error("DATABASE_URL names the restored database. The embedded one is restored with its folder, and then this is run against it.");
  process.exit(1);
}
const client = new pg.Client({ connectionString: DATABASE_URL });
await client.connect();
const epoch = await newEpoch({ rows: async (statement, values = []) => (await client.query({ ...statement, values: [...values] })).rows });
await client.end();
console.log(`The database has begun the epoch ${epoch}. Connected clients load everything afresh within a second.`);

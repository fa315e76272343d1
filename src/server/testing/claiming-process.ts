/**
 * A process that claims cases until it is killed: `{ version, conversationIds, staffIds }` in, a word out for each case that it got. It has no bus: what it
 * does is known to others from the database alone.
 */
import { createServices } from "../api/services";
import { readEnv } from "../env";
import { createRuntime } from "../platform/runtime";
import { assignCase } from "../support/assign-case";
import { getCase } from "../support/get-case";
import { as } from "./actors";

const env = readEnv();
const runtime = await createRuntime(env, { databaseUrl: env.DATABASE_URL });
const services = await createServices(runtime);
process.send?.("ready");
process.on("disconnect", () => process.exit(0));
process.on("message", async ({ conversationIds, staffIds }: { conversationIds: string[]; staffIds: string[] }) => {
  await Promise.all(
    conversationIds.map(async (conversationId, n) => {
      const assigneeId = staffIds[n % staffIds.length] ?? "";
      const ctx = await as(services, assigneeId);
      const { version } = (await getCase(ctx, { conversationId, limit: 10 })).case;
      await assignCase(ctx, { conversationId, version, assigneeId });
      process.send?.("claimed");
    }),
  );
});

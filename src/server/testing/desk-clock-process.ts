/** A process that does what the desk does by itself, as fast as it can, until it is killed. It has no bus: others know of it from the database alone. */
import { createServices } from "../api/services";
import { readEnv } from "../env";
import { createRuntime } from "../platform/runtime";
import { giveCases } from "../support/give-cases";
import { greet } from "../support/greet";
import { resolveSilent } from "../support/resolve-silent";
import { wakeSnoozed } from "../support/wake-snoozed";

const env = readEnv();
const runtime = await createRuntime(env, { databaseUrl: env.DATABASE_URL });
const services = await createServices(runtime);
process.send?.("ready");
process.on("disconnect", () => process.exit(0));
for (;;) await Promise.all([giveCases, greet, resolveSilent, wakeSnoozed].map((round) => round(services)));

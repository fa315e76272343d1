/** The program: reads the settings, starts everything, and ends it in order when asked to. */
import { shareWithNext } from "./accounts/next-bridge";
import { createServices } from "./api/services";
import { loadEnvFile, publishEnv, readEnv, SettingsError } from "./env";
import { startPages } from "./http/next-pages";
import { serve } from "./http/serve";
import { watchProcess } from "./platform/metrics";
import { createRuntime } from "./platform/runtime";

/** Past this, ending in order has failed. */
const drainMsMax = 15_000;

async function main(): Promise<void> {
  loadEnvFile();
  const env = readEnv();
  publishEnv(env);
  const runtime = await createRuntime(env);
  watchProcess(runtime.metrics);
  const services = await createServices(runtime);
  shareWithNext(services);
  const pages = await startPages(env);
  const serving = await serve(services, pages);
  runtime.log.info({ port: serving.port }, "serving");
  console.log(`GymProLuxe Chat: ${env.NEXTAUTH_URL}`);

  const { signal, code } = await untilAsked(runtime.lost);
  runtime.log.info({ signal }, "ending");
  setTimeout(() => {
    runtime.log.error("ending in order took too long");
    process.exit(1);
  }, drainMsMax).unref();
  await serving.drain();
  await services.stop();
  await pages.close();
  await runtime.close();
  process.exit(code);
}

/** Waits for a signal to end, or for a loss that cannot be mended. */
function untilAsked(lost: Promise<Error>): Promise<{ signal: string; code: number }> {
  return new Promise((resolve) => {
    for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => resolve({ signal, code: 0 }));
    void lost.then((error) => resolve({ signal: error.message, code: 1 }));
  });
}

main().catch((error: unknown) => {
  console.error(error instanceof SettingsError ? error.message : error);
  process.exit(1);
});

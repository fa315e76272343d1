/** The program: reads the settings, starts everything, and ends it in order when asked to. */
import { pathToFileURL } from "node:url";
import { shareWithNext } from "./accounts/next-bridge";
import { createServices, type Services } from "./api/services";
import { isRunByNpm, loadEnvFile, publishEnv, readEnv, SettingsError } from "./env";
import { startPages } from "./http/next-pages";
import { serve } from "./http/serve";
import { watchProcess } from "./platform/metrics";
import { createRuntime } from "./platform/runtime";

/** Past this, ending in order has failed. */
const drainMsMax = 15_000;

interface Occasions {
  /** Before the first request is taken; the database is migrated. */
  beforeServing?: (services: Services) => Promise<void>;
  /** Requests are taken, on `port`. What it returns is called when the process begins to end. */
  onServing?: (services: Services, port: number) => Promise<() => Promise<void>>;
}

/** Runs the product until the process is asked to end, and then ends the process. */
export async function main({ beforeServing, onServing }: Occasions = {}): Promise<never> {
  const env = readEnv();
  publishEnv(env);
  const runtime = await createRuntime(env);
  watchProcess(runtime.metrics);
  const services = await createServices(runtime);
  await beforeServing?.(services);
  shareWithNext(services);
  const pages = await startPages(env);
  const serving = await serve(services, pages);
  process.stdout.write(`GymProLuxe Chat is at ${env.PORT === 0 ? `http://localhost:${serving.port}` : env.NEXTAUTH_URL}\n`);
  const onEnding = await onServing?.(services, serving.port);

  const { reason, code } = await untilAsked(runtime.lost);
  runtime.log.info({ reason }, "ending");
  setTimeout(() => {
    runtime.log.error("ending in order took too long");
    process.exit(1);
  }, drainMsMax).unref();
  await onEnding?.();
  await serving.drain();
  await services.stop();
  await pages.close();
  await runtime.close();
  process.exit(code);
}

/** Says why the program could not go on, and ends it. */
export function fail(error: unknown): never {
  process.stderr.write(`${error instanceof SettingsError ? error.message : error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(1);
}

/** Waits for a signal to end, or for a loss that cannot be mended. */
function untilAsked(lost: Promise<Error>): Promise<{ reason: string; code: number }> {
  return new Promise((resolve) => {
    // Kept on: npm and tsx pass on a signal that the terminal has sent to us already, and the second one must not cut the ending short.
    for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => resolve({ reason: signal, code: 0 }));
    void lost.then((error) => resolve({ reason: error.message, code: 1 }));
    // A signal to npm ends the shell between npm and us, which passes nothing on: all we see is that our parent is gone.
    const parent = process.ppid;
    const check = () => process.ppid !== parent && resolve({ reason: "npm has ended", code: 0 });
    if (isRunByNpm()) setInterval(check, 500).unref();
  });
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  loadEnvFile();
  main().catch(fail);
}

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
const endMsMax = 20_000;

interface Occasions {
  /** Before the first request is taken; the database is migrated. */
  beforeServing?: (services: Services) => Promise<void>;
  /** Requests are taken, on `port`. What it returns is called when the process begins to end. */
  onServing?: (services: Services, port: number) => Promise<() => Promise<void>>;
}

/** Runs the product until the process is asked to end, and then ends the process. */
export async function main({ beforeServing, onServing }: Occasions = {}): Promise<never> {
  // From the first moment: a start that is asked to end comes to its end first, so that nothing is left half done or running.
  const asked = untilAsked();
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

  const lost = runtime.lost.then((error) => ({ reason: error.message, code: 1 }));
  const { reason, code } = await Promise.race([asked, lost]);
  runtime.log.info({ reason }, "ending");
  endAtLast();
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

/** Resolves when somebody wants this process to end. */
function untilAsked(): Promise<{ reason: string; code: number }> {
  return new Promise((resolve) => {
    const ask = (reason: string) => {
      endAtLast();
      resolve({ reason, code: 0 });
    };
    // Kept on: npm and tsx pass on a signal that the terminal has sent to us already, and the second one must not cut the ending short.
    for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, ask);
    // A signal to npm ends the shell between npm and us, which passes nothing on: all we see is that our parent is gone.
    const parent = process.ppid;
    if (isRunByNpm()) setInterval(() => process.ppid !== parent && ask("npm has ended"), 500).unref();
  });
}

/** Ends the process when ending in order takes too long. */
function endAtLast(): void {
  setTimeout(() => {
    process.stderr.write("ending in order took too long\n");
    process.exit(1);
  }, endMsMax).unref();
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  loadEnvFile();
  main().catch(fail);
}

/** Loaded before either server, by `node --import`: answers what the bench asks of the process itself. The servers know nothing of it. */
import { writeFile } from "node:fs/promises";
import { Session } from "node:inspector/promises";

export type Question = { observe: "memory" } | { observe: "profile"; file: string | null };

let session: Session | null = null;

process.on("message", async (question: Partial<Question>) => {
  if (question.observe === "memory") process.send?.({ observed: await memory() });
  if (question.observe === "profile") process.send?.({ observed: await profile((question as { file: string | null }).file) });
});

/** What is held, without what is only waiting to be collected. */
async function memory(): Promise<number> {
  const collect = (globalThis as { gc?: () => void }).gc;
  for (let times = 0; times < 4; times++) {
    collect?.();
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return process.memoryUsage().rss;
}

/** Begins a CPU profile, or ends it into `file`. */
async function profile(file: string | null): Promise<null> {
  if (file === null) {
    session = new Session();
    session.connect();
    await session.post("Profiler.enable");
    await session.post("Profiler.setSamplingInterval", { interval: 200 });
    await session.post("Profiler.start");
  } else if (session) {
    const { profile: taken } = await session.post("Profiler.stop");
    await writeFile(file, JSON.stringify(taken));
    session.disconnect();
    session = null;
  }
  return null;
}

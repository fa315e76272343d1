import type { Page } from "@playwright/test";

interface TraceEvent {
  name: string;
  ph: string;
  pid: number;
  tid: number;
  /** Microseconds of the processor. */
  tdur?: number;
  args?: { name?: string };
}

/**
 * How long the page's own thread worked at a stretch while `work` ran, the longest first, in milliseconds of the processor: what else the machine had to do
 * meanwhile does not count.
 */
export async function busiestTasks(page: Page, work: () => Promise<void>): Promise<number[]> {
  const devtools = await page.context().newCDPSession(page);
  const events: TraceEvent[] = [];
  devtools.on("Tracing.dataCollected", ({ value }) => events.push(...(value as unknown as TraceEvent[])));
  const complete = new Promise((resolve) => devtools.once("Tracing.tracingComplete", resolve));
  await devtools.send("Tracing.start", { transferMode: "ReportEvents", traceConfig: { includedCategories: ["toplevel"] } });
  await work();
  await devtools.send("Tracing.end");
  await complete;
  await devtools.detach();
  const thread = ({ pid, tid }: TraceEvent) => `${pid} ${tid}`;
  const pages = new Set(events.filter(({ name, args }) => name === "thread_name" && args?.name === "CrRendererMain").map(thread));
  const tasks = events.filter((event) => event.ph === "X" && event.name.endsWith("RunTask") && pages.has(thread(event)));
  return tasks.map(({ tdur = 0 }) => Math.round(tdur / 100) / 10).sort((a, b) => b - a);
}

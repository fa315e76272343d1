/**
 * npm run lighthouse: what Lighthouse says of the first load of /chat on a phone, against the production build with the demo gym in it. Lighthouse's own
 * mobile profile: a slow 4G and a processor four times slower. Three runs, the one in the middle counts. Ends with 1 when a score is below 95.
 * `npm run lighthouse -- --report FILE` writes that run's report as a page.
 */
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import os from "node:os";
import path from "node:path";
import { type BrowserContext, chromium } from "@playwright/test";
import lighthouse, { type RunnerResult } from "lighthouse";
import setUp from "../e2e/global-setup";
import { demoPassword } from "../prisma/seed/people";

const scoreMin = 0.95;
const runs = 3;
const categories = ["performance", "accessibility", "best-practices"];
const debian = "/usr/bin/chromium";

const tearDown = await setUp();
const profile = await mkdtemp(path.join(os.tmpdir(), "lighthouse-"));
const port = await freePort();
const browser = await chromium.launchPersistentContext(profile, {
  ...(existsSync(debian) && { executablePath: debian }),
  args: [`--remote-debugging-port=${port}`, "--no-sandbox", "--disable-dev-shm-usage"],
});
try {
  const url = process.env.E2E_URL ?? "";
  await signIn(browser, url);
  const results: RunnerResult[] = [];
  for (let run = 1; run <= runs; run++) {
    const result = await lighthouse(`${url}/chat`, { port, onlyCategories: categories, output: "html", logLevel: "error" });
    if (!result) throw new Error("Lighthouse gave no answer");
    console.log(`run ${run}: ${summaryOf(result)}`);
    results.push(result);
  }
  const scored = results.sort((a, b) => scoreOf(a, "performance") - scoreOf(b, "performance"));
  const middle = scored[Math.floor(runs / 2)];
  if (!middle) throw new Error("there was no run");
  console.log(`\nthe middle one: ${summaryOf(middle)}`);
  for (const { title, displayValue } of failures(middle)) console.log(`  ${title}${displayValue ? `: ${displayValue}` : ""}`);
  const file = process.argv[process.argv.indexOf("--report") + 1];
  if (process.argv.includes("--report") && file) await writeFile(file, [middle.report].flat()[0] ?? "");
  if (Math.min(scoreOf(middle, "performance"), scoreOf(middle, "accessibility")) < scoreMin) process.exitCode = 1;
} finally {
  await browser.close();
  await rm(profile, { recursive: true, force: true });
  await tearDown();
}

function scoreOf({ lhr }: RunnerResult, category: string): number {
  return lhr.categories[category]?.score ?? 0;
}

function summaryOf(result: RunnerResult): string {
  const scores = categories.map((name) => `${name} ${Math.round(scoreOf(result, name) * 100)}`);
  const times = ["first-contentful-paint", "largest-contentful-paint", "total-blocking-time", "cumulative-layout-shift", "speed-index"];
  return [...scores, ...times.map((name) => `${name} ${result.lhr.audits[name]?.displayValue}`)].join(", ");
}

/** What costs points in what is judged. */
function failures({ lhr }: RunnerResult) {
  return Object.values(lhr.audits).filter(
    ({ score, scoreDisplayMode }) => score !== null && score < 0.9 && scoreDisplayMode !== "informative",
  );
}

/** A member with a history signs in, as the sign-in page does; whatever runs in this browser then is signed in. */
async function signIn({ request }: BrowserContext, url: string): Promise<void> {
  const { csrfToken } = await (await request.get(`${url}/api/auth/csrf`)).json();
  const form = { csrfToken, email: "dan@demo.gymproluxe.example", password: demoPassword, json: "true", callbackUrl: "/" };
  const answer = await request.post(`${url}/api/auth/callback/password`, { form });
  if (!answer.ok()) throw new Error(`signing in was answered with ${answer.status()}`);
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, "127.0.0.1", resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === "string") throw new Error("a port was expected");
  return address.port;
}

/**
 * npm run lighthouse: what Lighthouse says of the first load of /chat on a phone, against the production build with the demo gym in it. Lighthouse's own
 * mobile profile: a slow 4G and a processor four times slower. Five runs, the one in the middle counts. Ends with 1 when a score is below 95.
 * `npm run lighthouse -- --report FILE` writes that run's report as a page, `--trace FILE` what the browser did in it, for the developer tools.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { chromium } from "@playwright/test";
import lighthouse, { type RunnerResult } from "lighthouse";
import { WebSocket } from "ws";
import setUp from "../e2e/global-setup";
import { demoPassword } from "../prisma/seed/people";

const scoreMin = 0.95;
const runs = 5;
const categories = ["performance", "accessibility", "best-practices"];
const debian = "/usr/bin/chromium";

const tearDown = await setUp();
const profile = await mkdtemp(path.join(os.tmpdir(), "lighthouse-"));
// A browser of its own, with nothing but Lighthouse attached: whatever else watches a page costs it time.
const browser = spawn(existsSync(debian) ? debian : chromium.executablePath(), [
  "--headless=new",
  "--remote-debugging-port=0",
  `--user-data-dir=${profile}`,
  "--no-sandbox",
  "--disable-dev-shm-usage",
  "--no-first-run",
  "about:blank",
]);
try {
  const url = process.env.E2E_URL ?? "";
  const endpoint = await endpointOf(browser);
  const port = Number(new URL(endpoint).port);
  await giveCookies(endpoint, await signIn(url));
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
  // Times are what the clock says: on a machine that does other things they are theirs too.
  const { benchmarkIndex } = middle.lhr.environment;
  console.log(
    `the machine: ${Math.round(benchmarkIndex)} by Lighthouse's benchmark (1,500 and more is fit for this), load ${os.loadavg()[0]?.toFixed(1)}`,
  );
  for (const { title, displayValue } of failures(middle)) console.log(`  ${title}${displayValue ? `: ${displayValue}` : ""}`);
  const { report, trace } = parseArgs({ options: { report: { type: "string" }, trace: { type: "string" } } }).values;
  if (report) await writeFile(report, [middle.report].flat()[0] ?? "");
  if (trace) await writeFile(trace, JSON.stringify(middle.artifacts.Trace));
  if (Math.min(scoreOf(middle, "performance"), scoreOf(middle, "accessibility")) < scoreMin) process.exitCode = 1;
} finally {
  const ended = once(browser, "exit");
  browser.kill();
  await ended;
  await rm(profile, { recursive: true, force: true, maxRetries: 5 });
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

/** A member with a history signs in, as the sign-in page does; answers their cookies. */
async function signIn(url: string): Promise<Map<string, string>> {
  const cookies = new Map<string, string>();
  const ask = async (address: string, init: RequestInit = {}) => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const answer = await fetch(url + address, { ...init, headers: { ...init.headers, cookie } });
    for (const one of answer.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(one) ?? [];
      cookies.set(name, value);
    }
    if (!answer.ok) throw new Error(`${address} was answered with ${answer.status}`);
    return answer;
  };
  const { csrfToken } = (await (await ask("/api/auth/csrf")).json()) as { csrfToken: string };
  const body = new URLSearchParams({
    csrfToken,
    email: "dan@demo.gymproluxe.example",
    password: demoPassword,
    json: "true",
    callbackUrl: "/",
  });
  await ask("/api/auth/callback/password", { method: "POST", body });
  return cookies;
}

/** Where the browser can be spoken to: it says so when it has started. */
function endpointOf(process: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = "";
    process.stderr?.on("data", (chunk: Buffer) => {
      said += chunk.toString();
      const [, endpoint] = /DevTools listening on (ws:\S+)/.exec(said) ?? [];
      if (endpoint) resolve(endpoint);
    });
    process.once("error", reject);
    process.once("exit", (code) => reject(new Error(`the browser ended (${code}): ${said}`)));
  });
}

async function giveCookies(endpoint: string, cookies: ReadonlyMap<string, string>): Promise<void> {
  const socket = new WebSocket(endpoint);
  await once(socket, "open");
  const params = { cookies: [...cookies].map(([name, value]) => ({ name, value, domain: "127.0.0.1", path: "/", httpOnly: true })) };
  socket.send(JSON.stringify({ id: 1, method: "Storage.setCookies", params }));
  await once(socket, "message");
  socket.close();
}

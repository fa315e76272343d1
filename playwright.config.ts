import { existsSync } from "node:fs";
import { defineConfig } from "@playwright/test";

/** Debian's browser when it is there; Playwright's own otherwise. */
const debianChromium = "/usr/bin/chromium";
const isRoot = process.getuid?.() === 0;
/** Most of their time goes by while they wait for an outage to be over, or for the pace of a limit. */
const waiting = ["database-gone", "half-open", "install", "outbox", "token-expiry", "wrong-clock"].map((name) => `**/${name}.spec.ts`);

export default defineConfig({
  testDir: "e2e",
  globalSetup: "./e2e/global-setup.ts",
  outputDir: "test-results",
  // Pictures are taken by `npm run screenshots`.
  grepInvert: process.env.SCREENSHOTS === "1" ? undefined : /@screenshots/,
  fullyParallel: true,
  // Two at work on a machine of two cores, and a third that mostly waits.
  workers: 3,
  projects: [
    { name: "at work", testIgnore: waiting, workers: 2 },
    { name: "waiting", testMatch: waiting, workers: 1 },
  ],
  // A build server's cores are shared; what needed another try is still told apart, as flaky.
  retries: process.env.CI ? 2 : 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [["list"]],
  use: {
    browserName: "chromium",
    locale: "en-GB",
    timezoneId: "Europe/Berlin",
    colorScheme: "light",
    launchOptions: {
      ...(existsSync(debianChromium) && { executablePath: debianChromium }),
      args: isRoot ? ["--no-sandbox", "--disable-dev-shm-usage"] : [],
    },
  },
});

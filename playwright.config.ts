import { existsSync } from "node:fs";
import { defineConfig } from "@playwright/test";

/** Debian's browser when it is there; Playwright's own otherwise. */
const debianChromium = "/usr/bin/chromium";
const isRoot = process.getuid?.() === 0;

export default defineConfig({
  testDir: "e2e",
  globalSetup: "./e2e/global-setup.ts",
  outputDir: "test-results",
  // Pictures are taken by `npm run screenshots`.
  grepInvert: process.env.SCREENSHOTS === "1" ? undefined : /@screenshots/,
  fullyParallel: true,
  workers: 2,
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

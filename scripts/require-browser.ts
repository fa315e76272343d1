/** Before the end-to-end tests: a Chromium of the system or of Playwright; one is fetched when there is neither. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { chromium } from "@playwright/test";

if (!existsSync("/usr/bin/chromium") && !existsSync(chromium.executablePath())) {
  console.log("The end-to-end tests need a browser: fetching Playwright's Chromium …");
  const { status } = spawnSync(
    process.execPath,
    ["node_modules/@playwright/test/cli.js", "install", "chromium-headless-shell", "chromium"],
    {
      stdio: "inherit",
    },
  );
  if (status !== 0) {
    console.error("There is no browser. On Debian: apt-get install -y chromium. Elsewhere: npx playwright install --with-deps chromium.");
    process.exit(1);
  }
}

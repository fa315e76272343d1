import path from "node:path";
import { defineConfig } from "vitest/config";

const tests = ["src/**/*.test.{ts,tsx}", "prisma/**/*.test.ts", "scripts/**/*.test.ts", "bench/**/*.test.ts", "examples/**/*.test.ts"];
/** They kill processes, or fill the machine: no more than two of them run beside each other, and nothing else does. */
const violent = [
  "bench/chaos/chaos.db.test.ts",
  "bench/chaos/bad-frames/bad-frames.db.test.ts",
  "bench/chaos/scenarios/**/*.test.ts",
  "src/server/delivery/storm.db.test.ts",
  "src/server/http/rate-limits.db.test.ts",
];

export default defineConfig({
  resolve: { alias: { "@": path.resolve("src") } },
  test: {
    globalSetup: ["src/server/testing/global-setup.ts"],
    // A file that starts in a fresh process spends two seconds on loading what the one before it had loaded: files share theirs. What a test
    // changes beyond its own file it puts back.
    isolate: false,
    testTimeout: 20_000,
    // A build server's cores are shared; what needed its second try says so.
    retry: process.env.CI ? 1 : 0,
    hookTimeout: 60_000,
    // What is waited for comes at once on an idle machine; a busy one gets time.
    expect: { poll: { timeout: 10_000 } },
    // What libraries print (the test provider's advice, say) is shown with failures only.
    silent: "passed-only",
    projects: [
      { extends: true, test: { name: "side by side", include: tests, exclude: violent, maxWorkers: 4, sequence: { groupOrder: 0 } } },
      { extends: true, test: { name: "two by two", include: violent, maxWorkers: 2, sequence: { groupOrder: 1 } } },
    ],
  },
});

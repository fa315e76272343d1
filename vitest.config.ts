import path from "node:path";
import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: { alias: { "@": path.resolve("src") } },
  test: {
    include: ["src/**/*.test.{ts,tsx}", "prisma/**/*.test.ts", "scripts/**/*.test.ts", "bench/**/*.test.ts", "examples/**/*.test.ts"],
    globalSetup: ["src/server/testing/global-setup.ts"],
    testTimeout: 20_000,
    hookTimeout: 60_000,
    // What is waited for comes at once on an idle machine; a busy one gets time.
    expect: { poll: { timeout: 10_000 } },
    // What libraries print (the test provider's advice, say) is shown with failures only.
    silent: "passed-only",
  },
});

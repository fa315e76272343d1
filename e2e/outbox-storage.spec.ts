/** The contract of storages, held by the IndexedDB of a real browser. */
import path from "node:path";
import { build } from "esbuild";
import { expect, test } from "./test";

const suite = `
  import { runAll } from "vitest";
  import { indexedDbStorage } from "./src/client/indexed-db-storage";
  import { storageContract } from "./src/client/storage.contract";
  let count = 0;
  storageContract("IndexedDB", () => {
    const name = "contract-" + ++count;
    return { storage: indexedDbStorage(name), reopen: () => indexedDbStorage(name) };
  });
  globalThis.results = runAll();
`;

test("the browser's own IndexedDB keeps every promise of a storage", async ({ browsers }) => {
  const { outputFiles } = await build({
    stdin: { contents: suite, resolveDir: process.cwd(), loader: "ts" },
    alias: { vitest: path.resolve("e2e/browser-vitest.ts") },
    bundle: true,
    write: false,
    format: "iife",
    target: "es2022",
  });
  const page = await browsers.stranger();
  await page.goto("/sign-in");
  await page.evaluate(outputFiles[0]?.text ?? "");
  const results = await page.evaluate(
    () => (globalThis as unknown as { results: Promise<{ title: string; failure: string | null }[]> }).results,
  );
  expect(results.length).toBeGreaterThan(6);
  expect(results.filter(({ failure }) => failure !== null)).toEqual([]);
});

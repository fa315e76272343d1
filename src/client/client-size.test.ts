import { gzipSync } from "node:zlib";
import { type BuildOptions, type BuildResult, build } from "esbuild";
import { expect, it } from "vitest";

const bytesMax = 45_000;

const shape: BuildOptions = {
  bundle: true,
  minify: true,
  format: "esm",
  platform: "neutral",
  mainFields: ["module", "main"],
  target: "es2022",
};

/** Everything that an app carries which imports these files: with the libraries, minified, compressed as well as gzip can. */
async function bundled(...files: string[]): Promise<{ bytes: number; packages: string[] }> {
  const contents = files.map((file) => `export * from "./src/client/${file}";`).join("\n");
  const result: BuildResult<{ write: false; metafile: true }> = await build({
    ...shape,
    stdin: { contents, resolveDir: process.cwd() },
    write: false,
    metafile: true,
  });
  const [output] = result.outputFiles;
  if (!output) throw new Error("nothing was built");
  const inputs = Object.keys(result.metafile.inputs).flatMap((file) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? []);
  return { bytes: gzipSync(output.contents, { level: 9 }).length, packages: [...new Set(inputs)].sort() };
}

it("the client for a phone weighs less than 45 KB with its libraries, and carries no zod", async () => {
  const { bytes, packages } = await bundled("chat-client.ts", "async-storage.ts", "send-state.ts", "conversation-name.ts");
  expect(packages).toEqual(["@trpc/client", "@trpc/server", "uuidv7"]);
  expect(bytes).toBeLessThan(bytesMax);
  expect(bytes).toBeGreaterThan(10_000);
});

it("so does the client for a browser, with what it keeps in IndexedDB", async () => {
  const { bytes, packages } = await bundled("chat-client.ts", "indexed-db-storage.ts");
  expect(packages).toEqual(["@trpc/client", "@trpc/server", "idb", "uuidv7"]);
  expect(bytes).toBeLessThan(bytesMax);
});

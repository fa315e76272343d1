/** npm run build: what `npm start` needs, `.next` for the pages and `dist` for the server and the service worker. Needs no network. */
import { spawn } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";
import { build as bundle } from "esbuild";
import { inputsDigest } from "./build-inputs";
import { buildServiceWorker } from "./build-service-worker";

/** Builds everything; throws when a part fails. */
export async function build(): Promise<void> {
  const digest = await inputsDigest();
  await run("prisma", ["generate"]);
  await run("next", ["build"]);
  await bundle({
    entryPoints: { server: "src/server/main.ts" },
    outdir: "dist",
    bundle: true,
    packages: "external",
    platform: "node",
    format: "esm",
    target: "node20",
    sourcemap: true,
    logLevel: "warning",
  });
  await buildServiceWorker();
  // React and Next choose by NODE_ENV when they are loaded, and imports are loaded before anything in the same file runs.
  await writeFile(
    "dist/main.js",
    `process.env.NODE_ENV ??= "production";
try {
  process.loadEnvFile();
} catch (error) {
  if (error.code !== "ENOENT") throw error;
}
const { fail, main } = await import("./server.js");
main().catch(fail);
`,
  );
  await writeFile("dist/built-from", digest);
}

function run(program: string, args: string[]): Promise<void> {
  const env = { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" } as const;
  const child = spawn(process.execPath, [`node_modules/${program === "next" ? "next/dist/bin/next" : "prisma/build/index.js"}`, ...args], {
    env,
    stdio: "inherit",
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => (code === 0 ? resolve() : reject(new Error(`${program} ${args.join(" ")} failed (${code})`))));
  });
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) await build();

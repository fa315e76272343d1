import { mkdtemp, readFile, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { build, type Plugin } from "esbuild";

/** The programs of a run, built as production builds the server; disposing removes them. */
export interface Programs extends AsyncDisposable {
  product: string;
  peer: string;
  bare: string;
  generator: string;
  observer: string;
}

const windows = /messages: \[\s*\{ calls: 10, perMs: 1_000 \},\s*\{ calls: 120, perMs: 60_000 \},?\s*\]/;

/**
 * Every send is counted against the rate limit, as in production; but no person sends ten thousand messages a second, so the windows are a
 * thousand times shorter than the product's and refuse nobody. The peer's limit is as far away.
 */
const shorterWindows: Plugin = {
  name: "shorter-windows",
  setup({ onLoad }) {
    onLoad({ filter: /shared\/limits\.ts$/ }, async ({ path: file }) => {
      const source = await readFile(file, "utf8");
      if (!windows.test(source)) throw new Error(`${file} says the limit of messages in other words than bench/build.ts expects`);
      return { contents: source.replace(windows, "messages: [{ calls: 10, perMs: 1 }, { calls: 120, perMs: 60 }]"), loader: "ts" };
    });
  },
};

export async function buildPrograms(): Promise<Programs> {
  const folder = await mkdtemp(path.join(tmpdir(), "gymproluxe-bench-"));
  // Packages stay outside the bundles, as in production.
  await symlink(path.resolve("node_modules"), path.join(folder, "node_modules"));
  await symlink(path.resolve("prisma"), path.join(folder, "prisma"));
  const outdir = path.join(folder, "dist");
  await build({
    entryPoints: {
      product: "bench/chaos/app-process.ts",
      peer: "bench/peer/server.ts",
      bare: "bench/floors/bare-server.ts",
      generator: "bench/load/process.ts",
      observer: "bench/observer.ts",
    },
    outdir,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    packages: "external",
    platform: "node",
    format: "esm",
    target: "node20",
    logLevel: "warning",
    plugins: [shorterWindows],
  });
  const at = <Name extends string>(name: Name) => ({ [name]: path.join(outdir, `${name}.mjs`) }) as Record<Name, string>;
  const remove = () => rm(folder, { recursive: true, force: true });
  return { ...at("product"), ...at("peer"), ...at("bare"), ...at("generator"), ...at("observer"), [Symbol.asyncDispose]: remove };
}

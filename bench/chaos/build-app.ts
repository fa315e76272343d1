import { mkdtemp, readFile, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { build, type Plugin } from "esbuild";

/** A change of the source that breaks a promise on purpose; the checker must notice. */
export interface Breakage {
  file: string;
  from: string;
  to: string;
}

/** A built app process; disposing removes it. */
interface BuiltApp extends AsyncDisposable {
  file: string;
}

/** Builds the app process into a temporary folder. Throws when a breakage finds nothing to break. */
export async function buildApp(breakages: readonly Breakage[] = []): Promise<BuiltApp> {
  const folder = await mkdtemp(path.join(tmpdir(), "gymproluxe-chaos-"));
  // Packages stay outside the bundle, as in production.
  await symlink(path.resolve("node_modules"), path.join(folder, "node_modules"));
  await symlink(path.resolve("prisma"), path.join(folder, "prisma"));
  const outfile = path.join(folder, "dist", "app.mjs");
  await build({
    entryPoints: ["bench/chaos/app-process.ts"],
    outfile,
    bundle: true,
    packages: "external",
    platform: "node",
    format: "esm",
    target: "node20",
    logLevel: "warning",
    plugins: breakages.length > 0 ? [breaking(breakages)] : [],
  });
  return { file: outfile, [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) };
}

function breaking(breakages: readonly Breakage[]): Plugin {
  return {
    name: "break-on-purpose",
    setup({ onLoad }) {
      for (const file of new Set(breakages.map((one) => one.file))) {
        onLoad({ filter: new RegExp(`${file.replaceAll(".", "\\.")}$`) }, async (args) => {
          let contents = await readFile(args.path, "utf8");
          for (const { from, to } of breakages.filter((one) => one.file === file)) {
            if (!contents.includes(from)) throw new Error(`${file} no longer says: ${from}`);
            contents = contents.replace(from, to);
          }
          return { contents, loader: "ts" };
        });
      }
    },
  };
}

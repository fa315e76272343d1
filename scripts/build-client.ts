/**
 * `npm run build:client`: the client and the types of the API as a package for an app in another repository, in `dist/client-package`, and packed
 * beside it. It has what the `exports` of this package.json name, compiled against nothing but the language: no DOM, no Node, no server.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import ts from "typescript";
import { apiDeclaration } from "./api-declaration";
import { readApiShape } from "./wire-shapes";

const routerFile = path.resolve("src/server/api/root.ts");
interface Manifest {
  name: string;
  version: string;
  license: string;
  exports: Record<string, string>;
  dependencies: Record<string, string>;
}

/** Builds the package into a folder, which is emptied first. Throws with the compiler's words when something in it needs more than the language. */
export function buildClient(folder: string): void {
  const manifest = JSON.parse(readFileSync("package.json", "utf8")) as Manifest;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const made = compile(sourcesOf(manifest));
  for (const [file, text] of made) {
    const target = path.join(folder, file);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, withExtensions(text));
  }
  writeFileSync(path.join(folder, "package.json"), `${JSON.stringify(packageOf(manifest, [...made.values()]), null, 2)}\n`);
  writeFileSync(path.join(folder, "README.md"), readFileSync("docs/mobile.md", "utf8").replaceAll("](../", `](https://example.com/`));
}

/** Packs a built folder; answers where the archive is. */
export function packClient(folder: string, into: string): string {
  const [packed] = JSON.parse(
    execFileSync("npm", ["pack", "--json", "--silent", "--offline", "--pack-destination", path.resolve(into)], {
      cwd: folder,
      encoding: "utf8",
    }),
  ) as { filename: string }[];
  if (!packed) throw new Error("npm packed nothing");
  return path.join(into, packed.filename);
}

/** Every source that the exports name, `*` resolved. */
function sourcesOf({ exports }: Manifest): string[] {
  return Object.values(exports).flatMap((target) => {
    if (!target.includes("*")) return [path.resolve(target)];
    const [folder, end] = [path.dirname(target), path.basename(target).replace("*", "")];
    return readdirSync(folder)
      .filter((name) => name.endsWith(end) && !name.includes(".test."))
      .map((name) => path.resolve(folder, name));
  });
}

/** Compiles to JavaScript and declarations: path under `src` → text. The router's own source is not read: its type stands in its place. */
function compile(sources: string[]): Map<string, string> {
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2022,
    lib: ["lib.es2022.d.ts"],
    types: [],
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    strict: true,
    noUncheckedIndexedAccess: true,
    verbatimModuleSyntax: true,
    isolatedModules: true,
    skipLibCheck: true,
    declaration: true,
    rootDir: path.resolve("src"),
    outDir: path.resolve("src"),
  };
  const declaration = apiDeclaration(readApiShape());
  const host = ts.createCompilerHost(options);
  const { getSourceFile } = host;
  host.getSourceFile = (file, languageVersion, ...rest) =>
    path.resolve(file) === routerFile
      ? ts.createSourceFile(file, declaration, languageVersion)
      : getSourceFile.call(host, file, languageVersion, ...rest);
  const program = ts.createProgram(sources, options, host);
  const made = new Map<string, string>();
  const { diagnostics } = program.emit(undefined, (file, text) => made.set(path.relative("src", file), text));
  const wrong = [...ts.getPreEmitDiagnostics(program), ...diagnostics];
  if (wrong.length > 0) {
    const format = { getCanonicalFileName: (name: string) => name, getCurrentDirectory: () => process.cwd(), getNewLine: () => "\n" };
    throw new Error(`the client does not compile by itself:\n${ts.formatDiagnostics(wrong, format)}`);
  }
  return made;
}

/** Node and TypeScript's node16 want the extension that we leave out. */
function withExtensions(text: string): string {
  return text.replace(/(from |import\(|import )"(\.{1,2}\/[^"]+)"/g, '$1"$2.js"');
}

function packageOf(manifest: Manifest, texts: string[]): object {
  const { name, version, license, exports } = manifest;
  const built = (target: string) => target.replace("./src/", "./").replace(/\.ts$/, "");
  return {
    name,
    version,
    license,
    description: "The GymProLuxe chat for an app: the client, and the types of the API.",
    type: "module",
    sideEffects: false,
    exports: Object.fromEntries(
      Object.entries(exports).map(([entry, target]) => [entry, { types: `${built(target)}.d.ts`, default: `${built(target)}.js` }]),
    ),
    dependencies: Object.fromEntries(packagesOf(texts).map((one) => [one, versionOf(manifest, one)])),
  };
}

/** The packages that compiled files import, types too. */
function packagesOf(texts: string[]): string[] {
  const named = texts.flatMap((text) =>
    [...text.matchAll(/(?:from |import\()"((?:@[^/"]+\/)?[^./"][^/"]*)/g)].map(([, name = ""]) => name),
  );
  return [...new Set(named)].sort();
}

function versionOf({ dependencies }: Manifest, name: string): string {
  const version = dependencies[name];
  if (version === undefined) throw new Error(`${name} is imported and not depended upon`);
  return version;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  buildClient("dist/client-package");
  console.log(packClient("dist/client-package", "dist"));
}

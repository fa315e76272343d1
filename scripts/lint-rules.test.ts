import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { describe, expect, it } from "vitest";

/** Code, where it would stand, and the rule that must refuse it. */
const planted: [rule: string, path: string, code: string][] = [
  [
    "noRestrictedImports",
    "src/server/chat/x.ts",
    'import { TRPCError } from "@trpc/server";\nthrow new TRPCError({ code: "NOT_FOUND" });\n',
  ],
  ["noRestrictedImports", "src/shared/x.ts", 'import { z } from "zod";\nexport const X = z.string();\n'],
  ["noProcessEnv", "src/server/http/x.ts", "export const port = process.env.PORT;\n"],
  ["noConsole", "src/server/http/x.ts", 'console.log("here");\n'],
  ["noRestrictedGlobals", "src/client/x.ts", "export const title = document.title;\n"],
  ["noRestrictedGlobals", "src/shared/x.ts", "export const pid = process.pid;\n"],
  ["noBarrelFile", "src/shared/x.ts", 'export { y } from "./y";\n'],
  ["noReExportAll", "src/shared/x.ts", 'export * from "./y";\n'],
  ["noExplicitAny", "src/shared/x.ts", "export const x: any = 1;\n"],
  ["noNonNullAssertion", "src/shared/x.ts", "export const x = (y: string[]) => y[0]!;\n"],
  ["noTsIgnore", "src/shared/x.ts", "// @ts-ignore\nexport const x: string = 1;\n"],
  ["useImportType", "src/shared/x.ts", 'import { Y } from "./y";\nexport type X = Y;\n'],
  ["useFilenamingConvention", "src/shared/sendMessage.ts", "export const x = 1;\n"],
  ["useMaxParams", "src/shared/x.ts", "export const x = (a: 1, b: 1, c: 1, d: 1) => a + b + c + d;\n"],
  ["noEmptyBlockStatements", "src/shared/x.ts", "try {\n  JSON.parse(String(1));\n} catch {}\n"],
  ["noFloatingPromises", "src/shared/x.ts", "export function x() {\n  Promise.resolve(1);\n}\n"],
  ["noExcessiveLinesPerFile", "src/shared/x.ts", "export const x = [\n".concat("  1,\n".repeat(300), "];\n")],
];

/** The same, where it is allowed. */
const allowed: [rule: string, path: string, code: string][] = [
  [
    "noRestrictedImports",
    "src/server/api/x.ts",
    'import { TRPCError } from "@trpc/server";\nthrow new TRPCError({ code: "NOT_FOUND" });\n',
  ],
  ["noProcessEnv", "src/server/env.ts", "export const port = process.env.PORT;\n"],
];

/** The rules that Biome names for each planted file, by the place of the file in `planted` and `allowed`. */
function lintAll(files: readonly (readonly [string, string, string])[]): string[][] {
  const root = mkdtempSync(join(tmpdir(), "gymproluxe-lint-"));
  try {
    const config = JSON.parse(readFileSync("biome.json", "utf8"));
    const biome = resolve("node_modules/.bin/biome");
    return files.map(([, path, code], index) => {
      const home = join(root, String(index));
      mkdirSync(dirname(join(home, path)), { recursive: true });
      writeFileSync(join(home, "biome.json"), JSON.stringify({ ...config, $schema: undefined, vcs: undefined }));
      writeFileSync(join(home, path), code);
      const { stdout } = spawnSync(biome, ["lint", "--reporter=json", "src"], { cwd: home, encoding: "utf8" });
      const { diagnostics } = JSON.parse(stdout) as { diagnostics: { category: string }[] };
      return diagnostics.map(({ category }) => category.split("/").at(-1) ?? category);
    });
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

describe("the lint rules", () => {
  const found = lintAll([...planted, ...allowed]);

  it.each(planted.map(([rule, path], at) => [rule, path, found[at]]))("%s refuses it in %s", (rule, _, rules) => {
    expect(rules).toContain(rule);
  });

  it.each(allowed.map(([rule, path], at) => [rule, path, found[planted.length + at]]))("%s lets it pass in %s", (rule, _, rules) => {
    expect(rules).not.toContain(rule);
  });
});

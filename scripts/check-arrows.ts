/**
 * `npm run arrows`: holds every import against arrow-rules.ts and every file name against the words we do not use for files.
 * Prints what it read; ends with 1 when an arrow is broken, and also when it read nothing, because a check of nothing finds nothing.
 */
import { existsSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { cruise, type IResolveOptions } from "dependency-cruiser";
import extractTSConfig from "dependency-cruiser/config-utl/extract-ts-config";
import { arrowRules } from "./arrow-rules";

const rooms = ["src", "e2e", "bench", "scripts", "examples", "prisma"];
/** Texts that every screen shares may be in a file of that name. */
const texts = "src/ui/messages/";
const drawer = /(^|\/)(utils?|helpers?|common|lib|libs|misc|shared-utils)(\/|\.[a-z.]+$)/;

export interface ArrowReport {
  /** Files of ours that were read. */
  modules: number;
  /** Imports that were held against the rules. */
  arrows: number;
  /** One line for each broken rule: `rule: from → to`. */
  violations: string[];
}

/** Reads the tree under `baseDir` (an absolute path) and reports. */
export async function checkArrows(baseDir: string, folders: readonly string[] = rooms): Promise<ArrowReport> {
  const present = folders.filter((folder) => existsSync(`${baseDir}/${folder}`));
  if (present.length === 0) return { modules: 0, arrows: 0, violations: [] };
  const { output } = await cruise(
    present,
    {
      baseDir,
      validate: true,
      ruleSet: { forbidden: arrowRules },
      tsPreCompilationDeps: true,
      doNotFollow: { path: ["node_modules", "src/server/platform/generated"] },
    },
    {
      alias: { "@": `${baseDir}/src` },
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
      extensions: [".ts", ".tsx", ".mts", ".mjs", ".js", ".jsx", ".json", ".css"],
      mainFields: ["module", "main", "types", "typings"],
    } as Partial<IResolveOptions>,
    { tsConfig: extractTSConfig(`${baseDir}/tsconfig.json`) },
  );
  if (typeof output === "string") throw new Error("dependency-cruiser answered with text");
  const ours = output.modules.map(({ source }) => source).filter((source) => present.some((folder) => source.startsWith(`${folder}/`)));
  return {
    modules: ours.length,
    arrows: output.summary.totalDependenciesCruised ?? 0,
    violations: [
      ...output.summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`),
      ...ours
        .filter((source) => drawer.test(source) && !source.startsWith(texts))
        .map((source) => `a file is named after what it does: ${source}`),
    ],
  };
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { modules, arrows, violations } = await checkArrows(process.cwd());
  for (const violation of violations) console.error(violation);
  console.log(`arrows: ${modules} files, ${arrows} imports, ${violations.length} broken`);
  if (modules === 0 || arrows === 0) console.error("arrows: nothing was read, so nothing was checked");
  process.exitCode = violations.length > 0 || modules === 0 || arrows === 0 ? 1 : 0;
}

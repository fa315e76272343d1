/**
 * `npm run texts`: holds the texts of all languages against each other and against the code. A key that one language lacks, that nobody asks for or that
 * nobody wrote, a text that asks for other things than it is given, and words that stand in the code are each told in a line.
 */
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";
import ts from "typescript";
import { languages } from "../src/shared/languages";
import { argumentsOf, type Catalogue, compareCatalogues, readCatalogue } from "./read-texts";
import { type TextUse, textUses } from "./text-uses";
import { deviceFormats, textsInCode } from "./texts-in-code";

/** Words that stay in the code, and where. */
const exceptions: Readonly<Record<string, readonly string[]>> = {
  // The name of the product.
  "GymProLuxe Chat": ["src/app/layout.tsx", "src/app/global-error.tsx"],
  GymProLuxe: ["src/app/layout.tsx"],
  // Each language by its own name.
  English: ["src/ui/languages/language-choice.tsx"],
  Deutsch: ["src/ui/languages/language-choice.tsx"],
  EN: ["src/ui/languages/language-choice.tsx"],
  DE: ["src/ui/languages/language-choice.tsx"],
};
/** Files that speak of keys, by the names that keyboards have for them. */
const ofKeys = ["src/ui/commands/keys.ts"];

export interface TextReport {
  texts: number;
  files: number;
  problems: string[];
}

/** Checks the tree under `root` (an absolute path). */
export async function checkTexts(root: string): Promise<TextReport> {
  const catalogues = Object.fromEntries(
    await Promise.all(
      languages.map(async (language) => [language, await readCatalogue(path.join(root, "src/ui/messages", language))] as const),
    ),
  );
  const files = await sourceFiles(root, ["src/ui", "src/app"]);
  const named = literalsOf([...files, ...(await sourceFiles(root, ["src/shared"]))]);
  const source = catalogues[languages[0]] ?? new Map();
  const uses = files.flatMap(textUses);
  return {
    texts: source.size,
    files: files.length,
    problems: [
      ...compareCatalogues(catalogues),
      ...wrongUses(source, uses),
      ...unusedKeys(source, uses, named).map((key) => `${key} is asked for nowhere`),
      ...files.flatMap(deviceFormats).map((at) => `${at} formats in the language of the device and not of the page`),
      ...files.flatMap(textsInCode).flatMap(({ at, text }) => (isException(at, text) ? [] : [`${at} says “${text}” itself`])),
    ],
  };
}

async function sourceFiles(root: string, folders: readonly string[]): Promise<ts.SourceFile[]> {
  const found: ts.SourceFile[] = [];
  for (const folder of folders) {
    for (const name of await readdir(path.join(root, folder), { recursive: true }).catch(() => [])) {
      if (!/\.tsx?$/.test(name) || /\.test\.tsx?$/.test(name)) continue;
      const file = `${folder}/${name.split(path.sep).join("/")}`;
      found.push(ts.createSourceFile(file, await readFile(path.join(root, file), "utf8"), ts.ScriptTarget.Latest, true));
    }
  }
  return found;
}

/** Keys that there are not, and texts that are not given what they ask for. */
function wrongUses(source: Catalogue, uses: readonly TextUse[]): string[] {
  const problems: string[] = [];
  for (const { at, namespace, keys, patterns, given } of uses) {
    for (const pattern of patterns) {
      if (![...source.keys()].some((key) => isBelow(namespace, key, (rest) => pattern.test(rest))))
        problems.push(`${at} asks for ${namespace}.${pattern.source}, which nobody wrote`);
    }
    for (const key of keys) {
      const text = source.get(`${namespace}.${key}`);
      if (text === undefined) problems.push(`${at} asks for ${namespace}.${key}, which nobody wrote`);
      else if (given) problems.push(...wronglyGiven(text, given).map((problem) => `${at} ${problem} ${namespace}.${key}`));
    }
  }
  return problems;
}

function wronglyGiven(text: string, given: readonly string[]): string[] {
  let asked: Set<string>;
  try {
    asked = new Set([...argumentsOf(text)].map((argument) => argument.split(": ")[0] ?? ""));
  } catch {
    // Told already, where the languages are compared.
    return [];
  }
  return [
    ...[...asked].filter((name) => !given.includes(name)).map((name) => `does not give “${name}” to`),
    ...given.filter((name) => !asked.has(name)).map((name) => `gives “${name}”, which is not asked for, to`),
  ];
}

function unusedKeys(source: Catalogue, uses: readonly TextUse[], literals: ReadonlySet<string>): string[] {
  const isUsed = (key: string) =>
    uses.some(({ namespace, keys, patterns, isOpen }) =>
      isBelow(
        namespace,
        key,
        (rest) => keys.includes(rest) || patterns.some((pattern) => pattern.test(rest)) || (isOpen && literals.has(rest)),
      ),
    );
  return [...source.keys()].filter((key) => !isUsed(key));
}

function isBelow(namespace: string, key: string, isRest: (rest: string) => boolean): boolean {
  return key.startsWith(`${namespace}.`) && isRest(key.slice(namespace.length + 1));
}

/** Every word in quotes, for places that take their keys from elsewhere. */
function literalsOf(files: readonly ts.SourceFile[]): Set<string> {
  const found = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node)) found.add(node.text);
    // `{ online: "#0a0" }` names `online` too.
    else if (ts.isPropertyAssignment(node) && ts.isIdentifier(node.name)) found.add(node.name.text);
    ts.forEachChild(node, visit);
  };
  for (const file of files) visit(file);
  return found;
}

function isException(at: string, text: string): boolean {
  const file = at.slice(0, at.lastIndexOf(":"));
  return ofKeys.includes(file) || (exceptions[text]?.includes(file) ?? false);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { texts, files, problems } = await checkTexts(process.cwd());
  for (const problem of problems) console.error(problem);
  console.log(`texts: ${texts} in each language, ${files} files, ${problems.length} problems`);
  process.exitCode = problems.length > 0 || texts === 0 || files === 0 ? 1 : 0;
}

/** The texts of src/ui/messages, flat, and what each asks to be given. */
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import compile from "icu-minify/compile";

/** `chat.start.nobody` → its text. */
export type Catalogue = ReadonlyMap<string, string>;

/** Reads one language's folder. Throws where a file is no JSON object of texts. */
export async function readCatalogue(folder: string): Promise<Catalogue> {
  const texts = new Map<string, string>();
  for (const file of (await readdir(folder)).filter((name) => name.endsWith(".json")).sort()) {
    addAll(texts, path.basename(file, ".json"), JSON.parse(await readFile(path.join(folder, file), "utf8")));
  }
  return texts;
}

function addAll(texts: Map<string, string>, key: string, value: unknown): void {
  if (typeof value === "string") texts.set(key, value);
  else if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    for (const [name, inner] of Object.entries(value)) addAll(texts, `${key}.${name}`, inner);
  } else throw new Error(`${key} is neither a text nor an object of texts`);
}

const kinds = ["#", "choice", "plural", "ordinal", "number", "date", "time"];

/** What a text asks for, as `name: kind`: `count: plural`, `name: value`, `link: tag`. Throws where it cannot be read. */
export function argumentsOf(text: string): Set<string> {
  const found = new Set<string>();
  const compiled: unknown = compile(text);
  if (typeof compiled !== "string") addArguments(found, compiled);
  return found;
}

function addArguments(found: Set<string>, node: unknown): void {
  if (!Array.isArray(node)) return;
  for (const part of node) {
    if (!Array.isArray(part)) continue;
    const [name, kind, options] = part as [string, unknown, unknown];
    if (kind === undefined) found.add(`${name}: value`);
    else if (typeof kind === "number" && kind !== 0) {
      found.add(`${name}: ${kinds[kind]}`);
      // Each case of a choice or a plural is a text of its own.
      if (typeof options === "object" && options !== null) for (const inner of Object.values(options)) addArguments(found, inner);
    } else {
      found.add(`${name}: tag`);
      addArguments(found, part.slice(1));
    }
  }
}

/** What is wrong between the languages, a line each. The first is the one that the others are held against. */
export function compareCatalogues(catalogues: Readonly<Record<string, Catalogue>>): string[] {
  const problems: string[] = [];
  const languages = Object.keys(catalogues);
  const all = new Set(languages.flatMap((language) => [...(catalogues[language]?.keys() ?? [])]));
  for (const key of all) {
    const asked = new Map<string, string>();
    for (const language of languages) {
      const text = catalogues[language]?.get(key);
      if (text === undefined) problems.push(`${language}: ${key} is missing`);
      else if (text.trim() === "") problems.push(`${language}: ${key} is empty`);
      else if (text !== text.trim()) problems.push(`${language}: ${key} begins or ends with a space`);
      else asked.set(language, askedFor(text));
    }
    if (new Set(asked.values()).size > 1)
      problems.push(`${key} asks for ${[...asked].map(([language, what]) => `${language} (${what})`).join(", ")}`);
    for (const [language, what] of asked) {
      // Which time zone it would be in, a text does not know.
      if (/: (date|time)\b/.test(what)) problems.push(`${language}: ${key} makes a time itself; useTimes makes them`);
      if (what.startsWith("!")) problems.push(`${language}: ${key} cannot be read: ${what.slice(1)}`);
    }
  }
  return problems;
}

function askedFor(text: string): string {
  try {
    return [...argumentsOf(text)].sort().join(", ") || "nothing";
  } catch (error) {
    return `!${error instanceof Error ? error.message : String(error)}`;
  }
}

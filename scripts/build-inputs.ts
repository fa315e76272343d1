import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";

const inputs = [
  "src",
  "public",
  "prisma/schema.prisma",
  "package-lock.json",
  "next.config.mjs",
  "postcss.config.mjs",
  "tsconfig.json",
  "scripts/build.ts",
  "scripts/build-service-worker.ts",
];
/** What is under `src` and in no build: what a build makes itself, and tests. */
const isLeftOut = (at: string) =>
  at === path.join("src", "server", "platform", "generated") || path.basename(at) === "testing" || /\.(test|contract)\.tsx?$/.test(at);

/** A digest of everything that a build is made from. */
export async function inputsDigest(): Promise<string> {
  const hash = createHash("sha256");
  for (const input of inputs) await add(input);
  return hash.digest("hex");

  async function add(at: string): Promise<void> {
    if (isLeftOut(at)) return;
    const entries = await readdir(at, { withFileTypes: true }).catch(() => null);
    if (entries) {
      for (const { name } of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) await add(path.join(at, name));
    } else {
      hash.update(`${at}\n`).update(await readFile(at).catch(() => ""));
    }
  }
}

/** Whether the last build was made from what is here now. */
export async function isBuilt(): Promise<boolean> {
  const before = await readFile("dist/built-from", "utf8").catch(() => null);
  return before !== null && before === (await inputsDigest());
}

/** Makes `dist/service-worker.js` from what `next build` has left: the script, and in it the lists of what it keeps in a browser. */
import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { build as bundle } from "esbuild";
import { languages } from "../src/shared/languages";
import type { KeptFile } from "../src/ui/offline/desk-program";
import { type Home, shellOf } from "../src/ui/offline/kept-here";

/** What the pages show without a connection, beside their own code. Faces and everything else are kept as they are seen. */
const publicFiles = ["icons/mark.svg", "icons/mark-unread.svg", "icons/icon-192.png", "manifest.webmanifest"];
/** Letters of other alphabets come from the network, and until then from the system's font. */
const font = /^inter-latin-wght-normal\.[^/]*\.woff2$/;

export async function buildServiceWorker(): Promise<void> {
  const { everywhere, atDesk } = await keptFiles();
  await bundle({
    entryPoints: { "service-worker": "src/ui/offline/service-worker.ts" },
    outdir: "dist",
    bundle: true,
    minify: true,
    platform: "browser",
    format: "iife",
    target: "es2022",
    define: {
      "self.__SW_MANIFEST": JSON.stringify(everywhere),
      "self.__DESK": JSON.stringify({ files: atDesk, version: digest(JSON.stringify(atDesk)) }),
      "process.env.NODE_ENV": '"production"',
    },
    logLevel: "warning",
  });
}

/** What every browser keeps, which is what /chat needs, and what those of the desk keep beside it. */
async function keptFiles(): Promise<{ everywhere: KeptFile[]; atDesk: KeptFile[] }> {
  const [chat, desk] = [await chunksOf("/chat"), await chunksOf("/desk")];
  const fonts = (await readdir(".next/static/media")).filter((name) => font.test(name)).map((name) => `static/media/${name}`);
  const hashed = (names: Iterable<string>) => [...names].sort().map((name) => ({ url: `/_next/${name}`, revision: null }));
  const fixed = publicFiles.map(async (name) => ({ url: `/${name}`, revision: digest(await readFile(path.join("public", name))) }));
  return {
    everywhere: [...hashed([...chat, ...fonts]), ...(await Promise.all(fixed)), ...(await shellsOf("/chat"))],
    atDesk: [...hashed([...desk].filter((name) => !chat.has(name))), ...(await shellsOf("/desk"))],
  };
}

/** The start of a home in each language: rendered by the server, and the same for everybody. */
async function shellsOf(home: Home): Promise<KeptFile[]> {
  const revision = await readFile(".next/BUILD_ID", "utf8");
  return languages.map((language) => ({ url: shellOf(home, language), revision }));
}

/** Everything that a kept page can ever ask for. Other pages, such as the reports, come from the server, and so does what only they need. */
async function chunksOf(home: Home): Promise<ReadonlySet<string>> {
  const buildManifest = await readFile(".next/build-manifest.json", "utf8");
  const { polyfillFiles } = JSON.parse(buildManifest) as { polyfillFiles: string[] };
  const manifest = await readFile(`.next/server/app/shell${home}/page_client-reference-manifest.js`, "utf8");
  const found = new Set<string>();
  const waiting = [buildManifest, manifest].flatMap(chunksNamedIn);
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    // Polyfills are for browsers that have no service workers.
    if (found.has(name) || polyfillFiles.includes(name)) continue;
    const text = await readFile(path.join(".next", name), "utf8").catch(() => null);
    if (text === null) continue;
    found.add(name);
    // A part that comes later stands in the chunk that asks for it, by its name.
    if (name.endsWith(".js")) waiting.push(...chunksNamedIn(text));
  }
  return found;
}

const chunksNamedIn = (text: string): string[] => text.match(/static\/chunks\/[\w.~-]+\.(?:js|css)/g) ?? [];

function digest(content: Buffer | string): string {
  return createHash("sha256").update(content).digest("hex").slice(0, 16);
}

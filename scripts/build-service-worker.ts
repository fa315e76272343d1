/** Makes `dist/service-worker.js` from what `next build` has left: the script, and in it the list of what it keeps in a browser. */
import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { build as bundle } from "esbuild";
import { languages } from "../src/shared/languages";
import { shellOf } from "../src/ui/offline/kept-here";

interface KeptFile {
  url: string;
  /** `null` where the address itself changes with the content. */
  revision: string | null;
}

/** What the pages show without a connection, beside their own code. Faces and everything else are kept as they are seen. */
const publicFiles = ["icons/mark.svg", "icons/mark-unread.svg", "icons/icon-192.png", "manifest.webmanifest"];
const homes = ["/chat", "/desk"] as const;
/** The start of each home in each language: rendered by the server, and the same for everybody. */
const shells = languages.flatMap((language) => homes.map((home) => shellOf(home, language)));
/** Letters of other alphabets come from the network, and until then from the system's font. */
const font = /^inter-latin-wght-normal\.[^/]*\.woff2$/;

export async function buildServiceWorker(): Promise<void> {
  await bundle({
    entryPoints: { "service-worker": "src/ui/offline/service-worker.ts" },
    outdir: "dist",
    bundle: true,
    minify: true,
    platform: "browser",
    format: "iife",
    target: "es2022",
    define: { "self.__SW_MANIFEST": JSON.stringify(await keptFiles()), "process.env.NODE_ENV": '"production"' },
    logLevel: "warning",
  });
}

async function keptFiles(): Promise<KeptFile[]> {
  const buildId = await readFile(".next/BUILD_ID", "utf8");
  const chunks = await chunksOfShells();
  const fonts = (await readdir(".next/static/media")).filter((name) => font.test(name)).map((name) => `static/media/${name}`);
  const hashed = [...chunks, ...fonts].sort().map((name) => ({ url: `/_next/${name}`, revision: null }));
  const fixed = publicFiles.map(async (name) => ({ url: `/${name}`, revision: digest(await readFile(path.join("public", name))) }));
  return [...hashed, ...(await Promise.all(fixed)), ...shells.map((url) => ({ url, revision: buildId }))];
}

/** Everything that the kept pages can ever ask for. Other pages, such as the reports, come from the server, and so does what only they need. */
async function chunksOfShells(): Promise<string[]> {
  const buildManifest = await readFile(".next/build-manifest.json", "utf8");
  const { polyfillFiles } = JSON.parse(buildManifest) as { polyfillFiles: string[] };
  const manifests = homes.map((home) => readFile(`.next/server/app/shell${home}/page_client-reference-manifest.js`, "utf8"));
  const found = new Set<string>();
  const waiting = [buildManifest, ...(await Promise.all(manifests))].flatMap(chunksNamedIn);
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    // Polyfills are for browsers that have no service workers.
    if (found.has(name) || polyfillFiles.includes(name)) continue;
    const text = await readFile(path.join(".next", name), "utf8").catch(() => null);
    if (text === null) continue;
    found.add(name);
    // A part that comes later stands in the chunk that asks for it, by its name.
    if (name.endsWith(".js")) waiting.push(...chunksNamedIn(text));
  }
  return [...found];
}

const chunksNamedIn = (text: string): string[] => text.match(/static\/chunks\/[\w.~-]+\.(?:js|css)/g) ?? [];

function digest(content: Buffer): string {
  return createHash("sha256").update(content).digest("hex").slice(0, 16);
}

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { documents, written } from "./written-parts";

describe("the documents", () => {
  it.each(Object.entries(documents))("%s says what the code says (npm run docs)", (file, parts) => {
    expect(readFileSync(file, "utf8")).toBe(written(file, parts));
  });

  it("the README shows the example verbatim", () => {
    expect(readFileSync("README.md", "utf8")).toContain(readFileSync("examples/mobile-client.ts", "utf8").trimEnd());
  });

  const pages = [
    "README.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    "CHANGELOG.md",
    "bench/README.md",
    ...readdirSync("docs", { recursive: true }).map((file) => `docs/${file}`),
  ];

  it.each(pages.filter((file) => file.endsWith(".md")))("%s links to what exists", (file) => {
    const links = [...readFileSync(file, "utf8").matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)].map(([, target = ""]) => target);
    const broken = links.filter((target) => !/^[a-z]+:/.test(target) && !existsSync(join(dirname(file), target)));
    expect(broken).toEqual([]);
  });

  it("the README leads to every page", () => {
    const readme = readFileSync("README.md", "utf8");
    const others = pages.filter((file) => file.endsWith(".md") && file !== "README.md" && !file.startsWith("docs/decisions/"));
    expect(others.filter((file) => !readme.includes(`](${file.replace(/README\.md$/, "")}`))).toEqual([]);
  });

  it("every command is named somewhere", () => {
    const { scripts } = JSON.parse(readFileSync("package.json", "utf8")) as { scripts: Record<string, string> };
    const text = pages.flatMap((file) => (file.endsWith(".md") ? [readFileSync(file, "utf8")] : [])).join("\n");
    const named = (script: string) => new RegExp(`npm (run )?${script}(?![\\w:])`).test(text);
    expect(Object.keys(scripts).filter((script) => script !== "postinstall" && !named(script))).toEqual([]);
  });

  it("the map names every room", () => {
    const map = readFileSync("docs/map.md", "utf8");
    const rooms = ["src", "src/server", "src/ui"].flatMap((folder) =>
      readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [`${folder}/${entry.name}`] : [])),
    );
    const missing = rooms.filter((room) => !["src/server", "src/ui"].includes(room) && !map.includes(`](../${room})`));
    expect(missing).toEqual([]);
  });

  it("names only files that exist", () => {
    const rooms = ["src", "src/server", "src/client", "src/server/api", "prisma", "scripts", "docs", "."];
    const text = ["docs/architecture.md", "CONTRIBUTING.md", "SECURITY.md", "docs/operations.md", "docs/mobile.md"]
      .map((file) => readFileSync(file, "utf8"))
      .join("\n");
    const named = new Set([...text.matchAll(/`((?:[a-z-]+\/)+[a-z.-]+\.(?:tsx?|prisma))`/g)].map(([, path = ""]) => path));
    expect(named.size).toBeGreaterThan(10);
    expect([...named].filter((path) => !rooms.some((room) => existsSync(join(room, path))))).toEqual([]);
  });
});

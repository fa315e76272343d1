import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";

const groups = "case|conversation|list|go|view|help";
let code = "";

beforeAll(async () => {
  const root = path.resolve("src/ui");
  const files = (await readdir(root, { recursive: true })).filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file));
  code = (await Promise.all(files.map((file) => readFile(path.join(root, file), "utf8")))).join("\n");
});

/** Every match of the pattern's first group, once. */
const all = (pattern: RegExp) => [...new Set([...code.matchAll(pattern)].map(([, found = ""]) => found))];

/** The ids that components register: written out, or made of a group and the name that a list or a small function gives. */
function declared(): Set<string> {
  const whole = all(new RegExp(`\\bid: "((?:${groups})\\.[\\w-]+)"`, "g"));
  const ofCases = all(/\bof\("([\w-]+)", \{/g).map((name) => `case.${name}`);
  const ofViews = all(/\bview: "(\w+)", title: "go/g).map((name) => `go.${name}`);
  const themes = all(/\btheme\("(\w+)"\)/g).map((name) => `view.${name}`);
  return new Set([...whole, ...ofCases, ...ofViews, ...themes]);
}

describe("no action is an orphan", () => {
  it("is registered wherever a button, a menu or a hint names it", () => {
    const named = [
      ...all(/\b(?:runCommand|useKeyHint)\("([\w.:-]+)"\)/g),
      ...all(new RegExp(`\\bcommand(?:=|: )"((?:${groups})\\.[\\w-]+)"`, "g")),
    ];
    expect(named.length).toBeGreaterThan(10);
    const known = declared();
    expect(named.filter((id) => !known.has(id))).toEqual([]);
  });

  it("stands in the group that its id begins with", () => {
    const pairs = [...code.matchAll(new RegExp(`\\bid: "(${groups})\\.[\\w-]+",[^}]*?\\bgroup: "(\\w+)"`, "g"))];
    expect(pairs.length).toBeGreaterThan(10);
    expect(pairs.filter(([, prefix, group]) => prefix !== group).map(([text]) => text)).toEqual([]);
  });

  it("shares its keys with no other", () => {
    const owners = new Map<string, Set<string>>();
    const own = (keys: string, id: string) => owners.set(keys, (owners.get(keys) ?? new Set()).add(id));
    for (const [, id = "", keys = ""] of code.matchAll(/\b(?:id: |of\()"([\w.-]+)"[^}]*?\bkeys: \[([^\]]*)\]/g)) {
      const name = id.includes(".") ? id : `case.${id}`;
      for (const [, one = ""] of keys.matchAll(/"([^"]+)"/g)) own(one, name);
    }
    for (const [, view = "", keys = ""] of code.matchAll(/\bview: "(\w+)", title: "go\w+", keys: "([^"]+)"/g)) own(keys, `go.${view}`);
    expect(owners.size).toBeGreaterThan(25);
    const shared = [...owners].filter(([, ids]) => ids.size > 1).map(([keys, ids]) => [keys, ...ids]);
    expect(shared).toEqual([]);
    // A key that is pressed alone would never let those come that begin with it.
    const beginnings = [...owners.keys()].filter((keys) => keys.includes(" ")).map((keys) => keys.slice(0, keys.indexOf(" ")));
    expect(beginnings.filter((key) => owners.has(key))).toEqual([]);
  });
});

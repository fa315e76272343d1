import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const css = readFileSync(new URL("./tokens.css", import.meta.url), "utf8");
const dark = tokensOf(/\[data-theme="dark"\],\s*\.dark \{([^}]*)\}/);
const floating = tokensOf(/\.dark \.bg-raised \{([^}]*)\}/);
const themes = {
  light: tokensOf(/:root \{([^}]*)\}/),
  dark,
  "dark, where something floats": new Map([...dark, ...floating]),
};

const grounds = ["canvas", "surface", "sunken", "raised"];
/** Text needs 4.5 : 1. */
const texts: [string, string[]][] = [
  ["ink", [...grounds, "pressed", "bubble-own", "bubble-other", "accent-tint", "warning-tint", "danger-tint"]],
  ["ink-muted", [...grounds, "pressed", "bubble-own", "bubble-other"]],
  ["ink-faint", grounds],
  ["accent-text", [...grounds, "bubble-own", "bubble-other", "accent-tint"]],
  ["accent-ink", ["accent", "accent-hover"]],
  ["bubble-own-meta", ["bubble-own", "surface"]],
  ["bubble-other-meta", ["bubble-other", "surface"]],
  ["warning", ["surface", "warning-tint"]],
  ["danger", ["surface", "raised", "danger-tint", "bubble-own"]],
];
/** Marks and the edges of controls need 3 : 1. */
const marks: [string, string[]][] = [
  ["control", ["surface", "raised"]],
  ["tick-read", ["bubble-own", "surface"]],
  ["online", grounds],
  ["away", grounds],
  ["busy", grounds],
];

describe.each(Object.entries(themes))("in the %s theme", (_, tokens) => {
  it.each(pairs(texts))("%s can be read on %s", (text, ground) => {
    expect(contrast(tokens, text, ground)).toBeGreaterThanOrEqual(4.5);
  });
  it.each(pairs(marks))("%s can be seen on %s", (mark, ground) => {
    expect(contrast(tokens, mark, ground)).toBeGreaterThanOrEqual(3);
  });
});

it("what is pointed at in the dark can be told from what floats there", () => {
  expect([...floating.keys()]).toEqual(["sunken", "pressed"]);
  const [raised, sunken, pressed] = ["raised", "sunken", "pressed"].map(
    (name) => luminance(themes["dark, where something floats"], name) + 0.05,
  );
  expect((sunken ?? 0) / (raised ?? 0)).toBeGreaterThan(1.15);
  expect((pressed ?? 0) / (sunken ?? 0)).toBeGreaterThan(1.1);
});

it("nothing that can be read is dimmed: what can be read on a ground cannot be read on it at half its strength", () => {
  const root = new URL("..", import.meta.url);
  const files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".tsx"));
  const classes = files.flatMap((file) => readFileSync(new URL(file, root), "utf8").match(/[\w[\]:=/-]*\bopacity-\d+/g) ?? []);
  // What comes and goes is between nothing and all; what is out of use need not be read.
  const isFine = (name: string) => /opacity-(0|100)$/.test(name) || /^(disabled|data-\[disabled\]|peer-disabled):/.test(name);
  expect(classes.length).toBeGreaterThan(10);
  expect(classes.filter((name) => !isFine(name))).toEqual([]);
});

function pairs(table: [string, string[]][]): [string, string][] {
  return table.flatMap(([text, on]) => on.map((ground): [string, string] => [text, ground]));
}

function tokensOf(block: RegExp): Map<string, string> {
  const body = block.exec(css)?.[1] ?? "";
  return new Map([...body.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name = "", value = ""]) => [name, value]));
}

function contrast(tokens: Map<string, string>, one: string, other: string): number {
  const [low = 0, high = 0] = [luminance(tokens, one), luminance(tokens, other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

function luminance(tokens: Map<string, string>, name: string): number {
  const value = tokens.get(name);
  if (!value) throw new Error(`no colour called ${name}`);
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(value.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { checkTexts } from "./check-texts";

interface Planted {
  en: object;
  de: object;
  code?: string;
}

/** The problems of a tree that has one area, `chat`, and one file. */
async function problemsOf({ en, de, code = "" }: Planted): Promise<string[]> {
  const root = mkdtempSync(join(tmpdir(), "gymproluxe-texts-"));
  try {
    const files = {
      "src/ui/messages/en/chat.json": JSON.stringify(en),
      "src/ui/messages/de/chat.json": JSON.stringify(de),
      "src/ui/one.tsx": code,
    };
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), content);
    }
    return (await checkTexts(root)).problems;
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

const component = (body: string) =>
  `export function One({ role, isNew }) {\n  const t = useTranslations("chat");\n  return <p>${body}</p>;\n}`;

it("this product's own texts and code have nothing to tell", async () => {
  const { texts, files, problems } = await checkTexts(process.cwd());
  expect(problems).toEqual([]);
  expect(texts).toBeGreaterThan(500);
  expect(files).toBeGreaterThan(100);
});

describe("the languages, held against each other", () => {
  const code = component('{t("a")}{t("b", { count: 1 })}');
  const en = { a: "A", b: "{count, plural, one {# man} other {# men}}" };

  it("agree when each has every text, asking for the same", async () => {
    expect(await problemsOf({ en, de: { a: "Ä", b: "{count, plural, one {# Mann} other {# Männer}}" }, code })).toEqual([]);
  });

  it("tell of a text that one of them lacks, either way", async () => {
    expect(await problemsOf({ en, de: { b: en.b }, code })).toEqual(["de: chat.a is missing"]);
    expect(await problemsOf({ en: { b: en.b }, de: { a: "Ä", b: en.b }, code })).toContain("en: chat.a is missing");
  });

  it("tell of a text that is empty or cannot be read", async () => {
    expect(await problemsOf({ en, de: { a: " ", b: en.b }, code })).toEqual(["de: chat.a is empty"]);
    expect(await problemsOf({ en, de: { a: "{", b: en.b }, code })).toContainEqual(expect.stringContaining("de: chat.a cannot be read"));
  });

  it("tell of one that makes a time itself", async () => {
    const b = "{count, date}";
    expect(await problemsOf({ en: { a: "A", b }, de: { a: "Ä", b }, code })).toEqual([
      "en: chat.b makes a time itself; useTimes makes them",
      "de: chat.b makes a time itself; useTimes makes them",
    ]);
  });

  it("tell of one that asks for something else, or in another way", async () => {
    const problem = /chat\.b asks for en \(count: plural\), de \((number: plural|count: value)\)/;
    for (const b of ["{number, plural, other {#}}", "{count}"]) {
      expect(await problemsOf({ en, de: { a: "Ä", b }, code })).toEqual([expect.stringMatching(problem)]);
    }
  });
});

describe("the texts, held against the code", () => {
  const texts = (en: object) => ({ en, de: en });

  it("tell of a text that nobody asks for, and of one that nobody wrote", async () => {
    expect(await problemsOf({ ...texts({ a: "A", b: "B" }), code: component('{t("a")}{t("c")}') })).toEqual([
      "src/ui/one.tsx:3 asks for chat.c, which nobody wrote",
      "chat.b is asked for nowhere",
    ]);
  });

  it("see what a choice, a template, a method and a translator that is passed on ask for", async () => {
    const en = { a: "A", b: "B", roles: { staff: "S" }, rich: "<b>R</b>", passed: "P", wait: "W" };
    const code = `${component(`{t(isNew ? "a" : "b")}{t(\`roles.\${role}\`)}{t.rich("rich", { b: String })}`)}
      function later(t: Translator<"chat">, key) { return key === "wait" ? t(key) : t("passed"); }`;
    expect(await problemsOf({ ...texts(en), code })).toEqual([]);
  });

  it("tell of a text that is not given what it asks for, or is given more", async () => {
    expect(await problemsOf({ ...texts({ a: "{name} and {other}" }), code: component('{t("a", { name: 1, third: 2 })}') })).toEqual([
      "src/ui/one.tsx:3 does not give “other” to chat.a",
      "src/ui/one.tsx:3 gives “third”, which is not asked for, to chat.a",
    ]);
  });

  it("tell of dates and numbers in the language of the device", async () => {
    const code = `const a = new Intl.DateTimeFormat(undefined, {}); const b = (1).toLocaleString(); const c = new Intl.NumberFormat(locale);`;
    const problem = expect.stringContaining("src/ui/one.tsx:1 formats in the language of the device");
    expect(await problemsOf({ ...texts({}), code })).toEqual([problem, problem]);
  });

  it.each([
    ["between tags", component("Sign out"), "Sign out"],
    ["in an attribute", component('<i aria-label="Close" className="flex gap-2" />'), "Close"],
    ["in a choice", component('{isNew ? "New here" : <b />}'), "New here"],
    ["in a template", component(`{\`Write to \${role}\`}`), "Write to …"],
    ["in a notice", 'export const f = () => { tell("error", "It did not work."); };', "It did not work."],
    ["in a table", 'export const names = { staff: "Front desk", tone: "danger", id: "case.take" };', "Front desk"],
    ["in an answer", 'export function f() { if (1) return "Archived"; return "flex items-center"; }', "Archived"],
  ])("tell of words that stand in the code %s", async (_where, code, text) => {
    expect(await problemsOf({ ...texts({}), code })).toEqual([expect.stringContaining(`says “${text}” itself`)]);
  });
});

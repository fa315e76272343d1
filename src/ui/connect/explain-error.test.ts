import { beforeEach, describe, expect, it } from "vitest";
import { AppError, type AppErrorCode, errorShape, errorTable } from "@/shared/errors";
import { languages } from "@/shared/languages";
import { startTestTexts } from "@/ui/languages/test-texts";
import de from "@/ui/messages/de/errors.json";
import en from "@/ui/messages/en/errors.json";
import { explainError } from "./explain-error";

const codes = Object.keys(errorTable) as AppErrorCode[];
const texts: Record<string, Record<string, string>> = { en, de };

describe("what failed", () => {
  it.each(codes)("is said in every language: %s", (code) => {
    // What other clients are told stands in the table; English people read the same here.
    expect(texts.en?.[code]).toBe(errorTable[code].text);
    for (const language of languages) expect(texts[language]?.[code], language).toMatch(/^\p{Lu}.*\.$/u);
  });
});

describe.each(languages)("an explanation in %s", (language) => {
  beforeEach(() => startTestTexts(language));

  it("is that of the refusal, wherever it comes from", () => {
    const expected = texts[language]?.RATE_LIMITED;
    expect(explainError(new AppError("RATE_LIMITED"))).toBe(expected);
    expect(explainError(Object.assign(new Error(), { data: { app: errorShape("RATE_LIMITED") } }))).toBe(expected);
  });

  it("is that of a lost connection for what nobody foresaw", () => {
    for (const strange of [new Error("boom"), null, "x", { data: { app: { code: "constructor" } } }]) {
      expect(explainError(strange)).toBe(texts[language]?.unreachable);
    }
  });
});

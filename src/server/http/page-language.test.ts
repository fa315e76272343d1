import type { IncomingMessage } from "node:http";
import { describe, expect, it } from "vitest";
import { setPageLanguage } from "./page-language";

/** The language that a page is told for this request. */
function languageFor(headers: Record<string, string>, url = "/chat"): unknown {
  const req = { url, headers: { ...headers } } as unknown as IncomingMessage;
  setPageLanguage(req);
  return req.headers["x-language"];
}

describe("the language of a page", () => {
  it("is what was chosen in this browser, whatever it wants", () => {
    expect(languageFor({ cookie: "a=b; gympl-language=de; c=d", "accept-language": "en" })).toBe("de");
    expect(languageFor({ cookie: "gympl-language=en", "accept-language": "de" })).toBe("en");
  });

  it("is what the browser wants most of what there is, by language and not by country", () => {
    expect(languageFor({ "accept-language": "de-AT,de;q=0.9,en;q=0.8" })).toBe("de");
    expect(languageFor({ "accept-language": "fr-FR, fr;q=0.9, de;q=0.5, en;q=0.7" })).toBe("en");
    expect(languageFor({ "accept-language": "de;q=0, en;q=0.1" })).toBe("en");
  });

  it("is English for whoever wants none of them, or says it in a way that nobody reads", () => {
    for (const wanted of ["fr", "*", "", ",,;q", "de;q=much", "x".repeat(100_000)])
      expect(languageFor({ "accept-language": wanted })).toBe("en");
    expect(languageFor({})).toBe("en");
    expect(languageFor({ cookie: "gympl-language=klingon" })).toBe("en");
    expect(languageFor({ cookie: "x-gympl-language=de" })).toBe("en");
  });

  it("is what the address says, for a page that is kept for later", () => {
    expect(languageFor({ cookie: "gympl-language=en" }, "/shell/chat?language=de")).toBe("de");
    expect(languageFor({ cookie: "gympl-language=de" }, "/shell/chat?language=%00")).toBe("de");
  });

  it("is never what a caller writes into our own header", () => {
    expect(languageFor({ "x-language": "<b>", "accept-language": "de" })).toBe("de");
  });
});

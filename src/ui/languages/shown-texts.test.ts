import { beforeEach, expect, it } from "vitest";
import { onOtherTexts, showLanguage, shownTexts } from "./shown-texts";
import { startTestTexts } from "./test-texts";
import { textsNow } from "./texts-now";

beforeEach(() => startTestTexts("en"));

it("another language shows all areas of the page at once, and tells it once", async () => {
  const languages: string[] = [];
  const stop = onOtherTexts(() => languages.push(shownTexts().language));
  expect(textsNow("common")("tryAgain")).toBe("Try again");
  const areas = Object.keys(shownTexts().messages);
  await showLanguage("de");
  expect(Object.keys(shownTexts().messages)).toEqual(areas);
  expect(textsNow("common")("tryAgain")).toBe("Nochmal versuchen");
  await showLanguage("de");
  stop();
  await showLanguage("en");
  expect(languages).toEqual(["de"]);
  expect(textsNow("common")("tryAgain")).toBe("Try again");
});

it("of two wishes the later one holds, whichever is loaded first", async () => {
  await Promise.all([showLanguage("de"), showLanguage("en")]);
  expect(shownTexts().language).toBe("en");
  await Promise.all([showLanguage("en"), showLanguage("de")]);
  expect(shownTexts().language).toBe("de");
});

/** The languages that people read the chat in. The first is for those who want none of them. */
export const languages = ["en", "de"] as const;

/** A language as the first part of its tag. */
export type Language = (typeof languages)[number];

/** What a choice of one's own is kept under in a browser: as a cookie, so that the server can read it. */
export const languageCookie = "gympl-language";

/** The header by which the server tells a page that is being made its language. */
export const languageHeader = "x-language";

export function isLanguage(value: unknown): value is Language {
  return languages.some((language) => language === value);
}

/** The first of `wanted` (tags such as `de-AT`, the most wanted first) that there is, by its language alone; else English. */
export function bestLanguage(wanted: readonly string[]): Language {
  const found = wanted.map((tag) => tag.trim().toLowerCase().split("-")[0]).find(isLanguage);
  return found ?? languages[0];
}

import { isLanguage, type Language } from "@/shared/languages";
import de from "@/ui/messages/de/failure.json";
import en from "@/ui/messages/en/failure.json";

/**
 * The texts of a page that failed, in the language that the document says it is in. They are part of the program, since nothing may have to be loaded for
 * them, and plain, so that the pages that nobody should see bring nothing along.
 */
export function builtInTexts(_area: "failure"): (key: keyof typeof en) => string {
  const texts = { en, de }[documentLanguage()];
  return (key) => texts[key];
}

/** English where there is no document. */
export function documentLanguage(): Language {
  const language = typeof document === "undefined" ? "en" : document.documentElement.lang;
  return isLanguage(language) ? language : "en";
}

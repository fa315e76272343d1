import { isLanguage, type Language } from "@/shared/languages";

/** The language that the document says it is in; English where there is no document. For pages without texts of their own. */
export function documentLanguage(): Language {
  const language = typeof document === "undefined" ? "en" : document.documentElement.lang;
  return isLanguage(language) ? language : "en";
}

import { headers } from "next/headers";
import { isLanguage, type Language, languageHeader } from "@/shared/languages";

/** The language of the page that is being made: the server has chosen it for this answer. */
export async function pageLanguage(): Promise<Language> {
  const language = (await headers()).get(languageHeader);
  return isLanguage(language) ? language : "en";
}

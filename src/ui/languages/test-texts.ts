import type { Language } from "@/shared/languages";
import { chatAreas, loadAreas } from "./areas";
import { startTexts } from "./shown-texts";

/** Gives a test of words without a page the texts of a page in this language. */
export async function startTestTexts(language: Language): Promise<void> {
  startTexts({ language, messages: await loadAreas(language, chatAreas) });
}

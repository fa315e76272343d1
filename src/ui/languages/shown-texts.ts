/** What the page shows its texts from, in the browser: the language, and the areas that are here. One for a page. */
import type { Language } from "@/shared/languages";
import { type Area, loadAreas, type Texts } from "./areas";

export interface ShownTexts {
  readonly language: Language;
  readonly messages: Partial<Texts>;
}

let shown: ShownTexts = { language: "en", messages: {} };
let wanted: Language = "en";
const wantedAreas = new Set<Area>();
const loaded: Record<Language, Partial<Texts>> = { en: {}, de: {} };
const listeners = new Set<() => void>();

/** Begins with what the page came with. */
export function startTexts(served: ShownTexts): void {
  shown = served;
  wanted = served.language;
  Object.assign(loaded[served.language], served.messages);
  for (const area of Object.keys(served.messages)) wantedAreas.add(area as Area);
}

export function shownTexts(): ShownTexts {
  return shown;
}

/** Calls `listener` whenever other texts are shown; answers how to stop it. */
export function onOtherTexts(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Shows everything in another language, all of it at once. Rejects when its texts cannot be loaded; then nothing has changed. */
export async function showLanguage(language: Language): Promise<void> {
  wanted = language;
  try {
    await settle();
  } catch (error) {
    wanted = shown.language;
    throw error;
  }
}

/**
 * Loads a part of the program together with the texts that it needs: `loadLater(withTexts("reports", () => import("…").then((part) => part.Reports)))`.
 * Rejects when one of them cannot be loaded; asking again is allowed.
 */
export function withTexts<T>(area: Area, load: () => Promise<T>): () => Promise<T> {
  return async () => {
    wantedAreas.add(area);
    const [part] = await Promise.all([load(), settle()]);
    return part;
  };
}

/** Loads what is missing, and shows it when all of it is here. What is wanted may change meanwhile. */
async function settle(): Promise<void> {
  for (;;) {
    const language = wanted;
    const missing = [...wantedAreas].filter((area) => !loaded[language][area]);
    if (missing.length > 0) {
      Object.assign(loaded[language], await loadAreas(language, missing));
      continue;
    }
    const isShown = shown.language === language && [...wantedAreas].every((area) => shown.messages[area]);
    if (isShown) return;
    shown = { language, messages: { ...loaded[language] } };
    for (const listener of listeners) listener();
    return;
  }
}

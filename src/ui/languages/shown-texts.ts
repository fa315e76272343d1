/** What the page shows its texts from, in the browser: the language, and the texts of its areas. One for a page. */
import type { Language } from "@/shared/languages";
import { type Area, loadAreas, type Texts } from "./areas";

export interface ShownTexts {
  readonly language: Language;
  readonly messages: Partial<Texts>;
}

let shown: ShownTexts = { language: "en", messages: {} };
let wanted: Language = "en";
const loaded = new Map<Language, ShownTexts>();
const listeners = new Set<() => void>();

/** Begins with what the page came with. */
export function startTexts(served: ShownTexts): void {
  shown = served;
  wanted = served.language;
  loaded.clear();
  loaded.set(served.language, served);
}

export function shownTexts(): ShownTexts {
  return shown;
}

/** Calls `listener` whenever other texts are shown; answers how to stop it. */
export function onOtherTexts(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/**
 * Shows everything in another language, all of it at once; of two wishes the later one holds. Rejects when its texts cannot be loaded; then nothing has
 * changed.
 */
export async function showLanguage(language: Language): Promise<void> {
  wanted = language;
  const next = loaded.get(language) ?? { language, messages: await loadAreas(language, Object.keys(shown.messages) as Area[]) };
  loaded.set(language, next);
  if (wanted !== language || shown === next) return;
  shown = next;
  for (const listener of listeners) listener();
}

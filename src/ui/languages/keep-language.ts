import { type Language, languageCookie } from "@/shared/languages";
import { languageCache, languageEntry } from "@/ui/offline/kept-here";

const yearSeconds = 365 * 24 * 60 * 60;

/** Keeps a chosen language on this device: for the server, and for the service worker, which sees no cookies. */
export function keepLanguage(language: Language): void {
  // Not cookieStore: pages over plain http have none.
  // biome-ignore lint/suspicious/noDocumentCookie: see above
  document.cookie = `${languageCookie}=${language}; Path=/; Max-Age=${yearSeconds}; SameSite=Lax`;
  if (!("caches" in globalThis)) return;
  void caches
    .open(languageCache)
    .then((cache) => cache.put(languageEntry, new Response(language)))
    // A browser that refuses to keep anything goes by its own languages.
    .catch(() => undefined);
}

import { isLanguage, type Language, languageCookie } from "@/shared/languages";
import { languageCache, languageEntry } from "@/ui/offline/kept-here";

/** The pages of this browser tell each other over it. */
const channelName = "gympl-language";
const yearSeconds = 365 * 24 * 60 * 60;

/** Keeps a chosen language on this device: for the server, for the service worker, which sees no cookies, and for the pages that are open in other tabs. */
export function keepLanguage(language: Language): void {
  // Not cookieStore: pages over plain http have none.
  // biome-ignore lint/suspicious/noDocumentCookie: see above
  document.cookie = `${languageCookie}=${language}; Path=/; Max-Age=${yearSeconds}; SameSite=Lax`;
  const channel = new BroadcastChannel(channelName);
  channel.postMessage(language);
  channel.close();
  if (!("caches" in globalThis)) return;
  void caches
    .open(languageCache)
    .then((cache) => cache.put(languageEntry, new Response(language)))
    // A browser that refuses to keep anything goes by its own languages.
    .catch(() => undefined);
}

/** Calls `listener` when another tab has chosen a language; answers how to stop it. */
export function onLanguageElsewhere(listener: (language: Language) => void): () => void {
  const channel = new BroadcastChannel(channelName);
  channel.onmessage = ({ data }) => isLanguage(data) && listener(data);
  return () => channel.close();
}

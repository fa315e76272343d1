import type { Language } from "@/shared/languages";

/** What this browser keeps beside the chat client's own storage, and under which names: for the pages and for the service worker. */

/** Where the viewer of this browser is at home. */
export type Home = "/chat" | "/desk";

/** Who was signed in here last, so that a page can start without the server. In localStorage, as JSON. */
export const viewerKey = "gympl-viewer";
/** The same for the service worker, which cannot read localStorage: only the way home, at `homeEntry`. */
export const homeCache = "gympl-home";
export const homeEntry = "/gympl-home";
/** The language that was chosen here, for the service worker: `de`, at `languageEntry`. It belongs to the device and outlives a sign-in. */
export const languageCache = "gympl-language";
export const languageEntry = "/gympl-language";
/** Faces that were shown. */
export const facesCache = "gympl-faces";
/** What the desk needs of the program beside what every browser keeps, in caches named by this and their version. */
export const deskCachePrefix = "gympl-desk-";
/** What a page says to a service worker that waits: take over. */
export const takeOverMessage = "TAKE_OVER";
/** What a page says to the service worker of whoever is at home at the desk: keep the desk's part of the program; and of who is not: drop it. */
export const keepDeskMessage = "KEEP_DESK";
export const dropDeskMessage = "DROP_DESK";

/** The page that starts a home without the server, in one language. */
export function shellOf(home: Home, language: Language): string {
  return `/shell${home}?language=${language}`;
}

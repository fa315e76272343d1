/// <reference lib="webworker" />
/**
 * What stands between the pages and the network. It answers three things from this browser: the program itself (its scripts, its styles, its font), which
 * is the same for everybody, but that the desk's part of it is kept at desks only; the start of a page for somebody who is known here, which is the same for everybody too, because who they are and what they
 * may see is added by the page; and faces. It never touches answers of the API, and a new version of it waits until people let it in.
 */
import { type PrecacheEntry, Serwist } from "serwist";
import { bestLanguage, isLanguage, type Language } from "@/shared/languages";
import { isConversationPath } from "@/ui/shell/place";
import { DeskProgram, type KeptFile } from "./desk-program";
import {
  dropDeskMessage,
  facesCache,
  type Home,
  homeCache,
  homeEntry,
  keepDeskMessage,
  languageCache,
  languageEntry,
  shellOf,
  takeOverMessage,
} from "./kept-here";

declare const self: ServiceWorkerGlobalScope & {
  /** What /chat needs, and every browser keeps. */
  __SW_MANIFEST: PrecacheEntry[];
  /** What the desk needs beside that. */
  __DESK: { files: KeptFile[]; version: string };
};

const facesMax = 200;
const { files, version } = self.__DESK;
const desk = new DeskProgram(files, version);

const serwist = new Serwist({
  precacheEntries: self.__SW_MANIFEST,
  precacheOptions: { cleanupOutdatedCaches: true },
  // The very first visit is kept too, without a reload.
  clientsClaim: true,
  skipWaiting: false,
  disableDevLogs: true,
});

serwist.registerCapture(
  ({ request, sameOrigin }) => sameOrigin && request.mode === "navigate" && request.method === "GET",
  ({ request }) => open(request),
);
serwist.registerCapture(
  ({ url, sameOrigin }) => sameOrigin && url.pathname.startsWith("/avatars/"),
  ({ request, event }) => face(request, event),
);
serwist.registerCapture(
  ({ url, sameOrigin }) => sameOrigin && desk.has(url.pathname + url.search),
  async ({ url, request }) => (await desk.match(url.pathname + url.search)) ?? fetch(request),
);
self.addEventListener("install", (event) => event.waitUntil(keepOfHome()));
self.addEventListener("activate", (event) => event.waitUntil(desk.dropOthers()));
self.addEventListener("message", (event) => {
  if (event.data === takeOverMessage) void self.skipWaiting();
  // A page that was on its way while this version began could not be claimed then; it speaks, so it is here. One that is no longer the active version has none.
  else event.waitUntil(self.clients.claim().catch(() => undefined));
  // Without a connection the next page asks again.
  if (event.data === keepDeskMessage) event.waitUntil(desk.keep().catch(() => undefined));
  if (event.data === dropDeskMessage) event.waitUntil(desk.drop());
});
serwist.addEventListeners();

/** A new version comes whole: at the desk with the desk's part, or not at all. */
async function keepOfHome(): Promise<void> {
  if ((await knownHome()) === "/desk") await desk.keep();
}

/** A page. Somebody who is known here starts without the server, whether it can be reached or not; everybody else is led by it. */
async function open(request: Request): Promise<Response> {
  const { pathname, search } = new URL(request.url);
  const home = await knownHome();
  const [, base, ...rest] = pathname.split("/");
  // Pages beside the conversations, such as the reports, come from the server.
  const isConversation = isConversationPath(rest.filter(Boolean));
  if (home !== null && pathname === "/") return Response.redirect(home, 302);
  if (home !== null && `/${base}` === home && isConversation) return (await keptShell(home)) ?? fetch(request);
  try {
    return await fetch(request);
  } catch (error) {
    if (home !== null && (base === "chat" || base === "desk")) {
      return Response.redirect(isConversation ? [home, ...rest].join("/") + search : home, 302);
    }
    const shell = await keptShell("/chat");
    if (shell) return shell;
    throw error;
  }
}

/** A face: as it was kept, and renewed behind that. Kept only for somebody who is known here, and forgotten with them. */
async function face(request: Request, event: ExtendableEvent): Promise<Response> {
  if ((await knownHome()) === null) return fetch(request);
  const faces = await caches.open(facesCache);
  const kept = await faces.match(request);
  const renewing = fetch(request).then(async (answer) => {
    // They may have signed out meanwhile.
    if (!answer.ok || (await knownHome()) === null) return answer;
    await faces.put(request, answer.clone());
    const [oldest, ...rest] = await faces.keys();
    if (oldest && rest.length >= facesMax) await faces.delete(oldest);
    return answer;
  });
  if (!kept) return renewing;
  event.waitUntil(renewing.catch(() => undefined));
  return kept;
}

/** The start of a home in the language that was chosen here, else in the one that the browser wants. */
async function keptShell(home: Home): Promise<Response | undefined> {
  const shell = shellOf(home, await language());
  return home === "/desk" ? desk.match(shell) : serwist.matchPrecache(shell);
}

async function language(): Promise<Language> {
  const kept = await caches.match(languageEntry, { cacheName: languageCache });
  const chosen = await kept?.text();
  return isLanguage(chosen) ? chosen : bestLanguage(navigator.languages);
}

async function knownHome(): Promise<Home | null> {
  const kept = await caches.match(homeEntry, { cacheName: homeCache });
  const home = await kept?.text();
  return home === "/chat" || home === "/desk" ? home : null;
}

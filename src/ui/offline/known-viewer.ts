import type { Me } from "@/shared/people";
import { facesCache, type Home, homeCache, homeEntry, viewerKey } from "./kept-here";

interface KnownViewer {
  viewer: Me;
  home: Home;
}

/** Keeps who is signed in here, so that the next start needs no server. */
export function rememberViewer(known: KnownViewer): void {
  try {
    const text = JSON.stringify(known);
    if (localStorage.getItem(viewerKey) !== text) localStorage.setItem(viewerKey, text);
  } catch {
    // Storage is forbidden or full: then every start asks the server.
    return;
  }
  // Each time, known or not: a page that is left at once has written the one and not the other.
  void changeCaches(async (all) => (await all.open(homeCache)).put(homeEntry, new Response(known.home)));
}

/** Who was signed in here last; `null` when nobody is known. */
export function readKnownViewer(): KnownViewer | null {
  try {
    const known = JSON.parse(localStorage.getItem(viewerKey) ?? "null") as Partial<KnownViewer> | null;
    return known?.viewer?.id && known.home ? { viewer: known.viewer, home: known.home } : null;
  } catch {
    return null;
  }
}

/** Forgets them, and all that the service worker keeps for them: on signing out, and wherever somebody else may sign in. */
export async function forgetViewer(): Promise<void> {
  try {
    localStorage.removeItem(viewerKey);
  } catch {
    // Forbidden storage has nothing in it.
  }
  await changeCaches((all) => Promise.all([all.delete(homeCache), all.delete(facesCache)]));
}

/** Pages over plain http have no caches. A browser that refuses to change one goes on without: then every start asks the server. */
async function changeCaches(change: (all: CacheStorage) => Promise<unknown>): Promise<void> {
  if (!("caches" in globalThis)) return;
  await change(caches).catch(() => undefined);
}

import { dropDeskMessage, type Home, keepDeskMessage, takeOverMessage } from "./kept-here";

/** What the page knows of the service worker that is on its way. */
export interface Updates {
  /** Whether a newer version than that of this page can be had. */
  isReady: boolean;
}

const scriptUrl = "/service-worker.js";
const askEveryMs = 60 * 60_000;
/** A browser lets the new one in when the old one has nothing under way; now and then it forgets to look again. */
const takeOverAgainMs = 1_000;
const takeOverMaxMs = 4_000;

let updates: Updates = { isReady: false };
let waiting: ServiceWorker | null = null;
let registration: ServiceWorkerRegistration | null = null;
let isRegistering = false;
let isOurReload = false;
const listeners = new Set<() => void>();

export const readUpdates = (): Updates => updates;

export function watchUpdates(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** Registers the service worker, once for a page; from then on looks each hour for a new version. Does nothing where there are none: over plain http, say. */
export async function keepUpToDate(): Promise<void> {
  if (isRegistering || !("serviceWorker" in navigator)) return;
  isRegistering = true;
  const { serviceWorker } = navigator;
  const hadOne = serviceWorker.controller !== null;
  serviceWorker.addEventListener("controllerchange", () => {
    if (isOurReload) window.location.reload();
    // Another tab let it in: this page still is the old version.
    else if (hadOne) announce(null);
  });
  try {
    registration = await serviceWorker.register(scriptUrl, { scope: "/", updateViaCache: "none" });
  } catch {
    // No connection, or forbidden by the browser: the next page tries again.
    return;
  }
  follow(registration);
  setInterval(lookForUpdate, askEveryMs);
}

/** Asks whether there is a new version: when the connection is back after it was lost, because the server may have been renewed meanwhile. */
export function lookForUpdate(): void {
  // Without an answer the next hour asks again.
  registration?.update().catch(() => undefined);
}

/** Has the service worker keep the part of the program that belongs to this home, as soon as there is one. */
export async function keepProgramOf(home: Home): Promise<void> {
  if (!("serviceWorker" in navigator)) return;
  const { active } = await navigator.serviceWorker.ready;
  active?.postMessage(home === "/desk" ? keepDeskMessage : dropDeskMessage);
}

/** Lets the new version in: the page starts again, in it. Drafts and unsent messages are kept, as over any reload. */
export function letUpdateIn(): void {
  if (!waiting || isOurReload) {
    window.location.reload();
    return;
  }
  isOurReload = true;
  const first = waiting;
  const takeOver = () => (registration?.waiting ?? first).postMessage(takeOverMessage);
  takeOver();
  setInterval(takeOver, takeOverAgainMs);
  // Whoever has pressed a button sees that something happens.
  setTimeout(() => window.location.reload(), takeOverMaxMs);
}

function follow(one: ServiceWorkerRegistration): void {
  // The first one ever waits for nobody: there is nothing older than it.
  const look = () => one.waiting && one.active && announce(one.waiting);
  look();
  one.addEventListener("updatefound", () => one.installing?.addEventListener("statechange", look));
}

function announce(worker: ServiceWorker | null): void {
  waiting = worker;
  updates = { isReady: true };
  for (const listener of listeners) listener();
}

import type { Page } from "@playwright/test";
import { expect } from "./test";

/** Several tests at once, and each fetches the whole program. */
const keptMsMax = 40_000;

/** Waits until the service worker has everything that belongs to who is signed in, and answers for this page. */
export async function untilKept(page: Page): Promise<void> {
  const message = "what this browser lacks for a start without the server";
  await expect.poll(() => page.evaluate(lacking), { message, timeout: keptMsMax }).toBe("nothing");
}

/** Runs in the page. */
async function lacking(): Promise<string> {
  const { serviceWorker } = navigator;
  if (!(await serviceWorker.getRegistration())?.active) return "a service worker";
  if (!serviceWorker.controller) return "one that answers for this page";
  const home = await (await caches.match("/gympl-home"))?.text();
  if (!home) return "the way home";
  const shell = await caches.match(`/shell${home}`, { ignoreSearch: true });
  return shell ? "nothing" : `the start of ${home}`;
}

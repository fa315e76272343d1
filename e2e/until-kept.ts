import type { Page } from "@playwright/test";

/** Waits until the service worker has everything that belongs to who is signed in, and answers for this page. */
export async function untilKept(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    if (!navigator.serviceWorker.controller) {
      await new Promise((resolve) => navigator.serviceWorker.addEventListener("controllerchange", resolve, { once: true }));
    }
    const home = async () => (await caches.match("/gympl-home"))?.text();
    const hasShell = async () => Boolean(await caches.match(`/shell${await home()}`, { ignoreSearch: true }));
    while (!(await home()) || !(await hasShell())) await new Promise((resolve) => requestAnimationFrame(resolve));
  });
}

import { readFile } from "node:fs/promises";
import path from "node:path";
import type { Page } from "@playwright/test";
import { newVersionProxy } from "./new-version-proxy";
import { bubble, composer, conversation, expectTicks, row, write } from "./screen";
import { expect, signIn, test } from "./test";

// The browser itself logs what cannot be reached.
const unreachable = /WebSocket connection to|net::ERR_|Failed to load resource|Failed to fetch|fetching the script/;

/** Waits until the service worker has everything and answers for this page. */
async function untilKept(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    if (!navigator.serviceWorker.controller) {
      await new Promise((resolve) => navigator.serviceWorker.addEventListener("controllerchange", resolve, { once: true }));
    }
    while (!(await caches.has("gympl-home"))) await new Promise((resolve) => requestAnimationFrame(resolve));
  });
}

/** Every address that this browser has kept an answer of. */
const keptAddresses = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    const names = await caches.keys();
    const requests = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
    return requests.flat().map(({ url }) => new URL(url).pathname);
  });

/** Whether the chat client has written this down. */
const isOnDisk = (page: Page, text: string): Promise<boolean> =>
  page.evaluate(async (wanted) => {
    const answer = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    for (const { name } of await indexedDB.databases()) {
      const db = await answer(indexedDB.open(name ?? ""));
      const all = await Promise.all([...db.objectStoreNames].map((store) => answer(db.transaction(store).objectStore(store).getAll())));
      db.close();
      if (JSON.stringify(all).includes(wanted)) return true;
    }
    return false;
  }, text);

test("a browser finds all that it wants before it offers to install the chat", async ({ browsers }) => {
  const page = await browsers.stranger();
  await page.goto("/sign-in");
  await expect(page.locator('link[rel="apple-touch-icon"]')).toHaveAttribute("href", /apple-touch-icon\.png/);
  const address = await page.locator('link[rel="manifest"]').getAttribute("href");
  const manifest = await (await page.request.get(address ?? "")).json();
  expect(manifest).toMatchObject({ id: "/", start_url: "/", scope: "/", display: "standalone" });
  const sizes = await page.evaluate(async (icons: { src: string }[]) => {
    const images = icons.map(async ({ src }) => {
      const image = new Image();
      image.src = src;
      await image.decode();
      return image.naturalWidth;
    });
    return Promise.all(images);
  }, manifest.icons);
  const named = manifest.icons.map((icon: { sizes: string; purpose: string }) => `${icon.sizes} ${icon.purpose}`);
  expect(named).toEqual(expect.arrayContaining(["192x192 any", "512x512 any", "512x512 maskable"]));
  expect(sizes).toEqual(expect.arrayContaining([192, 512]));
});

test("without a connection /chat opens to the conversations that were seen, and takes messages that arrive once later", async ({
  gym,
  browsers,
}) => {
  browsers.expectError(unreachable);
  const [ben, dan] = [await gym.person("Ben Trainer", "trainer"), await gym.person("Dan Member")];
  const id = await gym.conversation({ type: "direct", people: [ben, dan], messages: [{ by: ben, text: "How did it go?" }] });
  const first = await browsers.of(dan, { size: "phone" });
  await row(first, "Ben Trainer").click();
  await expect(bubble(first, "How did it go?")).toBeVisible();
  await untilKept(first);
  const context = first.context();
  await context.setOffline(true);
  await first.close();

  const page = await context.newPage();
  await page.goto("/");
  await expect(page).toHaveURL(/\/chat$/);
  await row(page, "Ben Trainer").click();
  await expect(bubble(page, "How did it go?")).toBeVisible();
  await write(page, "Well, but it was cold.");
  await expectTicks(page, "Well, but it was cold.", "pending");
  await page.reload();
  await expect(bubble(page, "Well, but it was cold.")).toBeVisible();
  await expect(conversation(page).locator('[data-connection="offline"]')).toBeVisible();

  await context.setOffline(false);
  await expectTicks(page, "Well, but it was cold.", "sent");
  expect(await gym.stored(id)).toEqual(["How did it go?", "Well, but it was cold."]);
});

test("the desk opens without a connection too, and a strange address leads home", async ({ gym, browsers }) => {
  browsers.expectError(unreachable);
  const [anna, dan] = [await gym.person("Anna Desk", "staff"), await gym.person("Dan Member")];
  await gym.conversation({ type: "direct", people: [anna, dan], messages: [{ by: dan, text: "Is the pool open?" }] });
  const page = await browsers.of(anna);
  await page.goto("/desk?view=inbox");
  await expect(row(page, "Dan Member")).toBeVisible();
  await untilKept(page);
  await expect.poll(() => isOnDisk(page, "Is the pool open?")).toBe(true);
  await page.context().setOffline(true);
  await page.goto("/chat?view=inbox");
  await expect(page).toHaveURL(/\/desk\?view=inbox$/);
  await expect(row(page, "Dan Member")).toContainText("Is the pool open?");
});

test("a new version is announced, comes in only when one wants it, and keeps what was being written", async ({ gym, browsers }) => {
  // The server ends before the browser does.
  browsers.expectError(unreachable);
  const [ben, dan] = [await gym.person("Ben Trainer", "trainer"), await gym.person("Dan Member")];
  const id = await gym.conversation({ type: "direct", people: [ben, dan], messages: [{ by: ben, text: "How did it go?" }] });
  await using server = await newVersionProxy();
  const page = await browsers.of(dan, { url: server.url });
  await row(page, "Ben Trainer").click();
  await untilKept(page);
  await composer(page).fill("half a sentence");
  await expect.poll(() => isOnDisk(page, "half a sentence")).toBe(true);
  await expect(page.locator("[data-update]")).toHaveCount(0);

  server.renew();
  await page.reload();
  await expect(page.locator("[data-update]")).toContainText("A new version is ready.");
  // Put off, it comes again with the next page.
  await page.getByRole("button", { name: "Later" }).click();
  await expect(page.locator("[data-update]")).toHaveCount(0);
  await expect(composer(page)).toHaveValue("half a sentence");
  // A reload is no consent.
  await page.reload();
  await expect(page.locator("[data-update]")).toBeVisible();
  expect(await page.evaluate(async () => (await navigator.serviceWorker.ready).waiting !== null)).toBe(true);

  const loaded = page.waitForEvent("load");
  await page.getByRole("button", { name: "Reload", exact: true }).click();
  await loaded;
  await expect(composer(page)).toHaveValue("half a sentence");
  await expect(page).toHaveURL(new RegExp(id));
  await expect(page.locator("[data-update]")).toHaveCount(0);
  expect(await page.evaluate(async () => (await navigator.serviceWorker.ready).waiting)).toBeNull();
});

test("a browser keeps the program and faces, and never an answer of the API or a page that somebody else could not see", async ({
  gym,
  browsers,
}) => {
  const [ben, dan] = [await gym.person("Ben Trainer", "trainer"), await gym.person("Dan Member")];
  await gym.conversation({ type: "direct", people: [ben, dan], messages: [{ by: ben, text: "A secret of ours" }] });
  const page = await browsers.of(dan);
  await row(page, "Ben Trainer").click();
  await expect(bubble(page, "A secret of ours")).toBeVisible();
  await untilKept(page);
  await page.evaluate(() => Promise.all(["/api/trpc/auth.me", "/api/auth/session", "/chat"].map((address) => fetch(address))));
  const addresses = await keptAddresses(page);
  expect(addresses).toEqual(expect.arrayContaining(["/shell/chat", "/shell/desk"]));
  const known = /^\/(_next\/static|icons|avatars|shell)\/|^\/(manifest\.webmanifest|gympl-home)$/;
  expect(addresses.filter((address) => !known.test(address))).toEqual([]);
  const pages = await page.evaluate(async () => {
    const kept = await Promise.all(["/shell/chat", "/shell/desk"].map((address) => caches.match(address, { ignoreSearch: true })));
    return Promise.all(kept.map((answer) => answer?.text()));
  });
  for (const text of pages) {
    expect(text).toContain("<html");
    for (const personal of ["Dan Member", dan.id, gym.name, "A secret of ours"]) expect(text).not.toContain(personal);
  }
});

test("who signs out leaves nothing behind: no name, no face, no way in without a connection", async ({ gym, browsers }) => {
  browsers.expectError(unreachable);
  const [ben, dan] = [await gym.person("Ben Trainer", "trainer"), await gym.person("Dan Member")];
  await gym.conversation({ type: "direct", people: [ben, dan], messages: [{ by: ben, text: "A secret of ours" }] });
  const page = await browsers.of(dan);
  await expect(row(page, "Ben Trainer")).toBeVisible();
  await untilKept(page);
  await page.getByRole("button", { name: /^Your account/ }).click();
  await page.getByRole("menuitem", { name: "Sign out", exact: true }).click();
  await expect(page).toHaveURL(/\/sign-in$/);
  const left = await page.evaluate(async () => [await caches.keys(), Object.keys(localStorage)].flat().join(" "));
  expect(left).not.toMatch(/gympl-(viewer|home|faces)/);

  await page.context().setOffline(true);
  await page.goto("/chat");
  await expect(page.getByRole("heading", { name: "You are offline" })).toBeVisible();
  await expect(page.getByText(/Ben Trainer|Dan Member|A secret/)).toHaveCount(0);
  // The page that says so goes on by itself.
  await page.context().setOffline(false);
  await expect(page).toHaveURL(/\/sign-in(\?|$)/);
  await page.goto("/chat");
  await expect(page).toHaveURL(/\/sign-in\?callbackUrl=/);
});

test("a sign-in that ended elsewhere leads from the kept page to the sign-in page, and who signs in next sees nothing of before", async ({
  gym,
  browsers,
}) => {
  const [ben, dan, eve] = [await gym.person("Ben Trainer", "trainer"), await gym.person("Dan Member"), await gym.person("Eve Member")];
  await gym.conversation({ type: "direct", people: [ben, dan], messages: [{ by: ben, text: "A secret of ours" }] });
  browsers.expectError(/status of 401|WebSocket/);
  const page = await browsers.of(dan);
  await expect(row(page, "Ben Trainer")).toBeVisible();
  await untilKept(page);
  await page.context().clearCookies();
  await page.goto("/chat");
  await expect(page).toHaveURL(/\/sign-in\?callbackUrl=%2Fchat/);
  await expect(page.getByRole("heading", { name: /^Sign in/ })).toBeVisible();
  await signIn(page, eve.email);
  await page.goto("/chat");
  await expect(page.getByText("Ask us anything about your gym")).toBeVisible();
  await expect(row(page, "Ben Trainer")).toHaveCount(0);
});

test("what a browser keeps of the program is under 640 KB", async ({ browsers }) => {
  const page = await browsers.stranger();
  const script = await readFile(path.join("dist", "service-worker.js"), "utf8");
  const urls = [...script.matchAll(/"?url"?:"(\/[^"]+)"/g)].map(([, url = ""]) => url);
  expect(urls.length).toBeGreaterThan(15);
  let bytes = 0;
  for (const url of urls) {
    const answer = await fetch(new URL(url, process.env.E2E_URL), { headers: { "accept-encoding": "gzip" } });
    expect(answer.ok, url).toBe(true);
    const { gzipSync } = await import("node:zlib");
    const body = Buffer.from(await answer.arrayBuffer());
    bytes += /\.(woff2|png)$/.test(url) ? body.length : gzipSync(body).length;
  }
  test.info().annotations.push({ type: "precache", description: `${urls.length} files, ${Math.round(bytes / 1024)} KB` });
  expect(bytes).toBeLessThan(640 * 1024);
  await page.close();
});

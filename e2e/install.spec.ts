import { gzipSync } from "node:zlib";
import type { Page } from "@playwright/test";
import { languages } from "../src/shared/languages";
import { newVersionProxy } from "./new-version-proxy";
import { bubble, composer, conversation, expectTicks, row, write } from "./screen";
import { expect, runUrl, signIn, test } from "./test";
import { untilKept } from "./until-kept";

/** What a browser may keep of the program, as it comes over the network. */
const memberKilobytesMax = 450;
const deskKilobytesMax = 620;
// The browser itself logs what cannot be reached.
const unreachable = /WebSocket connection to|net::ERR_|Failed to load resource|Failed to fetch|fetching the script/;

/** Every address that this browser has kept an answer of. */
const keptAddresses = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    const names = await caches.keys();
    const requests = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
    return requests.flat().map(({ url }) => new URL(url).pathname + new URL(url).search);
  });

const keptText = (page: Page, path: string): Promise<string | undefined> =>
  page.evaluate(async (address) => (await caches.match(address, { ignoreSearch: true }))?.text(), path);

/** What of the program this browser keeps, and how much of it comes over the network, compressed. */
async function keptProgram(page: Page): Promise<{ addresses: string[]; kilobytes: number }> {
  const addresses = (await keptAddresses(page)).filter((address) => /^\/(_next|icons|shell|manifest)/.test(address));
  const bytes = addresses.map(async (address) => {
    const answer = await fetch(new URL(address, runUrl()));
    expect(answer.ok, address).toBe(true);
    const body = Buffer.from(await answer.arrayBuffer());
    return /\.(woff2|png)(\?|$)/.test(address) ? body.length : gzipSync(body).length;
  });
  const total = (await Promise.all(bytes)).reduce((sum, one) => sum + one, 0);
  return { addresses, kilobytes: Math.round(total / 1024) };
}

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

test("a page that was on its way while the program was first kept is answered from this browser too", async ({ gym, browsers }) => {
  const dan = await gym.person("Dan Member");
  const first = await browsers.of(dan, { at: "/sign-in" });
  const second = await first.context().newPage();
  await second.route("**/chat", async (route) => {
    await first.goto("/chat");
    await untilKept(first);
    await route.continue();
  });
  await second.goto("/chat");
  await untilKept(second);
});

test("what a page that was left at once has not written down, the next one does", async ({ gym, browsers }) => {
  const page = await browsers.of(await gym.person("Dan Member"));
  await untilKept(page);
  await page.evaluate(() => caches.delete("gympl-home"));
  await page.reload();
  await untilKept(page);
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
  expect(addresses.filter((address) => address.startsWith("/shell/chat?"))).toHaveLength(languages.length);
  const known = /^\/(_next\/static|icons|avatars|shell)\/|^\/(manifest\.webmanifest|gympl-home)(\?|$)/;
  expect(addresses.filter((address) => !known.test(address))).toEqual([]);
  const text = await keptText(page, "/shell/chat");
  expect(text).toContain("<html");
  expect(text).not.toMatch(new RegExp(["Dan Member", dan.id, gym.name, "A secret of ours"].join("|")));
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
  await expect(page.getByRole("heading", { name: /^Sign in/ })).toBeVisible();
  await page.waitForLoadState("networkidle");
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

test("a member's browser keeps of the program what /chat needs, and a desk's keeps the desk's part beside it", async ({
  gym,
  browsers,
}) => {
  const [anna, dan] = [await gym.person("Anna Desk", "staff"), await gym.person("Dan Member")];
  const isDesks = (address: string) => address.startsWith("/shell/desk");
  const member = await browsers.of(dan, { size: "phone" });
  await untilKept(member);
  const chat = await keptProgram(member);
  expect(chat.addresses.filter(isDesks)).toEqual([]);
  expect(chat.kilobytes).toBeGreaterThan(200);
  expect(chat.kilobytes).toBeLessThan(memberKilobytesMax);

  const page = await browsers.of(anna);
  await untilKept(page);
  const desk = await keptProgram(page);
  expect(desk.addresses.filter(isDesks)).toHaveLength(languages.length);
  expect(desk.addresses).toEqual(expect.arrayContaining(chat.addresses));
  expect(desk.kilobytes).toBeLessThan(deskKilobytesMax);
  expect(await keptText(page, "/shell/desk")).not.toMatch(new RegExp(["Anna Desk", anna.id, gym.name].join("|")));
  test.info().annotations.push({ type: "kept", description: `member ${chat.kilobytes} KB, desk ${desk.kilobytes} KB` });
  process.stdout.write(`  kept: member ${chat.kilobytes} KB, desk ${desk.kilobytes} KB\n`);

  // The next one at this browser is a member: what only a desk needs goes.
  await page.context().clearCookies();
  await signIn(page, dan.email);
  await page.goto("/chat");
  await expect.poll(async () => (await keptProgram(page)).addresses.filter(isDesks)).toEqual([]);
});

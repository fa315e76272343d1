import type { Page } from "@playwright/test";
import type { Gym, GymPerson } from "./gym";
import { bubble, row, write } from "./screen";
import { expect, runUrl, signIn, test } from "./test";

/** What the first screen of /chat may load of scripts, as it comes over the network, compressed. */
const firstScreenBytesMax = 200 * 1024;

async function somebodyWithAList(gym: Gym): Promise<GymPerson> {
  const dan = await gym.person("Dan Member");
  for (const name of ["Ben Trainer", "Cleo Trainer", "Finn Trainer", "Gus Trainer", "Hal Trainer", "Ivo Trainer"]) {
    const trainer = await gym.person(name, "trainer");
    await gym.conversation({ type: "direct", people: [trainer, dan], messages: [{ by: trainer, text: `It is ${name}.` }] });
  }
  return dan;
}

/** Counts the scripts that have come since now, and their bytes over the network; what the service worker keeps already costs none. */
async function countScripts(page: Page): Promise<() => { scripts: number; bytes: number }> {
  const network = await page.context().newCDPSession(page);
  const scripts = new Set<string>();
  let bytes = 0;
  network.on("Network.responseReceived", ({ requestId, type }) => type === "Script" && scripts.add(requestId));
  network.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    if (scripts.has(requestId)) bytes += encodedDataLength;
  });
  await network.send("Network.enable");
  return () => ({ scripts: scripts.size, bytes });
}

test("who is not signed in is sent to the sign-in page by the answer itself, and not by a page", async ({ gym }) => {
  const dan = await gym.person("Dan Member");
  for (const address of ["/", "/chat", "/desk", `/chat/${dan.id}`]) {
    const answer = await fetch(new URL(address, runUrl()), { redirect: "manual" });
    expect(answer.status, address).toBe(307);
    const target = answer.headers.get("location") ?? "";
    expect(target).toContain(address === "/" ? "/sign-in" : `/sign-in?callbackUrl=${encodeURIComponent(address)}`);
  }
});

test("who is signed in is sent home from a place of others, as an answer and not by a page", async ({ gym, browsers }) => {
  const page = await browsers.stranger();
  await signIn(page, (await gym.person("Dan Member")).email);
  const answer = await page.request.get("/desk", { maxRedirects: 0 });
  expect(answer.status()).toBe(307);
  expect(answer.headers().location).toMatch(/\/chat$/);
});

test("the first screen of /chat loads less than 200 KB of scripts, and all else when it stands", async ({ gym, browsers }) => {
  const page = await browsers.stranger({ size: "phone" });
  await signIn(page, (await somebodyWithAList(gym)).email);
  const loaded = await countScripts(page);
  await page.goto("/chat");
  await expect(row(page, "Ivo Trainer")).toBeVisible();
  const first = loaded();
  test.info().annotations.push({ type: "first screen", description: `${Math.round(first.bytes / 1024)} KB` });
  expect(first.bytes).toBeGreaterThan(100 * 1024);
  expect(first.bytes).toBeLessThan(firstScreenBytesMax);
  // The rest comes by itself when the screen has stood for a while, so that it is there when it is wanted.
  await expect.poll(() => loaded().scripts, { timeout: 30_000 }).toBeGreaterThan(first.scripts);
});

for (const size of ["phone", "laptop"] as const) {
  test(`nothing moves while /chat comes in (${size})`, async ({ gym, browsers }) => {
    const page = await browsers.stranger({ size });
    await page.addInitScript(() => {
      const shifts: number[] = [];
      Object.assign(window, { shifts });
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) shifts.push((entry as PerformanceEntry & { value: number }).value);
      }).observe({ type: "layout-shift", buffered: true });
    });
    await signIn(page, (await somebodyWithAList(gym)).email);
    await page.goto("/chat");
    await expect(row(page, "Ivo Trainer")).toBeVisible();
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
    const shifts = await page.evaluate(() => (window as unknown as { shifts: number[] }).shifts);
    expect(shifts.reduce((sum, one) => sum + one, 0)).toBeLessThan(0.01);
  });
}

test("a page says what it is and shows the list before any script has run, and its links work", async ({ gym, browsers }) => {
  const dan = await somebodyWithAList(gym);
  const page = await browsers.stranger({ size: "phone", scripts: false });
  const signedIn = await browsers.stranger({ size: "phone" });
  await signIn(signedIn, dan.email);
  await page.context().addCookies(await signedIn.context().cookies());
  await page.goto("/chat");
  await expect(page.getByRole("heading", { name: "Chat", exact: true })).toBeVisible();
  await expect(page.getByText(gym.name)).toBeVisible();
  const list = page.getByRole("list", { name: "Conversations" });
  await expect(list.getByRole("link")).toHaveCount(6);
  await expect(list).toContainText("It is Ivo Trainer.");
  await list.getByRole("link", { name: /Ivo Trainer/ }).click();
  await expect(page).toHaveURL(/\/chat\/[0-9a-f-]{36}$/);
});

test("one message draws one row of the list again, and not its neighbours", async ({ gym, browsers }) => {
  const dan = await somebodyWithAList(gym);
  const ben = await gym.person("Ben Writer", "trainer");
  await gym.conversation({ type: "direct", people: [ben, dan], messages: [{ by: ben, text: "It is Ben." }] });
  const page = await browsers.stranger({ size: "laptop" });
  // A row says two times when it is drawn: as short as it can be, and in full for whoever points at it.
  await page.addInitScript(() => {
    const prototype = Intl.DateTimeFormat.prototype;
    const original = Object.getOwnPropertyDescriptor(prototype, "format")?.get;
    const counts = { formatted: 0 };
    Object.assign(window, { counts });
    Object.defineProperty(prototype, "format", {
      get(this: Intl.DateTimeFormat) {
        counts.formatted++;
        return original?.call(this);
      },
    });
  });
  await signIn(page, dan.email);
  await page.goto("/chat");
  await expect(row(page, "Ivo Trainer")).toBeVisible();
  const writer = await browsers.of(ben);
  await row(writer, "Dan Member").click();
  await expect(bubble(writer, "It is Ben.")).toBeVisible();
  await expect(page.locator('[data-presence="online"]').nth(1)).toBeVisible();
  const formatted = () => page.evaluate(() => (window as unknown as { counts: { formatted: number } }).counts.formatted);
  const before = await formatted();
  await write(writer, "One message for Dan");
  await expect(row(page, "Ben Writer")).toContainText("One message for Dan");
  // Two for the row, and as many again for its place; seven rows would be fourteen.
  expect((await formatted()) - before).toBeLessThanOrEqual(6);
});

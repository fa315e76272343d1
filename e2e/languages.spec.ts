import type { Page } from "@playwright/test";
import { readCatalogue } from "../scripts/read-texts";
import { expectNoFindingsInLight, isLookedAt } from "./axe";
import { demoPage } from "./demo-gym";
import { password } from "./gym";
import { row } from "./screen";
import { expect, runUrl, type Size, signIn, test } from "./test";
import { untilKept } from "./until-kept";

const screens: Size[] = ["phone", "laptop"];

/** What a member chose of these becomes data, and others read it as it is. */
const topics = "chat.start.topics.";

/** Every text that is said in English only: what German people would be surprised to read. */
async function onlyEnglish(): Promise<Set<string>> {
  const [en, de] = await Promise.all(["en", "de"].map((language) => readCatalogue(`src/ui/messages/${language}`)));
  const german = new Set(de?.values());
  const texts = [...(en ?? [])].filter(([key]) => !key.startsWith(topics)).map(([, text]) => text);
  // The name of a language is not translated where it is chosen.
  return new Set(texts.filter((text) => !german.has(text) && !/[{<]/.test(text) && text !== "English"));
}

/** All that a person can read or hear on this page, piece by piece. */
const saidOn = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const said: string[] = [];
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const { parentElement, textContent } = texts.currentNode;
      if (parentElement && !["SCRIPT", "STYLE", "NOSCRIPT"].includes(parentElement.tagName)) said.push((textContent ?? "").trim());
    }
    for (const element of document.querySelectorAll("*")) {
      for (const name of ["aria-label", "title", "placeholder", "alt", "aria-description"]) said.push(element.getAttribute(name) ?? "");
    }
    return said;
  });

/** Buttons, tabs, headings and labels whose words stand out of them, or are cut off without a sign of it. */
const clippedOn = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const isCut = (element: HTMLElement): boolean => {
      const box = element.getBoundingClientRect();
      const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
      while (texts.nextNode()) {
        const { parentElement, textContent } = texts.currentNode;
        if (!textContent?.trim() || !parentElement || parentElement.closest(".sr-only, [aria-hidden=true], [aria-hidden='']")) continue;
        // What is there for those who listen alone takes no room.
        const { width, height } = parentElement.getBoundingClientRect();
        if (width <= 1 && height <= 1) continue;
        // What ends in an ellipsis says that there is more.
        if (parentElement.closest(".truncate") || getComputedStyle(parentElement).textOverflow === "ellipsis") continue;
        const range = document.createRange();
        range.selectNodeContents(texts.currentNode);
        const words = range.getBoundingClientRect();
        if (words.width > 0 && (words.right > box.right + 1 || words.left < box.left - 1)) return true;
      }
      return false;
    };
    const named = "button, a, h1, h2, h3, label, [role=tab], [role=menuitem], [role=menuitemradio], dt, legend";
    return [...document.querySelectorAll<HTMLElement>(named)]
      .filter((element) => element.offsetParent !== null && !element.closest(".sr-only") && isCut(element))
      .map((element) => element.textContent ?? "");
  });

/** In German all over, whole, and with nothing that axe complains about. */
async function expectGerman(page: Page, state: string): Promise<void> {
  const english = await onlyEnglish();
  expect(
    (await saidOn(page)).filter((text) => english.has(text)),
    `${state}: said in English`,
  ).toEqual([]);
  expect(await clippedOn(page), `${state}: cut off`).toEqual([]);
  await expectNoFindingsInLight(page, state);
}

const language = (page: Page) => page.locator("html").getAttribute("lang");

/** Waits until the service worker can read this choice. */
const expectKept = (page: Page, chosen: string) =>
  expect
    .poll(() => page.evaluate(async () => (await caches.match("/gympl-language", { cacheName: "gympl-language" }))?.text()))
    .toBe(chosen);

test.describe("somebody whose browser wants German", () => {
  test.use({ locale: "de-DE" });

  for (const size of screens) {
    test(`signs in in German (${size})`, async ({ gym, browsers }) => {
      const dan = await gym.person("Dan Member");
      const page = await browsers.stranger({ size });
      await page.goto("/sign-in");
      await expect(page.getByRole("heading", { name: "Anmelden bei GymProLuxe Chat" })).toBeVisible();
      expect(await language(page)).toBe("de");
      await page.getByRole("button", { name: "Anmelden", exact: true }).click();
      await expect(page.getByText("Bitte gib dein Passwort ein.")).toBeVisible();
      await expectGerman(page, "the sign-in page with problems");
      await page.getByRole("textbox", { name: "E-Mail" }).fill(dan.email);
      await page.getByRole("textbox", { name: "Passwort" }).fill(password);
      await page.getByRole("button", { name: "Anmelden", exact: true }).click();
      await expect(page).toHaveURL(/\/chat$/);
      await expect(page.getByText("Frag uns alles rund um dein Studio")).toBeVisible();
      expect(await language(page)).toBe("de");
    });

    if (isLookedAt(size, "laptop"))
      test(`chats in German (${size})`, async ({ browsers }) => {
        test.setTimeout(120_000);
        const page = await demoPage(browsers, "dan", { size });
        await expect(page.getByRole("heading", { name: "Chat", level: 1 })).toBeVisible();
        await expect(row(page, "Ben Osei")).toBeVisible();
        await expectGerman(page, "the list");
        await page.getByRole("button", { name: "Neues Gespräch" }).click();
        await expect(page.getByRole("dialog", { name: "Neues Gespräch" }).getByRole("listitem").first()).toBeVisible();
        await expectGerman(page, "a new conversation");
        await page.keyboard.press("Escape");
        await page.getByRole("button", { name: /^Dein Konto/ }).click();
        await expect(page.getByRole("menuitem", { name: "Abmelden", exact: true })).toBeVisible();
        await expectGerman(page, "the own menu");
        await page.keyboard.press("Escape");
        await row(page, "Ben Osei").click();
        await expect(page.getByRole("article").last()).toBeVisible();
        await expectGerman(page, "a conversation");
        await page.getByTitle("Details zeigen").click();
        await expect(page.getByRole("heading", { name: "Details" })).toBeVisible();
        await expectGerman(page, "who one talks to");
      });

    if (isLookedAt(size, "phone"))
      test(`works at the desk in German (${size})`, async ({ browsers }) => {
        test.setTimeout(120_000);
        const page = await demoPage(browsers, "anna", { size });
        await expect(page.locator("a[data-row]").first()).toBeVisible();
        expect(await language(page)).toBe("de");
        await expectGerman(page, "the queue");
        await page.locator("a[data-row]").first().click();
        await expect(page.getByRole("article").last()).toBeVisible();
        await expectGerman(page, "a case");
      });
  }

  test("gets pages that are German before any script has run, and never under a cache of another language", async ({ gym, browsers }) => {
    const page = await browsers.stranger();
    await signIn(page, (await gym.person("Dan Member")).email);
    const wanted = { "accept-language": "de-AT,de;q=0.9,en;q=0.8" };
    const text = await (await page.request.get("/chat", { headers: wanted })).text();
    expect(text).toMatch(/<html[^>]* lang="de"/);
    expect(text).toContain('aria-label="Gespräche"');
    expect(text).not.toContain('aria-label="Conversations"');
    expect(text).toContain("Schreib mit deinen Trainern");
    const english = await (await page.request.get("/chat", { headers: { "accept-language": "fr" } })).text();
    expect(english).toMatch(/<html[^>]* lang="en"/);
  });
});

test("a change of language shows at once, loses nothing, and is kept: for the server, for the page that is kept here, and after signing out", async ({
  gym,
  browsers,
}) => {
  const [ben, dan] = [await gym.person("Ben Trainer", "trainer"), await gym.person("Dan Member")];
  await gym.conversation({ type: "direct", people: [ben, dan], messages: [{ by: ben, text: "How did it go?" }] });
  const page = await browsers.of(dan);
  await row(page, "Ben Trainer").click();
  await page.getByRole("textbox", { name: "Message to Ben Trainer" }).fill("half a sentence");
  await untilKept(page);
  await page.evaluate(() => Object.assign(window, { isTheSame: true }));
  const other = await page.context().newPage();
  await other.goto("/chat");
  await expect(row(other, "Ben Trainer")).toBeVisible();
  await page.getByRole("button", { name: /^Your account/ }).click();
  await page.getByRole("menuitemradio", { name: "Deutsch" }).click();
  await expect(page.getByText("Heute")).toBeVisible();
  await expect(page.getByRole("textbox", { name: "Nachricht an Ben Trainer" })).toHaveValue("half a sentence");
  expect(await language(page)).toBe("de");
  expect(await page.evaluate(() => "isTheSame" in window)).toBe(true);
  await expect(other.getByText("Frag uns alles rund um dein Studio")).toBeVisible();
  await other.close();
  const english = await onlyEnglish();
  expect((await saidOn(page)).filter((text) => english.has(text))).toEqual([]);

  // The page that this browser keeps comes in German from its first byte.
  await expectKept(page, "de");
  const answer = await page.reload();
  expect(answer?.fromServiceWorker()).toBe(true);
  expect(await answer?.text()).toMatch(/<html[^>]* lang="de"/);
  await expect(page.getByRole("textbox", { name: "Nachricht an Ben Trainer" })).toHaveValue("half a sentence");
  // So does a page of the server.
  expect(await (await page.request.get("/sign-in")).text()).not.toMatch(/<html[^>]* lang="en"/);

  await page.getByRole("button", { name: /^Dein Konto/ }).click();
  await page.getByRole("menuitem", { name: "Abmelden", exact: true }).click();
  await page.waitForURL(/\/sign-in/);
  await expect(page.getByRole("heading", { name: "Anmelden bei GymProLuxe Chat" })).toBeVisible();
  await page.getByRole("button", { name: "English" }).click();
  await expect(page.getByRole("heading", { name: "Sign in to GymProLuxe Chat" })).toBeVisible();
  expect(await language(page)).toBe("en");
});

test("without a connection the language can still be changed", async ({ gym, browsers }) => {
  browsers.expectError(/WebSocket connection to|net::ERR_|Failed to load resource|Failed to fetch/);
  const dan = await gym.person("Dan Member");
  const page = await browsers.of(dan, { size: "phone" });
  await untilKept(page);
  await page.context().setOffline(true);
  await page.reload();
  await page.getByRole("button", { name: /^Your account/ }).click();
  await page.getByRole("menuitemradio", { name: "Deutsch" }).click();
  await expect(page.getByRole("menuitem", { name: "Abmelden", exact: true })).toBeVisible();
  await expectKept(page, "de");
  await page.reload();
  await expect(page.getByText("Frag uns alles rund um dein Studio")).toBeVisible();
  expect(await language(page)).toBe("de");
});

test("a caller cannot write into a page by our own header", async () => {
  const answer = await fetch(new URL("/sign-in", runUrl()), { headers: { "x-language": '"><script>' } });
  expect(await answer.text()).toMatch(/<html[^>]* lang="en"/);
});

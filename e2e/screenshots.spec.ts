/** Pictures of every page and state, for people to look at: `npm run screenshots` puts them into test-results/screenshots. */
import path from "node:path";
import type { Page } from "@playwright/test";
import { caseBar, noteField } from "./case-screen";
import { type DemoPerson, demoPage } from "./demo-gym";
import { composer, conversation } from "./screen";
import { type Browsers, expect, type Size, test } from "./test";

const folder = path.join("test-results", "screenshots");
const themes = ["light", "dark"] as const;
const unreachable = /net::ERR_|WebSocket|status of 40/;

/** Nobody's picture is still on its way. */
async function facesShown(page: Page): Promise<void> {
  await page.evaluate(() => Promise.allSettled([...document.images].map((one) => one.decode())));
}

/** One picture in each theme. */
async function shoot(page: Page, name: string): Promise<void> {
  await facesShown(page);
  for (const theme of themes) {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
    await expect(page.locator("html")).toHaveAttribute("data-theme", theme);
    await page.screenshot({ path: path.join(folder, `${name}-${theme}.png`), animations: "disabled", caret: "hide" });
  }
}

/** A picture of the README. */
async function shootFor(page: Page, name: string): Promise<void> {
  await facesShown(page);
  await page.screenshot({ path: path.join("docs", "images", `${name}.png`), animations: "disabled", caret: "hide" });
}

async function open(browsers: Browsers, person: DemoPerson, size: Size): Promise<Page> {
  browsers.expectError(unreachable);
  const page = await demoPage(browsers, person, { size });
  await expect(page.locator("a[data-row]").first()).toBeVisible();
  return page;
}

/** Opens the case whose row says so, and takes the pointer off it. */
async function openCase(page: Page, words: string): Promise<void> {
  await page.locator("a[data-row]").filter({ hasText: words }).first().click();
  await settled(page);
  await expect(caseBar(page).getByRole("button", { name: /^Priority/ })).toBeVisible();
  await expect(page.getByRole("complementary", { name: "Details" }).getByText("Member since")).toBeVisible();
  await page.mouse.move(0, 0);
}

const back = (page: Page) => page.getByRole("button", { name: "Back to conversations" }).click();
const settled = (page: Page) => expect(conversation(page).getByRole("article").last()).toBeVisible();

test.describe("@screenshots", () => {
  test.setTimeout(240_000);

  test("the pictures of the README: the desk", async ({ browsers }) => {
    const page = await open(browsers, "anna", "picture");
    const keys = page.keyboard;
    await openCase(page, "urgent");
    await shootFor(page, "desk");
    await keys.press("Control+k");
    await expect(page.getByRole("dialog")).toBeVisible();
    await shootFor(page, "desk-palette");
    await keys.press("Escape");
    await expect(page.getByRole("dialog")).toHaveCount(0);

    await page.emulateMedia({ colorScheme: "dark", reducedMotion: "reduce" });
    await keys.press("g");
    await keys.press("a");
    await expect(page.getByRole("tab", { name: /^All/ })).toHaveAttribute("aria-selected", "true");
    await openCase(page, "invoice");
    await keys.press("n");
    await expect(noteField(page)).toBeFocused();
    await keys.type("The invoice is corrected. @gre");
    await keys.press("Enter");
    await keys.type("can you call after four?");
    await shootFor(page, "desk-note-dark");
  });

  test("the pictures of the README: reports and board", async ({ browsers }) => {
    const page = await open(browsers, "anna", "picture");
    await page.setViewportSize({ width: 1720, height: 1027 });
    for (const name of ["reports", "board"]) {
      await page.goto(`/desk/${name}`);
      await expect(page.getByRole("table").first()).toBeVisible();
      await shootFor(page, `desk-${name}`);
    }
  });

  test("the pictures of the README: a phone", async ({ browsers }) => {
    const page = await open(browsers, "dan", "phone");
    await page.locator("a[data-row]").filter({ hasText: "Yoga" }).first().click();
    await settled(page);
    await shootFor(page, "chat-phone");
  });

  for (const size of ["phone", "laptop"] as const) {
    test(`the door (${size})`, async ({ browsers }) => {
      browsers.expectError(unreachable);
      const page = await browsers.stranger({ size });
      await page.goto("/sign-in");
      await shoot(page, `sign-in-${size}`);
      await page.getByRole("button", { name: "Sign in", exact: true }).click();
      await shoot(page, `sign-in-missing-${size}`);
      await page.goto("/sign-in?error=TOO_MANY_TRIES:40");
      await shoot(page, `sign-in-refused-${size}`);
      await page.goto("/nowhere");
      await shoot(page, `not-found-${size}`);
    });
  }

  for (const size of ["phone", "laptop", "wide"] as const) {
    test(`the desk (${size})`, async ({ browsers }) => {
      const page = await open(browsers, "anna", size);
      await shoot(page, `desk-queue-${size}`);
      await page.locator("a[data-row]").nth(1).click();
      await settled(page);
      await shoot(page, `desk-support-${size}`);
      if (size === "phone") {
        await page.getByTitle("Show details").click();
        await expect(page.getByRole("dialog")).toBeVisible();
        await shoot(page, `desk-details-${size}`);
        await page.keyboard.press("Escape");
        await expect(page.getByRole("dialog")).toHaveCount(0);
      }
      if (size === "phone") await back(page);
      await page.getByRole("button", { name: /^Inbox/ }).click();
      await expect(page.getByRole("list", { name: "Conversations" })).toBeVisible();
      await page.locator("a[data-row]").nth(2).click();
      await settled(page);
      await shoot(page, `desk-inbox-${size}`);
      if (size === "phone") await back(page);
      await page.getByRole("searchbox").fill("ma");
      await expect(page.getByRole("region", { name: "Found people" })).toBeVisible();
      await shoot(page, `desk-search-${size}`);
      await page.getByRole("searchbox").fill("zzzz");
      await expect(page.getByText("Nothing found")).toBeVisible();
      await shoot(page, `desk-search-nothing-${size}`);
      await page.getByRole("searchbox").fill("");
      await page.getByRole("button", { name: "New conversation" }).first().click();
      await expect(page.getByRole("list", { name: "People", exact: true }).getByRole("button").first()).toBeVisible();
      await shoot(page, `desk-start-person-${size}`);
      await page.getByRole("button", { name: /Class group/ }).click();
      const people = page.getByRole("list", { name: "People", exact: true }).getByRole("button");
      for (const at of [0, 1, 2]) await people.nth(at).click();
      await page.getByRole("button", { name: /Create with/ }).click();
      await shoot(page, `desk-start-group-${size}`);
      await page.keyboard.press("Escape");
      await expect(page.getByRole("dialog")).toHaveCount(0);
      await page.getByRole("button", { name: "Archived", exact: true }).click();
      await shoot(page, `desk-archived-${size}`);
      await page.getByRole("button", { name: /^Your account/ }).click();
      await expect(page.getByRole("menu")).toBeVisible();
      await shoot(page, `desk-account-${size}`);
      await page.getByRole("menuitem", { name: "Sign out everywhere" }).click();
      await shoot(page, `desk-sign-out-${size}`);
    });

    test(`the desk of somebody at two gyms (${size})`, async ({ browsers }) => {
      const page = await open(browsers, "clara", size);
      await page.goto("/desk?queue=all");
      await expect(page.locator("[data-gym]").first()).toBeVisible();
      await shoot(page, `desk-gyms-${size}`);
      await page.keyboard.press("f");
      await page.getByRole("dialog").getByRole("button", { name: "Lake" }).click();
      await shoot(page, `desk-gyms-filters-${size}`);
      await page.keyboard.press("Escape");
      await expect(page.locator("[data-gym]")).toHaveCount(0);
      await page.locator("a[data-row]").first().click();
      await settled(page);
      await shoot(page, `desk-gyms-case-${size}`);
      await page.goto("/desk/board");
      await expect(page.getByRole("region", { name: "What waits where" })).toBeVisible();
      await shoot(page, `desk-gyms-board-${size}`);
      await page.goto("/desk/admin?#staff");
      await page.getByLabel("Gym that is set up").selectOption("GymProLuxe Lake");
      await expect(page.getByText("From GymProLuxe City")).toBeVisible();
      await shoot(page, `desk-gyms-setup-${size}`);
    });

    test(`a trainer's class (${size})`, async ({ browsers }) => {
      const page = await open(browsers, "ben", size);
      await page
        .locator("a[data-row]")
        .filter({ hasText: /HIIT|Class|Spin|Yoga|club|crew/i })
        .first()
        .click();
      await settled(page);
      await shoot(page, `trainer-class-${size}`);
      if (size === "phone") return;
      await page.keyboard.press("Escape");
      await page.keyboard.press("?");
      await expect(page.getByRole("dialog")).toBeVisible();
      await shoot(page, `desk-shortcuts-${size}`);
    });
  }

  for (const size of ["phone", "laptop"] as const) {
    test(`a member's chat (${size})`, async ({ gym, browsers }) => {
      const page = await open(browsers, "dan", size);
      await shoot(page, `chat-list-${size}`);
      await page.locator("a[data-row]").nth(1).click();
      await settled(page);
      await shoot(page, `chat-conversation-${size}`);
      await composer(page).fill("Draft of a longer message ".repeat(72));
      await shoot(page, `chat-composer-${size}`);
      await composer(page).fill("");
      await page.getByTitle("Show details").click();
      await expect(page.getByRole("dialog")).toBeVisible();
      await shoot(page, `chat-details-${size}`);
      await page.keyboard.press("Escape");
      await expect(page.getByRole("dialog")).toHaveCount(0);
      await page.context().setOffline(true);
      await expect(conversation(page).locator('[data-connection="offline"]')).toBeVisible();
      await composer(page).fill("I will be five minutes late");
      await composer(page).press("Enter");
      await expect(conversation(page).getByText("I will be five minutes late").last()).toBeVisible();
      await shoot(page, `chat-offline-${size}`);

      const fresh = await browsers.of(await gym.person("Nora New"), { size });
      await expect(fresh.getByRole("button", { name: "New conversation" }).last()).toBeVisible();
      await shoot(fresh, `chat-empty-${size}`);
      await fresh.getByRole("button", { name: /^Front desk/ }).click();
      await shoot(fresh, `chat-front-desk-${size}`);
      await fresh.getByRole("button", { name: "Start chatting" }).click();
      await expect(fresh.getByText("Say hello")).toBeVisible();
      await shoot(fresh, `chat-say-hello-${size}`);
      await fresh.goto("/chat");
      await fresh.getByRole("button", { name: "New conversation" }).first().click();
      await shoot(fresh, `chat-start-${size}`);
      await fresh.goto("/chat/01890000-0000-7000-8000-000000000000");
      await expect(fresh.getByText("This conversation could not be loaded")).toBeVisible();
      await shoot(fresh, `chat-missing-${size}`);
    });
  }
});

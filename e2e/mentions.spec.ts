/** What somebody sees and hears of whom a note mentions: outside the page, on the tab of the queue, above the cases, and among them. */
import { expectNoFindings, floating, isLookedAt } from "./axe";
import { hearNotifications } from "./notifications";
import { row } from "./screen";
import { expect, type Size, test } from "./test";

const spoken = {
  en: {
    locale: "en-GB",
    account: /^Your account/,
    desktop: "On the desktop",
    mentioned: "Dan Member · A colleague mentions you",
    more: /More/,
    mentions: /^Mentions/,
    fresh: "New for you",
  },
  de: {
    locale: "de-DE",
    account: /^Dein Konto/,
    desktop: "Auf dem Bildschirm",
    mentioned: "Dan Member · Jemand vom Team erwähnt dich",
    more: /Mehr/,
    mentions: /^Erwähnt/,
    fresh: "Neu für dich",
  },
};

for (const [size, language] of [
  ["laptop", "en"],
  ["phone", "de"],
  ["laptop", "de"],
  ["phone", "en"],
] satisfies [Size, keyof typeof spoken][]) {
  if (isLookedAt(size, language === "en" ? "laptop" : "phone"))
    test.describe(`whoever a note mentions (${size}, ${language})`, () => {
      const says = spoken[language];
      test.use({ locale: says.locale });

      test("is told of it, finds it first among the mentions, and axe finds nothing on the way", async ({ gym, browsers }) => {
        const [anna, greta, dan] = [
          await gym.person("Anna Desk", "staff"),
          await gym.person("Greta Desk", "staff"),
          await gym.person("Dan Member"),
        ];
        const id = await gym.conversation({ type: "support", people: [dan], messages: [{ by: dan, text: "My card is lost." }] });
        const page = await browsers.of(anna, { size });
        await expect(row(page, "Dan Member")).toBeVisible();
        const told = await hearNotifications(page);
        await page.getByRole("button", { name: says.account }).click();
        await page.getByRole("menuitemcheckbox", { name: says.desktop }).click();
        await page.keyboard.press("Escape");
        await expect(page.locator(floating)).toHaveCount(0);

        const other = await browsers.of(greta, { at: `/desk/${id}` });
        await expect(other.getByRole("article").last()).toBeVisible();
        await other.keyboard.press("n");
        await other.keyboard.type("@ann");
        await expect(other.getByRole("option", { name: "Anna Desk" })).toBeVisible();
        await other.keyboard.press("Enter");
        await other.keyboard.type("do you know him?");
        await other.keyboard.press("Enter");
        await expect(other.locator("[data-note]")).toContainText("do you know him?");
        await expect.poll(told).toEqual([{ title: says.mentioned, body: "@Anna Desk do you know him?", tag: id }]);

        const more = page.getByRole("button", { name: says.more });
        await expect(more).toContainText("1");
        await more.click();
        await expect(page.getByRole("menu")).toBeVisible();
        await expectNoFindings(page, "further views, with a new mention", floating);
        await page.getByRole("menuitem", { name: says.mentions }).click();
        const fresh = page.getByRole("region", { name: says.fresh });
        await expect(fresh.getByRole("link")).toContainText("Greta Desk: @Anna Desk do you know him?");
        // The case stands among those that mention her, too.
        await expect(row(page, "Dan Member")).toBeVisible();
        await expectNoFindings(page, "the mentions");
        await fresh.getByRole("link").focus();
        await page.keyboard.press("Enter");
        await expect(page.locator("[data-note]")).toContainText("do you know him?");
        await expect(more.filter({ hasText: "1" })).toHaveCount(0);
        await expectNoFindings(page, "a note that mentions its reader");
      });
    });
}

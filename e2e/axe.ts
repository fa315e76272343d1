/** What axe says of a page, in light and in dark. */
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, type Size } from "./test";

const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
/** What a theme can change: the rest of a page is the same in both. */
const rulesOfColour = ["color-contrast", "link-in-text-block"];

export const floating = '[role="dialog"], [role="alertdialog"], [role="menu"]';

/** Nothing to complain about in this state, neither in light nor in dark; `part` is a selector of what is looked at alone. */
export async function expectNoFindings(page: Page, state: string, part?: string): Promise<void> {
  await expectNoFindingsInLight(page, state, part);
  const axe = await axeOn(page, "dark", part);
  expect(await findingsOf(axe.withRules(rulesOfColour)), `${state}, dark`).toEqual([]);
}

/** The same without the dark theme: for what was looked at in it before, in another language. */
export async function expectNoFindingsInLight(page: Page, state: string, part?: string): Promise<void> {
  const axe = await axeOn(page, "light", part);
  expect(await findingsOf(axe.withTags(rules)), `${state}, light`).toEqual([]);
}

/**
 * Axe on this page in this theme. What passes is not described, and the verdict is made in the page itself instead of a blank one beside it (there
 * are no frames of other origins here): half the time.
 */
async function axeOn(page: Page, colorScheme: "light" | "dark", part?: string): Promise<AxeBuilder> {
  await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
  await expect(page.locator("html")).toHaveAttribute("data-theme", colorScheme);
  // A page keeps axe from the look before: to take it in costs as much as to look.
  const isThere = await page.evaluate(() => "axe" in window);
  const axe = new AxeBuilder({ page, ...(isThere && { axeSource: "void 0" }) }).options({ resultTypes: ["violations"] }).setLegacyMode();
  return part ? axe.include(part) : axe;
}

async function findingsOf(axe: AxeBuilder) {
  const { violations } = await axe.analyze();
  return violations.map(({ id, help, nodes }) => ({ id, help, at: nodes.map((node) => `${node.target} ${node.failureSummary}`) }));
}

/** Opens with `open`, looks, and closes by Escape. */
export async function expectNoFindingsIn(page: Page, name: string, open: () => Promise<void>): Promise<void> {
  await open();
  const opened = page.locator(floating).last();
  await expect(opened).toBeVisible();
  await expectNoFindings(page, name, floating);
  await page.keyboard.press("Escape");
  await expect(opened).toHaveCount(0);
}

/** Whether a page is looked at in this size: in the one in which it is mostly used, and in all of them with `ALL_SIZES=1`. */
export function isLookedAt(size: Size, usual: Size): boolean {
  return size === usual || process.env.ALL_SIZES === "1";
}

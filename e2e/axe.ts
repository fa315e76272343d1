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
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await expect(page.locator("html")).toHaveAttribute("data-theme", colorScheme);
    const axe = new AxeBuilder({ page });
    if (colorScheme === "light") axe.withTags(rules);
    else axe.withRules(rulesOfColour);
    const { violations } = await (part ? axe.include(part) : axe).analyze();
    const findings = violations.map(({ id, help, nodes }) => ({
      id,
      help,
      at: nodes.map((node) => `${node.target} ${node.failureSummary}`),
    }));
    expect(findings, `${state}, ${colorScheme}`).toEqual([]);
  }
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

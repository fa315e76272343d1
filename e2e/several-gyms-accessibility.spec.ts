/** The screens that name several gyms are for everybody: axe finds nothing to complain about. */
import type { Page } from "@playwright/test";
import { expectNoFindings, expectNoFindingsIn, isLookedAt } from "./axe";
import { openChain } from "./chain";
import { bubble } from "./screen";
import { expect, type Size, test } from "./test";

const rows = (page: Page) => page.locator("a[data-row]");

for (const size of ["phone", "laptop"] satisfies Size[]) {
  if (isLookedAt(size, "phone"))
    test(`axe finds nothing where several gyms are named (${size})`, async ({ browsers, pool }) => {
      test.setTimeout(150_000);
      const { clara, lake, bo } = await openChain(pool);
      const page = await browsers.of(clara, { size });
      await expect(rows(page)).toHaveCount(3);
      await expectNoFindings(page, "the queue of two gyms");
      await expectNoFindingsIn(page, "the filters", () => page.keyboard.press("f"));
      await page.goto(`/desk?gym=${lake.id}`);
      await expect(rows(page)).toHaveCount(2);
      await expectNoFindings(page, "the queue of one of them");
      await page.goto(`/desk/${bo}?view=support`);
      await expect(bubble(page, "Bo asks.")).toBeVisible();
      await expectNoFindings(page, "a case");
      await page.goto("/desk/board");
      await expect(page.getByRole("region", { name: "What waits where" })).toBeVisible();
      await expectNoFindings(page, "the board");
      await page.goto("/desk/reports");
      await expect(page.getByRole("region", { name: "By gym" })).toBeVisible();
      await expectNoFindings(page, "the report");
      await page.goto(`/desk/admin?gym=${lake.id}#staff`);
      await expect(page.getByRole("row", { name: /Anna Desk/ })).toBeVisible();
      await expectNoFindings(page, "the staff of a gym with guests");
    });
}

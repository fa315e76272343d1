/** Where the focus is after what had it is gone. */
import type { Page } from "@playwright/test";
import { replyField } from "./case-screen";
import { bubble, row } from "./screen";
import { expect, test } from "./test";

const pane = (page: Page) => page.locator("[data-conversation] > [tabindex='-1']");

test("the focus stays in the desk when the list, the row or the case that had it goes", async ({ gym, browsers }) => {
  const [anna] = [await gym.person("Anna Desk", "staff"), await gym.person("Greta Desk", "staff")];
  for (const name of ["Ada", "Bo", "Cem", "Dora"]) {
    const member = await gym.person(`${name} Member`);
    await gym.conversation({ type: "support", people: [member], messages: [{ by: member, text: `${name} asks.` }] });
  }
  const page = await browsers.of(anna);
  const keys = page.keyboard;

  // A list that another one replaces.
  await row(page, "Ada Member").focus();
  await keys.press("i");
  await keys.press("g");
  await keys.press("m");
  await expect(row(page, "Ada Member")).toBeFocused();

  // A dialog whose row has left the list meanwhile, and nothing else is in it.
  await keys.press("a");
  await expect(page.getByRole("combobox", { name: "Assign to" })).toBeFocused();
  await keys.type("greta");
  await keys.press("Enter");
  await expect(row(page, "Ada Member")).toHaveCount(0);
  await keys.press("g");
  await keys.press("u");
  await expect(page.locator("a[data-row]:focus")).toHaveCount(1);

  // A case that was answered and resolved from its field: the next one has the keys.
  await row(page, "Bo Member").press("Enter");
  await expect(bubble(page, "Bo asks.")).toBeVisible();
  await keys.press("r");
  await expect(replyField(page)).toBeFocused();
  await keys.type("Done.");
  await keys.press("Control+Shift+Enter");
  await expect(bubble(page, "Cem asks.")).toBeVisible();
  await expect(pane(page)).toBeFocused();

  // A list that is hidden while its row has the focus.
  await row(page, "Cem Member").focus();
  await keys.press("z");
  await expect(row(page, "Cem Member")).toBeHidden();
  await expect(pane(page)).toBeFocused();
});

/** Where the focus is after what had it is gone. */
import type { Page } from "@playwright/test";
import { replyField } from "./case-screen";
import { bubble, row } from "./screen";
import { expect, runUrl, test } from "./test";

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

  // The only row, that leaves by a dialog: what is nearest has the focus until there are rows again.
  await keys.press("a");
  await expect(page.getByRole("combobox", { name: "Assign to" })).toBeFocused();
  await keys.type("greta");
  await keys.press("Enter");
  await expect(page.getByRole("tab", { name: /^Mine/ })).toBeFocused();
  await keys.press("g");
  await keys.press("u");
  await expect(row(page, "Bo Member")).toBeFocused();

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

test("the focus goes to the row that took the place of the one that left, whoever made it leave, and a dialog about it or not", async ({
  gym,
  browsers,
}) => {
  const [anna, greta] = [await gym.person("Anna Desk", "staff"), await gym.person("Greta Desk", "staff")];
  const cases = new Map<string, string>();
  for (const name of ["Ada", "Bo", "Cem", "Dora", "Eli", "Fay"]) {
    const member = await gym.person(`${name} Member`);
    cases.set(name, await gym.conversation({ type: "support", people: [member], messages: [{ by: member, text: `${name} asks.` }] }));
  }
  const page = await browsers.of(anna);
  const colleague = await browsers.of(greta);
  const takes = async (name: string) => {
    const data = { conversationId: cases.get(name), assigneeId: greta.id, version: 1 };
    const { origin } = new URL(runUrl());
    expect((await colleague.request.post("/api/trpc/support.assign", { headers: { origin }, data })).status()).toBe(200);
    await expect(row(page, `${name} Member`)).toHaveCount(0);
  };
  const keys = page.keyboard;
  const dialog = page.getByRole("combobox", { name: "Assign to" });
  await row(page, "Bo Member").focus();

  await keys.press("a");
  await expect(dialog).toBeFocused();
  await keys.type("greta");
  await keys.press("Enter");
  await expect(row(page, "Bo Member")).toHaveCount(0);
  await expect(row(page, "Cem Member")).toBeFocused();

  // It left while it was asked about, and nothing is done.
  await keys.press("a");
  await expect(dialog).toBeFocused();
  await takes("Cem");
  await keys.press("Escape");
  await expect(row(page, "Dora Member")).toBeFocused();

  // From the menu of the row.
  await keys.press("Shift+F10");
  await page.getByRole("menuitem", { name: "Assign to me" }).press("Enter");
  await expect(row(page, "Dora Member")).toHaveCount(0);
  await expect(row(page, "Eli Member")).toBeFocused();

  // At the end of the list the one before.
  await keys.press("End");
  await expect(row(page, "Fay Member")).toBeFocused();
  await keys.press("i");
  await expect(row(page, "Eli Member")).toBeFocused();
});

/** The queue of a desk as people work it: by keyboard, many cases at once, narrowed, and still under the pointer. */
import type { Page } from "@playwright/test";
import type { Gym, GymPerson } from "./gym";
import { composer, row, write } from "./screen";
import { expect, test } from "./test";

/** Members who wait at the desk, the first one longest; answers their conversations. */
async function waiting(gym: Gym, ...names: string[]): Promise<{ people: GymPerson[]; ids: string[] }> {
  const people: GymPerson[] = [];
  const ids: string[] = [];
  for (const [at, name] of names.entries()) {
    const member = await gym.person(`${name} Member`);
    people.push(member);
    ids.push(
      await gym.conversation({ type: "support", people: [member], messages: [{ by: member, text: `${name} asks.`, minutesAgo: 60 - at }] }),
    );
  }
  return { people, ids };
}

const names = (page: Page) =>
  page.locator("a[data-row]").evaluateAll((rows) => rows.map((one) => /([A-Z][a-z]+) Member/.exec(one.textContent ?? "")?.[1]));
const tab = (page: Page, name: string) => page.getByRole("tab", { name: new RegExp(`^${name}`) });
const notice = (page: Page, text: string | RegExp) => page.locator("[data-notice]").filter({ hasText: text });

test("what is selected is changed together, and put back within eight seconds", async ({ gym, browsers }) => {
  const anna = await gym.person("Anna Desk", "staff");
  await waiting(gym, "Ada", "Bo", "Cem", "Dora", "Eli");
  const page = await browsers.of(anna);
  const keys = page.keyboard;
  await expect(row(page, "Ada Member")).toBeVisible();
  await keys.press("j");
  await keys.press("x");
  await keys.press("j");
  await keys.press("j");
  await keys.press("Shift+X");
  const bar = page.getByRole("region", { name: "What is selected" });
  await expect(bar).toContainText("3 selected");
  await keys.press("i");
  await expect(notice(page, "3 cases assigned")).toBeVisible();
  await expect(bar).toHaveCount(0);
  await expect(tab(page, "Mine")).toHaveText(/3$/);
  await expect(tab(page, "Unassigned")).toHaveText(/2$/);
  await keys.press("Control+z");
  await expect(notice(page, "3 cases are as before")).toBeVisible();
  await expect(tab(page, "Mine")).toHaveText(/0$/);

  // Everything that matches, loaded or not.
  await keys.press("Control+a");
  await expect(bar).toContainText("All 5 that match");
  await bar.getByRole("button", { name: /^Resolve/ }).click();
  await expect(notice(page, "5 cases resolved")).toBeVisible();
  await expect(page.getByText("Every case has somebody.")).toBeVisible();
});

test("a row has a menu of what can be done to it, beside what is selected or open", async ({ gym, browsers }) => {
  const anna = await gym.person("Anna Desk", "staff");
  await waiting(gym, "Ada", "Bo");
  const page = await browsers.of(anna);
  await row(page, "Ada Member").click();
  await expect(composer(page)).toBeVisible();
  await row(page, "Bo Member").click({ button: "right" });
  const menu = page.getByRole("menu", { name: "Case of Bo Member" });
  await menu.getByRole("menuitem", { name: /^Priority/ }).click();
  await page.getByRole("option", { name: "Urgent" }).click();
  await expect(row(page, "Bo Member")).toContainText("Urgent");
  await row(page, "Bo Member").click({ button: "right" });
  await menu.getByRole("menuitem", { name: /^Resolve/ }).click();
  await expect(row(page, "Bo Member")).toHaveCount(0);
  await expect(row(page, "Ada Member")).toBeVisible();
});

test("the queue is narrowed, and what narrows it is kept under a name", async ({ gym, browsers }) => {
  const [anna, greta] = [await gym.person("Anna Desk", "staff"), await gym.person("Greta Desk", "staff")];
  await waiting(gym, "Ada", "Bo", "Cem");
  const page = await browsers.of(anna);
  const keys = page.keyboard;
  await expect(row(page, "Ada Member")).toBeVisible();
  await keys.press("f");
  const panel = page.getByRole("dialog", { name: "Filters" });
  await panel.getByLabel("Name or topic").fill("bo");
  await panel.getByRole("button", { name: "Normal" }).click();
  await keys.press("Escape");
  await expect(row(page, "Bo Member")).toBeVisible();
  await expect(page.locator("a[data-row]")).toHaveCount(1);
  await expect(page).toHaveURL(/priority=normal/);

  await page.getByRole("button", { name: "Save this view" }).click();
  await page.getByRole("dialog").getByLabel("Name").fill("Bo's cases");
  await page.getByRole("dialog").getByRole("checkbox").check();
  await page.getByRole("dialog").getByRole("button", { name: "Save", exact: true }).click();
  await expect(notice(page, "is saved")).toBeVisible();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await keys.press("Shift+F");
  await expect(page.locator("a[data-row]")).toHaveCount(3);

  // A colleague finds it in the palette.
  const other = await browsers.of(greta);
  await expect(row(other, "Ada Member")).toBeVisible();
  await other.keyboard.press("Control+k");
  await expect(other.getByRole("combobox")).toBeFocused();
  await other.keyboard.type("bo's");
  await expect(other.getByRole("option", { name: /Go to Bo's cases/ })).toBeVisible();
  await other.keyboard.press("Enter");
  await expect(other.locator("a[data-row]")).toHaveCount(1);
  await expect(other.getByRole("button", { name: "Bo's cases" })).toBeVisible();
});

test("rows stay where they are under the pointer, and a pill says what is new", async ({ gym, browsers }) => {
  const anna = await gym.person("Anna Desk", "staff");
  const { people } = await waiting(gym, "Ada", "Bo");
  const page = await browsers.of(anna);
  await expect(row(page, "Bo Member")).toBeVisible();
  await row(page, "Ada Member").hover();
  const [ada] = people;
  const late = await gym.person("Cem Member");
  const phone = await browsers.of(late, { size: "phone" });
  await phone.getByRole("button", { name: "Front desk" }).click();
  await phone.getByRole("button", { name: "Start chatting" }).click();
  await write(phone, "Cem asks.");
  await expect(tab(page, "Unassigned")).toHaveText(/3$/);
  const colleague = await browsers.of(await gym.person("Greta Desk", "staff"));
  await row(colleague, ada?.name ?? "").focus();
  await colleague.keyboard.press("i");
  await expect(tab(page, "Unassigned")).toHaveText(/2$/);
  expect((await names(page)).slice(0, 2)).toEqual(["Ada", "Bo"]);
  await expect(page.getByRole("button", { name: /\d updates?/ })).toBeVisible();
  await page.mouse.move(900, 400);
  await expect(row(page, "Ada Member")).toHaveCount(0);
});

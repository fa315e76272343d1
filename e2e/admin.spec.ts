import type { Page } from "@playwright/test";
import { expectNoFindings, isLookedAt } from "./axe";
import { expect, type Size, test } from "./test";

const part = (page: Page, name: string) => page.getByRole("navigation", { name: "Parts of the setup" }).getByRole("button", { name });
const save = (page: Page) => page.getByRole("button", { name: "Save", exact: true }).first();

test("an admin sets the week by keyboard alone; what is wrong is said at the field and what is not saved is kept", async ({
  gym,
  browsers,
  pool,
}) => {
  const page = await browsers.of(await gym.person("Clara Admin", "admin"), { at: "/desk/admin#hours" });
  const always = page.getByRole("checkbox", { name: "Open at any time" });
  await expect(always).toBeChecked();
  await always.focus();
  await page.keyboard.press("Space");
  const closes = page.getByLabel("Monday, closes at");
  await page.getByLabel("Monday, opens at").focus();
  await page.keyboard.type("1000AM");
  await closes.focus();
  await page.keyboard.type("0800AM");
  await page.keyboard.press("Enter");
  await expect(page.getByText("This ends before it begins.")).toBeVisible();
  await expect(page.getByLabel("Monday, opens at")).toBeFocused();

  await part(page, "Gym").click();
  await expect(page.getByRole("textbox", { name: "Name" })).toHaveValue(gym.name);
  await expect(part(page, "Opening hours")).toContainText("Not saved yet");
  await part(page, "Opening hours").click();
  await closes.fill("20:00");
  await page.keyboard.press("Enter");
  await expect(save(page)).toBeDisabled();
  await page.reload();
  await expect(page.getByLabel("Monday, opens at")).toHaveValue("10:00");
  await expect(closes).toHaveValue("20:00");
  const { rows } = await pool.query<{ week: unknown[][] }>("select desk_hours as week from gyms where id = $1", [gym.id]);
  expect(rows[0]?.week[0]).toEqual([{ from: 600, to: 1_200 }]);
});

test("what the server refuses goes back on the screen, with the reason, and the words that were written stay", async ({
  gym,
  browsers,
  pool,
}) => {
  const clara = await gym.person("Clara Admin", "admin");
  const page = await browsers.of(clara, { at: "/desk/admin#gym" });
  const name = page.getByRole("textbox", { name: "Name" });
  await expect(name).toHaveValue(gym.name);
  await name.fill("");
  await save(page).click();
  await expect(page.getByText("This is needed.")).toBeVisible();
  await name.fill("The New Gym");
  // The gym is full of labels, so that one more is refused.
  await pool.query("insert into labels (gym_id, name) select $1, 'Label ' || n from generate_series(1, 200) n", [gym.id]);
  await part(page, "Labels").click();
  await page.getByRole("textbox", { name: "New label" }).fill("One more");
  await save(page).click();
  await expect(page.getByText("This gym has as many labels as it can have.")).toBeVisible();
  await expect(page.getByRole("textbox", { name: "New label" })).toHaveValue("One more");
  await expect(page.getByRole("button", { name: "Remove One more" })).toHaveCount(0);
  await part(page, "Gym").click();
  await expect(name).toHaveValue("The New Gym");
  await save(page).click();
  await expect(save(page)).toBeDisabled();
  await expect.poll(async () => (await pool.query("select name from gyms where id = $1", [gym.id])).rows[0]?.name).toBe("The New Gym");
});

test("a text shows how it will read, and one that names what nobody knows is refused", async ({ gym, browsers }) => {
  const page = await browsers.of(await gym.person("Clara Admin", "admin"), { at: "/desk/admin#answers" });
  const greeting = page.getByRole("textbox", { name: "Greeting" });
  await greeting.fill("Hello ");
  await page.getByRole("button", { name: "{{member.firstName}}" }).first().click();
  await expect(greeting).toHaveValue("Hello {{member.firstName}}");
  await expect(page.getByText("Hello Alex", { exact: true })).toBeVisible();
  await greeting.fill("Hello {{plan}}");
  await save(page).click();
  await expect(page.getByText("This names something that nobody can fill in here.")).toBeVisible();
});

for (const size of ["phone", "laptop"] satisfies Size[]) {
  if (isLookedAt(size, "laptop"))
    test(`axe finds nothing on any part of the setup and its dialog (${size})`, async ({ gym, browsers, pool }) => {
      test.setTimeout(150_000);
      const anna = await gym.person("Anna Desk", "staff");
      await pool.query("insert into labels (gym_id, name) values ($1, 'Keys')", [gym.id]);
      await pool.query("insert into topics (gym_id, name, place) values ($1, 'Lockers', 1)", [gym.id]);
      const page = await browsers.of(await gym.person("Clara Admin", "admin"), { size, at: "/desk/admin" });
      for (const name of [
        "Gym",
        "Staff",
        "Opening hours",
        "Automatic answers",
        "Canned replies",
        "Labels",
        "Topics",
        "Assignment",
        "Auto-resolve",
      ]) {
        await part(page, name).click();
        await expect(page.getByRole("region").first()).toBeVisible();
        if (name === "Canned replies") await page.getByRole("button", { name: "New reply" }).click();
        if (name === "Assignment") await page.getByRole("button", { name: "New rule" }).click();
        await expectNoFindings(page, name);
      }
      await part(page, "Staff").click();
      await page.getByRole("button", { name: `Shut out ${anna.name}` }).click();
      await expect(page.getByRole("dialog")).toBeVisible();
      await expectNoFindings(page, "the question before somebody is shut out");
    });
}

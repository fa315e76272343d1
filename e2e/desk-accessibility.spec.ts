import { expectNoFindings, expectNoFindingsIn, floating } from "./axe";
import { row } from "./screen";
import { expect, type Size, test } from "./test";

for (const size of ["laptop"] satisfies Size[]) {
  test(`axe finds nothing on the queue, its work and what opens from it (${size})`, async ({ gym, browsers, pool }) => {
    test.setTimeout(240_000);
    const anna = await gym.person("Anna Desk", "staff");
    await pool.query("insert into labels (gym_id, name, tone) values ($1, 'Refund', 'warning'), ($1, 'Injury', 'danger')", [gym.id]);
    for (const name of ["Ada", "Bo", "Cem"]) {
      const member = await gym.person(`${name} Member`);
      const id = await gym.conversation({ type: "support", people: [member], messages: [{ by: member, text: "Is anybody there?" }] });
      await pool.query("update cases set labels = array['Refund', 'Injury', 'Other'], priority = 'urgent' where conversation_id = $1", [
        id,
      ]);
    }
    await pool.query("update gyms set requires_topic = true where id = $1", [gym.id]);
    const page = await browsers.of(anna, { size });
    const keys = page.keyboard;
    await expect(row(page, "Ada Member")).toBeVisible();
    await expectNoFindings(page, "the queue");
    await keys.press("Shift+D");
    await keys.press("j");
    await keys.press("x");
    await expect(page.getByRole("region", { name: "What is selected" })).toBeVisible();
    await expectNoFindings(page, "a selection in compact rows");
    await expectNoFindingsIn(page, "the palette", async () => {
      await keys.press("Control+k");
      await keys.type("as");
    });
    await expectNoFindingsIn(page, "the sheet of keys", () => keys.press("?"));
    await expectNoFindingsIn(page, "assigning", () => keys.press("a"));
    await expectNoFindingsIn(page, "snoozing", () => keys.press("s"));
    await expectNoFindingsIn(page, "adding a label", () => keys.press("l"));
    await expectNoFindingsIn(page, "the priority", () => keys.press("p"));
    await expectNoFindingsIn(page, "the topic before resolving", () => keys.press("e"));
    await expectNoFindingsIn(page, "how the screen looks", () => page.getByRole("button", { name: "Theme", exact: true }).click());
    await expectNoFindingsIn(page, "further views", () => page.getByRole("button", { name: "More", exact: true }).click());
    await expectNoFindingsIn(page, "the menu of a row", () => row(page, "Bo Member").click({ button: "right" }));
    await row(page, "Ada Member").focus();
    await keys.press("x");
    await keys.press("f");
    await page.getByRole("button", { name: "Urgent" }).click();
    await page.getByRole("button", { name: "Refund" }).click();
    await page.getByLabel("Waiting longer than").selectOption({ index: 1 });
    await expectNoFindings(page, "the filters", floating);
    await keys.press("Escape");
    await expect(page.getByText("No case matches the filters.")).toBeVisible();
    await expectNoFindings(page, "a view with nothing in it");
    const saving = () => page.getByRole("button", { name: "Save this view" }).click();
    await expectNoFindingsIn(page, "saving a view", saving);
    await saving();
    await page.getByRole("dialog").getByLabel("Name").fill("Urgent refunds");
    await keys.press("Enter");
    await expect(page.getByRole("button", { name: "Urgent refunds" })).toBeVisible();
    const change = () => page.getByRole("button", { name: "Change this view" }).click();
    await expectNoFindingsIn(page, "what can be done with a view", change);
    await expectNoFindingsIn(page, "renaming a view", async () => {
      await change();
      await page.getByRole("menuitem", { name: "Rename" }).click();
      await expect(page.getByRole("dialog")).toBeVisible();
    });
  });
}

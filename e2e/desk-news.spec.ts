import { modeButton, note, noteField } from "./case-screen";
import { row } from "./screen";
import { expect, test } from "./test";

test("whoever a note mentions sees it counted on any page of the queue, finds it among their mentions, and has seen it once they opened the case", async ({
  gym,
  browsers,
}) => {
  const [anna, greta, dan] = [
    await gym.person("Anna Desk", "staff"),
    await gym.person("Greta Desk", "staff"),
    await gym.person("Dan Member"),
  ];
  await gym.conversation({ type: "support", people: [dan], messages: [{ by: dan, text: "My card is lost." }] });
  const [first, second] = [await browsers.of(anna), await browsers.of(greta)];
  await expect(row(second, "Dan Member")).toBeVisible();
  await row(first, "Dan Member").click();
  await modeButton(first, "Note").click();
  await noteField(first).press("@");
  await first.keyboard.type("gre");
  await first.keyboard.press("Enter");
  await first.keyboard.type("do you know him?");
  await first.keyboard.press("Enter");
  await expect(note(first, "do you know him?")).toBeVisible();

  const more = second.getByRole("button", { name: "new mentions" });
  await expect(more).toContainText("1");
  await second.keyboard.press("g");
  await second.keyboard.press("n");
  const unseen = second.getByRole("region", { name: "New for you" });
  await expect(unseen.getByRole("link")).toContainText("Anna Desk: @Greta Desk do you know him?");
  await unseen.getByRole("link").click();
  await expect(note(second, "do you know him?")).toBeVisible();
  await expect(more).toHaveCount(0);
  await second.reload();
  await expect(note(second, "do you know him?")).toBeVisible();
  await expect(unseen).toHaveCount(0);
});

test("whoever was sent away by their own silence reads so, and is back with one key; a label that an admin adds is there without reloading", async ({
  gym,
  browsers,
  pool,
}) => {
  const [anna, dan] = [await gym.person("Anna Desk", "staff"), await gym.person("Dan Member")];
  await gym.conversation({ type: "support", people: [dan], messages: [{ by: dan, text: "My card is lost." }] });
  const page = await browsers.of(anna);
  await row(page, "Dan Member").click();
  const away = page.getByText("Nothing was seen of your desk for a while");
  await expect(page.getByRole("heading", { name: "Dan Member" }).first()).toBeVisible();
  await expect(away).toHaveCount(0);
  // What the desk's clock does when nothing is seen of somebody for minutes.
  await pool.query(
    `insert into staff_shifts (user_id, gym_id, state, hands_over, is_automatic) select id, gym_id, 'away', true, true from users where id = $1`,
    [anna.id],
  );
  await expect(away).toBeVisible();
  await pool.query("insert into labels (gym_id, name, tone) select gym_id, 'Brand new', 'accent' from users where id = $1", [anna.id]);
  await page.getByRole("heading", { name: "Dan Member" }).first().click();
  await page.keyboard.press("w");
  await expect(away).toHaveCount(0);
  const shift = await pool.query("select state, is_automatic from staff_shifts where user_id = $1", [anna.id]);
  expect(shift.rows).toEqual([{ state: "on", is_automatic: false }]);
  await page.keyboard.press("l");
  await expect(page.getByRole("option", { name: "Brand new" })).toBeVisible();
});

test("a trainer whom a link leads to the queue stands in their own conversations", async ({ gym, browsers }) => {
  const ben = await gym.person("Ben Trainer", "trainer");
  const page = await browsers.of(ben);
  await page.goto("/desk?view=support&queue=mine");
  await expect(page.getByRole("heading", { name: "Inbox" })).toBeVisible();
  await expect(page.getByRole("tab", { name: /Mine/ })).toHaveCount(0);
});

/** One desk over several gyms: whoever works for a chain has one queue, each case with what its own gym has; whoever works at one gym sees nothing of it. */
import type { Page } from "@playwright/test";
import { caseBar, replyField } from "./case-screen";
import { openChain } from "./chain";
import { Gym } from "./gym";
import { hearNotifications } from "./notifications";
import { bubble, conversation, row, write } from "./screen";
import { expect, signIn, test } from "./test";

const rows = (page: Page) => page.locator("a[data-row]");
const tab = (page: Page, name: string) => page.getByRole("tab", { name: new RegExp(`^${name}`) });
const options = (page: Page) => page.getByRole("dialog").getByRole("option");

/** Finds a command by these words, and does it. */
async function say(page: Page, words: string, title: string): Promise<void> {
  await page.keyboard.press("Control+k");
  await expect(page.getByRole("combobox")).toBeFocused();
  await page.keyboard.type(words);
  await expect(page.getByRole("option", { name: title }).first()).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog", { name: "Commands" })).toHaveCount(0);
}

test("somebody at two gyms sees both in one queue, narrows it to one, keeps that view, and answers with that gym's reply and label", async ({
  browsers,
  pool,
}) => {
  const { anna, lake, bo } = await openChain(pool);
  const page = await browsers.of(anna);
  const keys = page.keyboard;
  await expect(rows(page)).toHaveCount(3);
  await expect(row(page, "Ada Member")).toContainText("City");
  await expect(row(page, "Bo Member")).toContainText("Lake");
  await expect(tab(page, "Unassigned")).toHaveText(/3$/);

  await say(page, "only lake", "Show only Fit Lake");
  await expect(rows(page)).toHaveCount(2);
  await expect(row(page, "Bo Member").locator("[data-gym]")).toHaveCount(0);
  await expect(page).toHaveURL(new RegExp(`gym=${lake.id}`));
  const chips = page.getByRole("list", { name: "Filters" });
  await expect(chips).toContainText("Lake");
  await expect(tab(page, "Unassigned")).toHaveText(/2$/);
  await keys.press("g");
  await keys.press("a");
  await expect(tab(page, "All")).toHaveAttribute("aria-selected", "true");
  await expect(rows(page)).toHaveCount(2);

  await say(page, "save this", "Save this view");
  await expect(page.getByRole("dialog").getByLabel("Name")).toBeFocused();
  await keys.type("At the lake");
  await keys.press("Enter");
  await expect(page.getByRole("button", { name: "At the lake" })).toBeVisible();
  await keys.press("Shift+F");
  await expect(rows(page)).toHaveCount(3);
  await say(page, "at the lake", "Go to At the lake");
  await expect(rows(page)).toHaveCount(2);

  await row(page, "Bo Member").press("Enter");
  await expect(bubble(page, "Bo asks.")).toBeVisible();
  await expect(conversation(page).getByRole("heading", { name: /Bo Member/ })).toContainText("Lake");
  await keys.press("i");
  await expect(caseBar(page)).toContainText("Mine");
  await expect(tab(page, "Mine")).toHaveText(/1$/);
  await expect(tab(page, "Unassigned")).toHaveText(/1$/);
  await keys.press("r");
  await expect(replyField(page)).toBeFocused();
  await keys.press("/");
  await expect(page.getByRole("dialog", { name: "Canned replies" }).getByRole("option")).toHaveCount(1);
  await keys.type("hours");
  await keys.press("Enter");
  await expect(replyField(page)).toHaveValue("Fit Lake opens at ten.");
  await keys.press("Enter");
  await expect(bubble(page, "Fit Lake opens at ten.")).toBeVisible();
  await keys.press("Escape");

  await keys.press("l");
  await expect(options(page)).toHaveText(["Boat"]);
  await keys.press("Enter");
  await expect(options(page).first()).toHaveAttribute("aria-selected", "true");
  await keys.press("Escape");
  await expect(caseBar(page)).toContainText("Boat");
  await keys.press("a");
  await expect(options(page).filter({ hasText: "Freya Desk" })).toBeVisible();
  await expect(options(page).filter({ hasText: "Greta Desk" })).toHaveCount(0);
  await keys.press("Escape");
  await expect.poll(() => lake.stored(bo)).toEqual(["Bo asks.", "Fit Lake opens at ten."]);
});

test("the filter is a control beside the others, and what is done to cases of two gyms is what both have", async ({ browsers, pool }) => {
  const { anna, city } = await openChain(pool);
  const page = await browsers.of(anna);
  const keys = page.keyboard;
  await expect(rows(page)).toHaveCount(3);
  await keys.press("f");
  const panel = page.getByRole("dialog", { name: "Filters" });
  await expect(panel.getByRole("button", { name: "Boat" })).toBeVisible();
  await panel.getByRole("group", { name: "Gym" }).getByRole("button", { name: "City" }).press("Space");
  await expect(panel.getByRole("button", { name: "Boat" })).toHaveCount(0);
  await expect(panel.getByRole("button", { name: "Street" })).toBeVisible();
  await keys.press("Escape");
  await expect(rows(page)).toHaveCount(1);
  await expect(page).toHaveURL(new RegExp(`gym=${city.id}`));
  await say(page, "all gyms", "Show all gyms");
  await expect(rows(page)).toHaveCount(3);

  // Nobody but Anna and Clara works at both, and no label is both gyms' own.
  await keys.press("Control+a");
  await keys.press("a");
  await expect(options(page)).toHaveText([/Anna Desk/, /Clara Chain/, /Nobody/]);
  await keys.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await keys.press("l");
  await expect(page.getByRole("dialog")).toContainText("Nothing found");
  await keys.press("Escape");
});

test("the filters of many gyms are one question", async ({ browsers, pool }) => {
  const gyms = await Promise.all(Array.from({ length: 12 }, (_, at) => Gym.open(pool, `Fit ${at}`)));
  const [home] = gyms;
  if (!home) throw new Error("no gym was opened");
  const anna = await home.person("Anna Desk", "staff");
  for (const [at, gym] of gyms.entries()) {
    if (gym !== home) await gym.alsoAtDesk(anna);
    await pool.query("insert into labels (gym_id, name) values ($1, $2)", [gym.id, `Label ${at}`]);
    await gym.person(`Colleague ${at}`, "staff");
  }
  const page = await browsers.stranger();
  const asked: string[] = [];
  // Those of her own gym are asked for anyway, and once more when the first news of the desk come.
  const isAsked = /support\.(directory|settings.*"gymId")/;
  page.on("websocket", (socket) => socket.on("framesent", ({ payload }) => isAsked.test(String(payload)) && asked.push(String(payload))));
  await signIn(page, anna.email);
  await page.goto("/desk");
  await expect(tab(page, "Unassigned")).toBeVisible();
  await expect(page.getByText("Every case has somebody.")).toBeVisible();
  expect(asked).toEqual([]);
  await page.keyboard.press("f");
  const panel = page.getByRole("dialog", { name: "Filters" });
  for (const at of gyms.keys()) await expect(panel.getByRole("button", { name: `Label ${at}`, exact: true })).toBeVisible();
  await expect(panel.getByRole("option", { name: "Colleague 11" })).toBeAttached();
  expect(asked).toHaveLength(1);
});

test("whoever works at one gym sees nothing of the other, and no word about gyms", async ({ browsers, pool }) => {
  const { greta, lake, bo } = await openChain(pool);
  browsers.expectError(/status of 40/);
  const page = await browsers.of(greta);
  const keys = page.keyboard;
  await expect(row(page, "Ada Member")).toBeVisible();
  await expect(rows(page)).toHaveCount(1);
  await expect(page.locator("[data-gym]")).toHaveCount(0);
  await keys.press("f");
  await expect(page.getByRole("dialog", { name: "Filters" }).getByRole("group", { name: "Gym" })).toHaveCount(0);
  await keys.press("Escape");
  await keys.press("Control+k");
  await keys.type("show only");
  await expect(page.getByRole("option", { name: /Fit/ })).toHaveCount(0);
  await keys.press("Escape");
  await page.goto(`/desk/${bo}?view=support&queue=all`);
  await expect(page.getByText("This conversation could not be loaded")).toBeVisible();
  for (const place of ["board", "reports"]) {
    await page.goto(`/desk/${place}?gym=${lake.id}`);
    await expect(page.getByRole("table").first()).toBeVisible();
    await expect(page.getByText("Fit Lake")).toHaveCount(0);
  }
});

test("board and reports are narrowed to a gym and broken down by gym, and each number opens what it counts", async ({ browsers, pool }) => {
  const { clara, lake } = await openChain(pool);
  const page = await browsers.of(clara, { at: "/desk/board" });
  const where = page.getByRole("region", { name: "What waits where" });
  await expect(
    where
      .getByRole("row", { name: /Fit City/ })
      .getByRole("cell")
      .first(),
  ).toHaveText("1");
  await expect(
    where
      .getByRole("row", { name: /Fit Lake/ })
      .getByRole("cell")
      .first(),
  ).toHaveText("2");
  await page.getByLabel("Gym", { exact: true }).selectOption("Fit Lake");
  await expect(page).toHaveURL(new RegExp(`/desk/board\\?gym=${lake.id}`));
  await expect(where.getByRole("row", { name: /Fit City/ })).toHaveCount(0);
  await where
    .getByRole("row", { name: /Fit Lake/ })
    .getByRole("link", { name: "2" })
    .first()
    .press("Enter");
  await expect(rows(page)).toHaveCount(2);
  await expect(page).toHaveURL(new RegExp(`gym=${lake.id}`));

  await page.goto("/desk/reports");
  const byGym = page.getByRole("region", { name: "By gym" });
  await expect(byGym.getByRole("row", { name: /Fit City/ })).toBeVisible();
  await byGym
    .getByRole("row", { name: /Fit Lake/ })
    .getByRole("link", { name: "2" })
    .first()
    .press("Enter");
  await expect(page).toHaveURL(new RegExp(`gym=${lake.id}`));
  await expect(page.getByRole("row", { name: /Bo Member/ })).toBeVisible();
  await expect(page.getByRole("row", { name: /Ada Member/ })).toHaveCount(0);
  await page.getByLabel("Gym", { exact: true }).selectOption("All gyms");
  await expect(page.getByRole("row", { name: /Ada Member/ })).toContainText("Fit City");
  const downloading = page.waitForEvent("download");
  await page.getByRole("button", { name: "CSV" }).press("Enter");
  const chunks: Buffer[] = [];
  for await (const chunk of await (await downloading).createReadStream()) chunks.push(chunk as Buffer);
  const lines = Buffer.concat(chunks).toString("utf8").trim().split("\r\n");
  expect(lines.map((line) => line.split(",").at(-1)).sort()).toEqual(["Fit City", "Fit Lake", "Fit Lake", "gym"]);
});

test("what comes from several desks says from which: in the inbox, the search, the mentions and outside the page", async ({
  browsers,
  pool,
}) => {
  const { anna, freya, bo, boMember, city } = await openChain(pool);
  const dan = await city.person("Dan Trainer", "trainer");
  await city.conversation({ type: "direct", people: [anna, dan], messages: [{ by: dan, text: "It is Dan." }] });
  const page = await browsers.of(anna);
  const keys = page.keyboard;
  const gymOf = (name: string) => row(page, name).locator("[data-gym]");
  await row(page, "Bo Member").press("Enter");
  await expect(bubble(page, "Bo asks.")).toBeVisible();
  await keys.press("r");
  await expect(replyField(page)).toBeFocused();
  await keys.type("Welcome to us.");
  await keys.press("Enter");
  await expect(bubble(page, "Welcome to us.")).toBeVisible();
  await page.goto("/desk?view=inbox");
  await expect(gymOf("Bo Member")).toHaveText("Gym: Lake");
  await expect(row(page, "Dan Trainer")).toBeVisible();
  await expect(gymOf("Dan Trainer")).toHaveCount(0);
  await page.getByRole("searchbox").fill("bo");
  const found = page.getByRole("region", { name: "Found conversations" });
  await expect(found.locator("[data-gym]")).toHaveText("Gym: Lake");
  await page.goto("/desk?view=support&queue=mentions");
  await expect(tab(page, "Mine")).toBeVisible();

  const told = await hearNotifications(page);
  await page.getByRole("button", { name: /^Your account/ }).click();
  await page.getByRole("menuitemcheckbox", { name: "On the desktop" }).click();
  await keys.press("Escape");
  const member = await browsers.of(boMember, { at: `/chat/${bo}` });
  await write(member, "Thank you!");
  await expect.poll(told).toEqual([{ title: "Bo Member · Lake", body: "Thank you!", tag: bo }]);
  const other = await browsers.of(freya, { at: `/desk/${bo}` });
  await expect(bubble(other, "Thank you!")).toBeVisible();
  await other.keyboard.press("n");
  await other.keyboard.type("@ann");
  await expect(other.getByRole("option", { name: "Anna Desk" })).toBeVisible();
  await other.keyboard.press("Enter");
  await other.keyboard.type("do you know him?");
  await other.keyboard.press("Enter");
  await expect.poll(async () => (await told()).at(-1)?.title).toBe("Bo Member · Lake · A colleague mentions you");
  const fresh = page.getByRole("region", { name: "New for you" });
  await expect(fresh.locator("[data-gym]")).toHaveText("Gym: Lake");
});

test("an admin of two gyms sets up the one that is chosen, and what is not saved at the other stays", async ({ browsers, pool }) => {
  const { clara, lake } = await openChain(pool);
  const page = await browsers.of(clara, { at: "/desk/admin" });
  const keys = page.keyboard;
  const gym = page.getByLabel("Gym that is set up");
  const part = (name: string) => page.getByRole("navigation", { name: "Parts of the setup" }).getByRole("button", { name });
  await expect(page.getByRole("textbox", { name: "Name" })).toHaveValue("Fit City");
  await page.getByRole("textbox", { name: "Name" }).fill("Fit City Centre");
  await gym.focus();
  await keys.press("ArrowDown");
  await expect(page).toHaveURL(new RegExp(`gym=${lake.id}`));
  await expect(page.getByRole("textbox", { name: "Name" })).toHaveValue("Fit Lake");
  await expect(gym.getByRole("option", { name: /Fit City/ })).toHaveText("Fit City (not saved yet)");

  await part("Labels").press("Enter");
  await expect(page).toHaveURL(new RegExp(`gym=${lake.id}#labels`));
  await expect(page.getByRole("button", { name: "Remove Street" })).toHaveCount(0);
  await page.getByRole("textbox", { name: "New label" }).fill("Jetty");
  await keys.press("Enter");
  await expect(page.getByRole("button", { name: "Remove Jetty" })).toBeVisible();
  await expect
    .poll(async () => (await pool.query("select gym_id from labels where name = 'Jetty' and gym_id = $1", [lake.id])).rowCount)
    .toBe(1);

  await part("Staff").press("Enter");
  const anna = page.getByRole("row", { name: /Anna Desk/ });
  await expect(anna).toContainText("From Fit City");
  await expect(anna.getByRole("combobox")).toHaveCount(0);
  await expect(page.getByRole("row", { name: /Freya Desk/ }).getByLabel("Role of Freya Desk")).toBeEnabled();
  await anna.getByRole("link", { name: /To their gym/ }).press("Enter");
  await expect(anna.getByLabel("Role of Anna Desk")).toBeEnabled();
  await expect(gym).toHaveValue(/./);
  await part("Gym").press("Enter");
  await expect(page.getByRole("textbox", { name: "Name" })).toHaveValue("Fit City Centre");
});

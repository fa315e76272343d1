import { expectNoFindings, expectNoFindingsIn, isLookedAt } from "./axe";
import { demoPage } from "./demo-gym";
import { bubble, composer, conversation, row } from "./screen";
import { expect, type Size, test } from "./test";

const screens: Size[] = ["phone", "laptop"];

for (const size of screens) {
  test(`axe finds nothing at the door and on the pages that say one thing (${size})`, async ({ browsers }) => {
    browsers.expectError(/status of 404/);
    const page = await browsers.stranger({ size });
    await page.goto("/sign-in");
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await expect(page.getByText("Please type your password.")).toBeVisible();
    await expectNoFindings(page, "the sign-in page with problems");
    await page.goto("/sign-in?error=WRONG_PASSWORD");
    await expectNoFindings(page, "the sign-in page with a refusal");
    await page.goto("/nowhere");
    await expect(page.getByRole("heading", { name: "There is nothing here" })).toBeVisible();
    await expectNoFindings(page, "a page that is not there");
  });

  if (isLookedAt(size, "laptop"))
    test(`axe finds nothing on the desk, its lists and its dialogs (${size})`, async ({ browsers }) => {
      test.setTimeout(120_000);
      const page = await demoPage(browsers, "anna", { size });
      await expect(page.locator("a[data-row]").first()).toBeVisible();
      await expectNoFindings(page, "the support queue");
      await page.locator("a[data-row]").first().click();
      await expect(conversation(page).getByRole("article").last()).toBeVisible();
      await composer(page).fill("x".repeat(1_990));
      await expectNoFindings(page, "a support conversation");
      await composer(page).fill("");
      if (size === "phone") await expectNoFindingsIn(page, "the person", () => page.getByTitle("Show details").click());
      if (size === "phone") await page.getByRole("button", { name: "Back to conversations" }).click();
      await page.getByRole("button", { name: /^Inbox/ }).click();
      await expect(page.getByRole("heading", { name: "Inbox" })).toBeVisible();
      await expectNoFindings(page, "the inbox");
      await page.getByRole("button", { name: "Archived", exact: true }).click();
      await expect(page.getByText("Nothing is archived")).toBeVisible();
      await expectNoFindings(page, "the empty archive");
      await page.getByRole("searchbox").fill("an");
      await expect(page.getByRole("region", { name: "Found people" })).toBeVisible();
      await expectNoFindings(page, "what a search found");
      await page.getByRole("searchbox").fill("");
      const start = page.getByRole("button", { name: "New conversation" }).first();
      await expectNoFindingsIn(page, "starting with a person", () => start.click());
      await expectNoFindingsIn(page, "starting a group", async () => {
        await start.click();
        await page.getByRole("button", { name: /Class group/ }).click();
        await page.getByRole("button", { name: "Create group" }).click();
      });
      await expectNoFindingsIn(page, "the account menu", () => page.getByRole("button", { name: /^Your account/ }).click());
      await expectNoFindingsIn(page, "signing out everywhere", async () => {
        await page.getByRole("button", { name: /^Your account/ }).click();
        await page.getByRole("menuitem", { name: "Sign out everywhere" }).click();
      });
    });

  if (isLookedAt(size, "phone"))
    test(`axe finds nothing on a member's chat and its dialogs (${size})`, async ({ gym, browsers }) => {
      test.setTimeout(120_000);
      const dan = await demoPage(browsers, "dan", { size });
      await expect(dan.locator("a[data-row]").first()).toBeVisible();
      await expectNoFindings(dan, "the list");
      await dan.locator("a[data-row]").nth(2).click();
      await expect(conversation(dan).getByRole("article").last()).toBeVisible();
      await expectNoFindings(dan, "a conversation");
      await expectNoFindingsIn(dan, "the details", () => dan.getByTitle("Show details").click());

      browsers.expectError(/net::ERR_|WebSocket/);
      await dan.context().setOffline(true);
      await composer(dan).fill("Written offline");
      await composer(dan).press("Enter");
      await expect(bubble(dan, "Written offline")).toBeVisible();
      await expect(conversation(dan).locator('[data-connection="offline"]')).toBeVisible();
      await expectNoFindings(dan, "offline");

      const page = await browsers.of(await gym.person("Nora New"), { size });
      await expect(page.getByText("Ask us anything about your gym")).toBeVisible();
      await expectNoFindings(page, "nothing written yet");
      await expectNoFindingsIn(page, "asking the front desk", () => page.getByRole("button", { name: /Front desk/ }).click());
      await expectNoFindingsIn(page, "starting with a trainer", () =>
        page.getByRole("button", { name: "New conversation" }).first().click(),
      );
      await page.goto("/chat/01890000-0000-7000-8000-000000000000");
      await expect(page.getByText("This conversation could not be loaded")).toBeVisible();
      await expectNoFindings(page, "a conversation that is not there");
      await page.context().clearCookies();
      await page.goto("/chat");
      await expect(page).toHaveURL(/sign-in/);
    });
}

test("a group with its people, and what asks before somebody is removed, have nothing for axe to find", async ({ gym, browsers }) => {
  const [ben, dan] = [await gym.person("Ben Trainer", "trainer"), await gym.person("Dan Member")];
  await gym.conversation({ type: "group", name: "Yoga", people: [ben, dan], messages: [{ by: ben, text: "Welcome." }] });
  const page = await browsers.of(ben, { size: "wide" });
  await row(page, "Yoga").click();
  await expect(bubble(page, "Welcome.")).toBeVisible();
  await expectNoFindings(page, "the group and its people");
  await expectNoFindingsIn(page, "adding people", () => page.getByRole("button", { name: "Add", exact: true }).click());
  const about = () => page.getByRole("button", { name: "More about Dan Member" }).click();
  await expectNoFindingsIn(page, "what can be done with somebody", about);
  await expectNoFindingsIn(page, "leaving", () => page.getByRole("button", { name: "Leave the group" }).click());
  await expectNoFindingsIn(page, "removing somebody", async () => {
    await about();
    await page.getByRole("menuitem", { name: "Remove from the group" }).click();
  });
});

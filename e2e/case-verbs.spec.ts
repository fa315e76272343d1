import { caseBar, entries, notice, replyField } from "./case-screen";
import { bubble, conversation, openId, row, write } from "./screen";
import { expect, test } from "./test";

test("a case is resolved with the topic that the gym wants, comes back as another one, and takes the earlier one in", async ({
  gym,
  browsers,
  pool,
}) => {
  const [anna, dan] = [await gym.person("Anna Desk", "staff"), await gym.person("Dan Member")];
  await pool.query("update gyms set requires_topic = true where id = $1", [gym.id]);
  const id = await gym.conversation({ type: "support", people: [dan], messages: [{ by: dan, text: "My card is lost." }] });
  const page = await browsers.of(anna, { size: "wide", at: `/desk/${id}?queue=all` });
  await expect(bubble(page, "My card is lost.")).toBeVisible();
  await write(page, "We make a new one.");
  await page.keyboard.press("Escape");
  await page.keyboard.press("e");
  const question = page.getByRole("dialog", { name: "Resolve: what was it about?" });
  await page.keyboard.type("Lost card");
  await expect(question.getByRole("option", { name: "“Lost card”" })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(notice(page, "Dan Member is resolved")).toBeVisible();

  const member = await browsers.of(dan, { size: "phone", at: `/chat/${id}` });
  await write(member, "And my locker does not open.");
  await page.goto(`/desk/${id}?queue=all`);
  await expect(bubble(page, "And my locker")).toBeVisible();
  const details = page.getByRole("complementary", { name: "Details" });
  await expect(details.getByRole("button", { name: "Case 2", exact: true })).toBeVisible();
  await details.getByRole("button", { name: /Case 1: Lost card/ }).click();
  const earlier = page.getByRole("dialog", { name: "Case 1: Lost card" });
  await expect(earlier.getByText("My card is lost.")).toBeVisible();
  await expect(earlier.getByText("We make a new one.")).toBeVisible();
  await expect(earlier.getByText("And my locker does not open.")).toHaveCount(0);
  await expect(earlier.getByText("You resolved the case")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(earlier).toHaveCount(0);
  await details.getByRole("button", { name: "Merge an earlier case" }).click();
  await page
    .getByRole("dialog")
    .getByRole("option", { name: /Case 1/ })
    .click();
  await expect(notice(page, "Case 1 is part of case 2 now")).toBeVisible();
  await expect(details.getByText("in case 2")).toBeVisible();
  await expect(caseBar(page).getByRole("button", { name: "Topic: Lost card" })).toBeVisible();
});

test("what was done is undone for as long as the notice stands: priority, labels, snooze and resolve", async ({ gym, browsers, pool }) => {
  const [anna, dan] = [await gym.person("Anna Desk", "staff"), await gym.person("Dan Member")];
  await pool.query("insert into labels (gym_id, name, tone) values ($1, 'Refund', 'warning')", [gym.id]);
  await gym.conversation({ type: "support", people: [dan], messages: [{ by: dan, text: "My money, please." }] });
  const page = await browsers.of(anna);
  await row(page, "Dan Member").click();
  const id = await openId(page);
  await expect(caseBar(page)).toHaveAttribute("data-case-status", "open");

  await page.keyboard.press("l");
  await page.keyboard.type("ref");
  await expect(page.getByRole("dialog").getByRole("option", { name: "Refund" })).toBeVisible();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
  await expect(caseBar(page).getByRole("button", { name: "Labels: Refund" })).toBeVisible();

  await page.keyboard.press("s");
  await page.keyboard.type("übermorgen um 14 Uhr");
  await expect(page.getByRole("dialog").getByRole("option")).toContainText("14:00");
  await page.keyboard.press("Enter");
  const slept = notice(page, /^Dan Member sleeps until/);
  await expect(slept).toContainText("14:00");
  await slept.getByRole("button", { name: /Undo/ }).click();
  await page.goto(`/desk/${id}`);
  await expect(caseBar(page)).toHaveAttribute("data-case-status", "open");

  await page.keyboard.press("e");
  await notice(page, "Dan Member is resolved").getByRole("button", { name: /Undo/ }).click();
  await expect(notice(page, "Dan Member is resolved")).toHaveCount(0);
  await page.goto(`/desk/${id}`);
  await expect(caseBar(page)).toHaveAttribute("data-case-status", "open");
  const { rows } = await pool.query("select waiting_since from cases where conversation_id = $1", [id]);
  expect(rows[0].waiting_since).not.toBeNull();
  await expect(entries(page, "status").first()).toBeVisible();
});

test("what is written is kept as a reply of one's own, and nobody else has it", async ({ gym, browsers }) => {
  const [anna, greta, dan] = [
    await gym.person("Anna Desk", "staff"),
    await gym.person("Greta Desk", "staff"),
    await gym.person("Dan Member"),
  ];
  await gym.conversation({ type: "support", people: [dan], messages: [{ by: dan, text: "Where do I park?" }] });
  const page = await browsers.of(anna);
  await row(page, "Dan Member").click();
  await replyField(page).fill("Behind the house, {{member.firstName}}.");
  await conversation(page)
    .getByRole("button", { name: /^Canned replies/ })
    .click();
  await page.getByRole("dialog", { name: "Canned replies" }).getByRole("button", { name: "Save what is written" }).click();
  const saving = page.getByRole("dialog", { name: "Save as a reply of your own" });
  await saving.getByRole("textbox", { name: "Name" }).fill("park");
  await saving.getByRole("button", { name: "Save" }).click();
  await expect(notice(page, "/park is kept")).toBeVisible();
  await replyField(page).fill("");
  await replyField(page).press("/");
  await page.keyboard.type("park");
  await expect(page.getByRole("option", { name: /\/park/ })).toContainText("own");
  await page.keyboard.press("Enter");
  await expect(replyField(page)).toHaveValue("Behind the house, Dan.");

  const other = await browsers.of(greta);
  await row(other, "Dan Member").click();
  await replyField(other).press("/");
  await expect(other.getByText("No replies are kept ready yet.")).toBeVisible();
});

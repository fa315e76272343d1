import { caseBar, entries, notice } from "./case-screen";
import { bubble, write } from "./screen";
import { expect, test } from "./test";

test("two cases of a member become one by keyboard alone, and say so on every desk", async ({ gym, browsers, pool }) => {
  const [anna, greta, dan] = [
    await gym.person("Anna Desk", "staff"),
    await gym.person("Greta Desk", "staff"),
    await gym.person("Dan Member"),
  ];
  const id = await gym.conversation({ type: "support", people: [dan], messages: [{ by: dan, text: "My card is lost." }] });
  await pool.query("update cases set topic = 'Lost card', labels = array['Card'] where conversation_id = $1", [id]);
  const page = await browsers.of(anna, { at: `/desk/${id}?queue=all` });
  const keys = page.keyboard;
  await expect(bubble(page, "My card is lost.")).toBeVisible();
  await keys.press("e");
  await expect(notice(page, "Dan Member is resolved")).toBeVisible();
  const member = await browsers.of(dan, { size: "phone", at: `/chat/${id}` });
  await write(member, "And my locker does not open.");
  await page.goto(`/desk/${id}?queue=all`);
  await expect(bubble(page, "And my locker")).toBeVisible();
  await expect(caseBar(page)).toHaveAttribute("data-case-status", "open");
  const other = await browsers.of(greta, { at: `/desk/${id}?queue=all` });
  await expect(bubble(other, "And my locker")).toBeVisible();
  await page.evaluate(() =>
    document.addEventListener("mousedown", () => Object.assign(window, { usedTheMouse: true }), { capture: true, once: true }),
  );

  await keys.press("Control+k");
  await expect(page.getByRole("combobox")).toBeFocused();
  await keys.type("merge");
  await expect(page.getByRole("option").first()).toContainText("Merge an earlier case");
  await keys.press("Enter");
  const question = page.getByRole("dialog", { name: "Merge an earlier case" });
  await expect(question.getByRole("combobox")).toBeFocused();
  await keys.type("lost");
  await expect(question.getByRole("option")).toHaveText(/Case 1: Lost card/);
  await keys.press("Enter");
  await expect(notice(page, "Case 1 is part of case 2 now")).toBeVisible();
  await expect(question).toHaveCount(0);

  for (const desk of [page, other]) {
    await expect(caseBar(desk).getByRole("button", { name: "Topic: Lost card" })).toBeVisible();
    await expect(caseBar(desk).getByRole("button", { name: "Labels: Card" })).toBeVisible();
    await expect(entries(desk, "merged")).toHaveCount(1);
  }
  // The next key is the case's: the focus is not lost with the question.
  await keys.press("i");
  await expect(caseBar(other).getByRole("button", { name: "Assigned to Anna Desk" })).toBeVisible();
  // Nothing is left that could be merged.
  await keys.press("Control+k");
  await keys.type("merge an earlier");
  await expect(page.getByRole("combobox")).toHaveValue("merge an earlier");
  await expect(page.getByRole("option", { name: "Merge an earlier case" })).toHaveCount(0);
  expect(await page.evaluate(() => "usedTheMouse" in window)).toBe(false);
});

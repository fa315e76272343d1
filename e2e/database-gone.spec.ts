/** The database goes away while somebody works at the desk. */
import { openLine } from "../src/server/testing/line";
import { unreachable } from "./agreement";
import { caseBar, modeButton, note, noteField, replyField } from "./case-screen";
import { bubble, conversation, row, ticks } from "./screen";
import { startServer } from "./server";
import { expect, test } from "./test";

const goneForMs = 20_000;

test("what is done at the desk while the database is away for twenty seconds is kept, told of in one line, and done after", async ({
  gym,
  browsers,
  pool,
}) => {
  test.setTimeout(120_000);
  browsers.expectError(unreachable);
  const [anna, dan, eve, finn] = [
    await gym.person("Anna Desk", "staff"),
    await gym.person("Dan Member"),
    await gym.person("Eve Member"),
    await gym.person("Finn Member"),
  ];
  const begin = (by: typeof dan, text: string) => gym.conversation({ type: "support", people: [by], messages: [{ by, text }] });
  const [ofDan, ofEve] = [
    await begin(dan, "My card is lost."),
    await begin(eve, "Is the sauna on?"),
    await begin(finn, "Who has my towel?"),
  ];
  const database = new URL(process.env.E2E_DATABASE_URL ?? "");
  await using line = await openLine(Number(database.port));
  database.port = new URL(line.url).port;
  const server = await startServer({ env: { DATABASE_URL: database.href } });
  try {
    const page = await browsers.of(anna, { url: server.url, at: `/desk/${ofDan}` });
    const keys = page.keyboard;
    await expect(bubble(page, "My card is lost.")).toBeVisible();
    await expect(caseBar(page).getByRole("button", { name: "Claim" })).toBeVisible();
    await replyField(page).fill("We make you a new one.");
    await conversation(page)
      .getByRole("button", { name: /^Canned replies/ })
      .click();
    await page.getByRole("button", { name: "Save what is written" }).click();
    const saving = page.getByRole("dialog", { name: "Save as a reply of your own" });
    await saving.getByLabel("Name").fill("card");

    line.cut();
    const isBack = new Promise<void>((resolve) => setTimeout(resolve, goneForMs)).then(() => line.mend());
    await saving.getByRole("button", { name: "Save", exact: true }).click();
    await expect(conversation(page)).toContainText("Trouble on our side");
    await keys.press("Escape");
    await expect(saving).toHaveCount(0);
    await caseBar(page).getByRole("button", { name: "Claim" }).click();
    await expect(caseBar(page).getByRole("button", { name: /^Assigned to/ })).toBeVisible();
    await replyField(page).press("Enter");
    await expect(ticks(page, "We make you a new one.")).toHaveAttribute("data-send-state", "pending");
    await replyField(page).fill("Come by at");
    await modeButton(page, "Note").click();
    await noteField(page).fill("Lost it twice before.");
    await noteField(page).press("Enter");
    await expect(note(page, "Lost it twice before.")).toHaveAttribute("aria-busy", "true");
    await noteField(page).fill("And the towel");
    // Another case for itself, from the list.
    await row(page, "Eve Member").click({ button: "right" });
    await page.getByRole("menuitem", { name: /^Priority/ }).click();
    await page.getByRole("option", { name: "Urgent" }).click();
    await expect(page.locator("[data-notice=error]")).toHaveCount(0);
    await isBack;

    await expect(note(page, "Lost it twice before.")).toHaveAttribute("aria-busy", "false", { timeout: 20_000 });
    await expect(row(page, "Eve Member")).toContainText("Urgent", { timeout: 20_000 });
    await expect(noteField(page)).toHaveValue("And the towel");
    await modeButton(page, "Reply").click();
    await expect(replyField(page)).toHaveValue("Come by at");
    await expect(ticks(page, "We make you a new one.")).toHaveAttribute("data-send-state", "sent", { timeout: 20_000 });
    await expect(conversation(page)).not.toContainText("Trouble on our side", { timeout: 20_000 });
    await row(page, "Finn Member").click();
    await expect(bubble(page, "Who has my towel?")).toBeVisible();
    await expect(page.locator("[data-notice=error]")).toHaveCount(0);
  } finally {
    await server.kill();
  }
  const one = async (text: string, values: string[]) => (await pool.query<{ is: unknown }>(text, values)).rows.map((found) => found.is);
  expect(await one(`select content as "is" from notes where conversation_id = $1`, [ofDan])).toEqual(["Lost it twice before."]);
  expect(await one(`select assignee_id as "is" from cases where conversation_id = $1`, [ofDan])).toEqual([anna.id]);
  expect(await one(`select priority as "is" from cases where conversation_id = $1`, [ofEve])).toEqual(["urgent"]);
  expect(await one(`select shortcut as "is" from canned_replies where owner_id = $1`, [anna.id])).toEqual(["card"]);
  expect(await gym.stored(ofDan)).toEqual(["My card is lost.", "We make you a new one."]);
});

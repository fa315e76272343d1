import type { Page } from "@playwright/test";
import { movedOn, note, noteField, notice, replyField } from "./case-screen";
import { bubble, openId, row } from "./screen";
import { expect, test } from "./test";

const members = 20;

/** What becomes of a case once it was answered: every way is gone several times. */
const ends = ["resolve", "snooze", "assign", "send-resolve"] as const;

test("a working day without the mouse: twenty cases are read, noted, answered, taken and left for the next one", async ({
  gym,
  browsers,
  pool,
}) => {
  test.setTimeout(240_000);
  const [anna, greta] = [await gym.person("Anna Desk", "staff"), await gym.person("Greta Desk", "staff")];
  await pool.query(
    "insert into canned_replies (id, gym_id, owner_id, shortcut, content) values (gen_random_uuid(), $1, null, 'hours', $2)",
    [gym.id, "Hello {{member.firstName}}, we are open from six to eleven."],
  );
  const ids: string[] = [];
  for (let at = 1; at <= members; at++) {
    const member = await gym.person(`Member${String.fromCharCode(64 + at)} Number`);
    ids.push(
      await gym.conversation({
        type: "support",
        people: [member],
        messages: [{ by: member, text: `Question ${at}`, minutesAgo: 60 - at }],
      }),
    );
  }
  const page = await browsers.of(anna);
  const keys = page.keyboard;
  await noMouse(page);
  await expect(row(page, "Number").first()).toBeVisible();
  await expect(page.getByRole("tab", { name: /^Unassigned/ })).toHaveAttribute("aria-selected", "true");
  await keys.press("j");
  await expect(page.locator("a[data-row]:focus")).toHaveCount(1);
  await keys.press("Enter");

  const done = new Set<string>();
  for (let at = 0; at < members; at++) {
    const id = await openId(page);
    expect(done.has(id), `case ${at + 1} is another one`).toBe(false);
    done.add(id);
    const pane = page.locator(`[data-conversation="${id}"]`);
    await expect(pane.getByRole("article").first()).toBeVisible();

    await keys.press("n");
    await expect(noteField(page)).toBeFocused();
    await keys.type(`Noted ${id.slice(0, 8)}`);
    await keys.press("Enter");
    await expect(note(page, `Noted ${id.slice(0, 8)}`)).toBeVisible();
    await keys.press("Escape");

    await keys.press("i");
    await expect(pane.locator('[data-entry="assigned"]')).toContainText("You took the case");
    await keys.press("r");
    await expect(replyField(page)).toBeFocused();
    await keys.press("/");
    await expect(page.getByRole("dialog", { name: "Canned replies" })).toBeVisible();
    await keys.type("hou");
    await keys.press("Enter");
    await expect(replyField(page)).toHaveValue(/^Hello Member\w, we are open/);

    const end = ends[at % ends.length];
    if (end === "send-resolve") {
      await keys.press("Control+Shift+Enter");
    } else {
      await keys.press("Enter");
      await expect(bubble(page, "we are open from six to eleven.")).toBeVisible();
      await keys.press("Escape");
      if (end === "resolve") await keys.press("e");
      else if (end === "snooze") await ask(page, "s", "tomorrow 9am");
      else {
        await ask(page, "a", "greta");
        await expect(notice(page, /goes to Greta Desk/).last()).toBeVisible();
      }
    }
    if (at < members - 1) await page.waitForURL((url) => !url.pathname.endsWith(id));
  }

  expect([...done].sort()).toEqual([...ids].sort());
  await expect(async () => {
    const { rows } = await pool.query<{ status: string; count: string }>(
      "select status, count(*) from cases where conversation_id = any($1::uuid[]) group by status order by status",
      [ids],
    );
    expect(rows.map(({ status, count }) => `${status} ${count}`)).toEqual(["open 5", "resolved 10", "snoozed 5"]);
  }).toPass();
  const { rows: noted } = await pool.query("select 1 from notes where conversation_id = any($1::uuid[])", [ids]);
  expect(noted).toHaveLength(members);
  expect(await countAnswers(gym, ids)).toBe(members);
  const { rows: given } = await pool.query("select 1 from cases where conversation_id = any($1::uuid[]) and assignee_id = $2", [
    ids,
    greta.id,
  ]);
  expect(given).toHaveLength(5);
});

test("two beside each other never answer the same member blindly, whoever is quicker each time", async ({ gym, browsers }) => {
  test.setTimeout(120_000);
  const [anna, greta] = [await gym.person("Anna Desk", "staff"), await gym.person("Greta Desk", "staff")];
  const ids: string[] = [];
  for (let at = 1; at <= 5; at++) {
    const member = await gym.person(`Member${String.fromCharCode(64 + at)} Number`);
    ids.push(await gym.conversation({ type: "support", people: [member], messages: [{ by: member, text: `Question ${at}` }] }));
  }
  const desks = [await browsers.of(anna, { at: "/desk?queue=all" }), await browsers.of(greta, { at: "/desk?queue=all" })] as const;
  for (const desk of desks) await noMouse(desk);
  for (const [at, id] of ids.entries()) {
    for (const desk of desks) {
      await row(desk, `Member${String.fromCharCode(65 + at)} Number`).press("Enter");
      await expect(bubble(desk, `Question ${at + 1}`)).toBeVisible();
      await desk.keyboard.press("r");
      await expect(replyField(desk)).toBeFocused();
      await desk.keyboard.type("My answer");
    }
    await Promise.all(desks.map((desk) => desk.keyboard.press("Enter")));
    // One is sent; the other stands in its field, under what it would have answered past.
    await expect(async () => expect((await movedOn(desks[0]).count()) + (await movedOn(desks[1]).count())).toBe(1)).toPass();
    await expect(async () => expect(await gym.stored(id)).toEqual([`Question ${at + 1}`, "My answer"])).toPass();
    const held = (await movedOn(desks[0]).count()) > 0 ? desks[0] : desks[1];
    await expect(replyField(held)).toHaveValue("My answer");
    await expect(movedOn(held)).toContainText("My answer");
    await held.keyboard.press("Control+a");
    await held.keyboard.type("And I agree");
    await held.keyboard.press("Enter");
    await expect(async () => expect(await gym.stored(id)).toEqual([`Question ${at + 1}`, "My answer", "And I agree"])).toPass();
  }
});

/** Opens a question by its key, types an answer, and takes the first that fits. */
async function ask(page: Page, key: string, words: string): Promise<void> {
  await page.keyboard.press(key);
  const field = page.getByRole("dialog").getByRole("combobox");
  await expect(field).toBeFocused();
  await page.keyboard.type(words);
  await expect(page.getByRole("dialog").getByRole("option").first()).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog")).toHaveCount(0);
}

/** From here on a press of the mouse would fail the test. */
async function noMouse(page: Page): Promise<void> {
  await page.evaluate(() =>
    document.addEventListener(
      "mousedown",
      () => {
        throw new Error("the mouse was used");
      },
      true,
    ),
  );
}

async function countAnswers(gym: { stored(id: string): Promise<string[]> }, ids: readonly string[]): Promise<number> {
  let count = 0;
  for (const id of ids) count += (await gym.stored(id)).filter((text) => text.includes("we are open from six to eleven.")).length;
  return count;
}

/** A desk that is taken away from somebody who works at several: what was open, kept and drafted there goes, and nothing else. */
import type { Page } from "@playwright/test";
import type pg from "pg";
import { replyField } from "./case-screen";
import { openChain } from "./chain";
import type { Gym, GymPerson } from "./gym";
import { bubble, row } from "./screen";
import { expect, signIn, test } from "./test";

const rows = (page: Page) => page.locator("a[data-row]");

/** Takes somebody off this gym's desk, as the main API does, but for what tells the open sockets: that is the answer. */
async function takeOffDesk(pool: pg.Pool, { id }: GymPerson, gym: Gym): Promise<() => Promise<unknown>> {
  await pool.query("delete from desk_memberships where user_id = $1 and gym_id = $2", [id, gym.id]);
  await pool.query("update users set session_version = session_version + 1 where id = $1", [id]);
  return () => pool.query("update users set sessions_changed_at = now() where id = $1", [id]);
}

/** What this browser keeps on its device, as text. */
function keptHere(page: Page): Promise<string> {
  return page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        const opening = indexedDB.open("gympl-chat");
        opening.onsuccess = () => {
          const reading = opening.result.transaction("kept").objectStore("kept");
          const [keys, values] = [reading.getAllKeys(), reading.getAll()];
          values.onsuccess = () => {
            resolve(JSON.stringify([keys.result, values.result]));
            opening.result.close();
          };
        };
      }),
  );
}

test("a case that is open goes when its desk is taken away, with all that was known of it, and the list has the keys", async ({
  browsers,
  pool,
}) => {
  const { anna, lake, freya, bo } = await openChain(pool);
  await pool.query("update conversations set version = 3 where id = $1", [bo]);
  await pool.query(
    "insert into notes (conversation_id, id, author_id, content, version) values ($1, gen_random_uuid(), $2, 'Pays by invoice.', 3)",
    [bo, freya.id],
  );
  const page = await browsers.of(anna);
  const keys = page.keyboard;
  await row(page, "Bo Member").press("Enter");
  await expect(bubble(page, "Bo asks.")).toBeVisible();
  await expect(page.locator("[data-note]")).toContainText("Pays by invoice.");
  await keys.press("r");
  await keys.type("One moment, Bo");
  await expect(replyField(page)).toHaveValue("One moment, Bo");
  await expect.poll(() => keptHere(page)).toMatch(/Bo asks\..*One moment, Bo/);

  const tell = await takeOffDesk(pool, anna, lake);
  // Signed in again already, in another tab say: this page goes on with what she may see now.
  await signIn(page, anna.email);
  await tell();
  const gone = page.getByRole("region", { name: "You no longer work at this desk" });
  await expect(gone).toContainText("Fit Lake");
  await expect(rows(page)).toHaveCount(1);
  await expect(row(page, "Ada Member")).toBeFocused();
  await expect(page.getByText(/Bo|Pays by invoice/)).toHaveCount(0);
  await expect.poll(() => keptHere(page)).not.toMatch(/Bo Member|Bo asks|Pays by invoice|One moment/);
  await page.reload();
  await expect(gone).toBeVisible();
  await gone.getByRole("button", { name: "To the list" }).press("Enter");
  await expect(gone).toHaveCount(0);
  await row(page, "Ada Member").press("Enter");
  await expect(bubble(page, "Ada asks.")).toBeVisible();
});

test("whoever has to sign in again because of it comes back to what is theirs, and reads why the case is not there", async ({
  browsers,
  pool,
}) => {
  const { anna, lake } = await openChain(pool);
  browsers.expectError(/status of 401/);
  const page = await browsers.of(anna);
  await row(page, "Bo Member").press("Enter");
  await expect(bubble(page, "Bo asks.")).toBeVisible();
  const tell = await takeOffDesk(pool, anna, lake);
  await tell();
  await expect(page.getByRole("link", { name: "Sign in" })).toBeVisible();
  await expect(page.getByText(/Bo/)).toHaveCount(0);
  await expect.poll(() => keptHere(page)).not.toContain("Bo");
  await signIn(page, anna.email);
  await page.reload();
  await expect(page.getByRole("region", { name: "You no longer work at this desk" })).toBeVisible();
  await expect(row(page, "Ada Member")).toBeVisible();
  await expect(row(page, "Bo Member")).toHaveCount(0);
});

import type { Page } from "@playwright/test";
import { expectNoFindings, expectNoFindingsIn, floating, isLookedAt } from "./axe";
import { caseBar, modeButton, movedOn, note, noteField, replyField } from "./case-screen";
import { bubble, conversation, write } from "./screen";
import { expect, type Size, test } from "./test";

/** What changes after the first look: the case, and what floats above it. */
const changing = `section[aria-label="Conversation"], ${floating}`;

for (const size of ["laptop", "phone"] satisfies Size[]) {
  if (isLookedAt(size, "laptop"))
    test(`axe finds nothing on the desk's pane of a case and what opens from it (${size})`, async ({ gym, browsers, pool }) => {
      test.setTimeout(180_000);
      const [anna, greta, dan] = [
        await gym.person("Anna Desk", "staff"),
        await gym.person("Greta Desk", "staff"),
        await gym.person("Dan Member"),
      ];
      await pool.query("insert into labels (gym_id, name, tone) values ($1, 'Refund', 'warning'), ($1, 'Injury', 'danger')", [gym.id]);
      await pool.query(
        "insert into canned_replies (id, gym_id, owner_id, shortcut, content) values (gen_random_uuid(), $1, null, 'end', 'It ends on {{contract.end}}')",
        [gym.id],
      );
      const id = await gym.conversation({ type: "support", people: [dan], messages: [{ by: dan, text: "My card is lost." }] });
      await pool.query("update gyms set requires_topic = true where id = $1", [gym.id]);
      // The case before this one.
      await pool.query("update cases set status = 'resolved', resolved_at = now(), waiting_since = null where conversation_id = $1", [id]);
      await pool.query("insert into cases (conversation_id, number, waiting_since, version) values ($1, 2, now(), 1)", [id]);
      const page = await browsers.of(anna, { size, at: `/desk/${id}` });
      const notes = await heldNotes(page);
      const other = await browsers.of(greta, { at: `/desk/${id}` });
      await expect(bubble(page, "My card is lost.")).toBeVisible();
      await expect(caseBar(page).getByRole("button", { name: "Claim" })).toBeVisible();
      await expectNoFindings(page, "a case that is nobody's");
      await caseBar(page).getByRole("button", { name: "Claim" }).click();
      await modeButton(page, "Note").click();
      await noteField(page).fill("Ask ");
      await expectNoFindings(page, "writing a note", changing);
      await noteField(page).press("End");
      await noteField(page).press("@");
      await expect(page.getByRole("dialog", { name: "Mention a colleague" })).toBeVisible();
      await expectNoFindings(page, "mentioning somebody", changing);
      await page.keyboard.type("gre");
      await page.keyboard.press("Enter");
      await expect(noteField(page)).toHaveValue("Ask @Greta Desk ");
      await page.keyboard.press("Enter");
      await expect(note(page, "Ask @Greta Desk")).toHaveAttribute("aria-busy", "true");
      await expectNoFindings(page, "a note on its way", changing);
      notes.release();
      await expect(note(page, "Ask @Greta Desk")).toHaveAttribute("aria-busy", "false");
      await expectNoFindings(page, "a note among the messages", changing);

      const questions = [
        caseBar(page).getByRole("button", { name: /^Assigned to/ }),
        caseBar(page).getByRole("button", { name: /^Priority/ }),
        caseBar(page).getByRole("button", { name: /^Labels/ }),
        caseBar(page).getByRole("button", { name: /^Topic/ }),
        caseBar(page).getByRole("button", { name: "Snooze the case" }),
        caseBar(page).getByRole("button", { name: "Resolve" }),
      ];
      for (const [at, opener] of questions.entries()) {
        await opener.click();
        await expect(page.getByRole("dialog")).toBeVisible();
        await expectNoFindings(page, `question ${at + 1}`, floating);
        await page.keyboard.press("Escape");
        await expect(page.getByRole("dialog")).toHaveCount(0);
        await expect(opener).toBeFocused();
      }

      if (size === "laptop") {
        const details = page.getByRole("complementary", { name: "Details" });
        const opening = (name: RegExp) => () => details.getByRole("button", { name }).click();
        await expectNoFindingsIn(page, "an earlier case", opening(/^Case 1/));
        await expectNoFindingsIn(page, "the question of what to merge", opening(/^Merge/));
        await expectNoFindingsIn(page, "for how long to mute", opening(/^Mute/));
      }

      await modeButton(page, "Reply").click();
      await replyField(page).fill("We make a new one.");
      await expectNoFindingsIn(page, "keeping what is written", async () => {
        await conversation(page)
          .getByRole("button", { name: /^Canned replies/ })
          .click();
        await page.getByRole("button", { name: "Save what is written" }).click();
      });
      await replyField(page).fill("");
      await replyField(page).press("/");
      await expect(page.getByRole("dialog", { name: "Canned replies" })).toBeVisible();
      await expectNoFindings(page, "canned replies", changing);
      await page.keyboard.press("Escape");
      await expect(replyField(page)).toBeFocused();
      await replyField(page).pressSequentially("As you see");
      await write(other, "Come by, please.");
      await page.keyboard.press("Enter");
      await expect(movedOn(page)).toBeVisible();
      await expectNoFindings(page, "a text that newer messages hold up", changing);
    });
}

/** Loads the page anew with a line on which notes wait until they are released. */
async function heldNotes(page: Page): Promise<{ release(): void }> {
  let isHeld = true;
  const held: (() => void)[] = [];
  await page.routeWebSocket(/\/api\/trpc/, (client) => {
    const server = client.connectToServer();
    client.onMessage((message) => {
      if (isHeld && message.includes("support.addNote")) held.push(() => server.send(message));
      else server.send(message);
    });
  });
  await page.reload();
  return {
    release() {
      isHeld = false;
      for (const send of held.splice(0)) send();
    },
  };
}

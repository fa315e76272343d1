import { expectNoFindings, floating } from "./axe";
import { caseBar, modeButton, movedOn, note, noteField, replyField } from "./case-screen";
import { bubble, write } from "./screen";
import { expect, type Size, test } from "./test";

/** What changes after the first look: the case, and what floats above it. */
const changing = `section[aria-label="Conversation"], ${floating}`;

for (const size of ["laptop", "phone"] satisfies Size[]) {
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
    const page = await browsers.of(anna, { size, at: `/desk/${id}` });
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
    await expect(note(page, "Ask @Greta Desk")).toBeVisible();
    await expectNoFindings(page, "a note among the messages", changing);

    const questions = [
      caseBar(page).getByRole("button", { name: /^Assigned to/ }),
      caseBar(page).getByRole("button", { name: /^Priority/ }),
      caseBar(page).getByRole("button", { name: /^Labels/ }),
      caseBar(page).getByRole("button", { name: /^Topic/ }),
      caseBar(page).getByRole("button", { name: "Snooze the case" }),
    ];
    for (const [at, opener] of questions.entries()) {
      await opener.click();
      await expect(page.getByRole("dialog")).toBeVisible();
      await expectNoFindings(page, `question ${at + 1}`, floating);
      await page.keyboard.press("Escape");
      await expect(page.getByRole("dialog")).toHaveCount(0);
      await expect(opener).toBeFocused();
    }

    await modeButton(page, "Reply").click();
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

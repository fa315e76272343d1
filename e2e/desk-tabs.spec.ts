/** Two tabs of one person at the desk: two looks at the same work, which do not get in each other's way. */
import { caseBar, entries, modeButton, note, noteField, replyField } from "./case-screen";
import { bubble, row } from "./screen";
import { expect, test } from "./test";

test("two tabs of one person at the desk each have their own case, view and filters, and share drafts and what is done", async ({
  gym,
  browsers,
}) => {
  const [anna, dan, eve] = [await gym.person("Anna Desk", "staff"), await gym.person("Dan Member"), await gym.person("Eve Member")];
  const begin = (by: typeof dan) => gym.conversation({ type: "support", people: [by], messages: [{ by, text: `Hello from ${by.name}` }] });
  const [ofDan, ofEve] = [await begin(dan), await begin(eve)];
  const left = await browsers.of(anna, { at: `/desk/${ofDan}?queue=all` });
  const right = await left.context().newPage();
  await right.goto(`/desk/${ofEve}`);
  await expect(bubble(left, "Hello from Dan Member")).toBeVisible();
  await expect(bubble(right, "Hello from Eve Member")).toBeVisible();
  const addresses = [left.url(), right.url()];

  // What is written here is there, too, in the fields that it belongs to, and nowhere else.
  await replyField(left).fill("A reply to Dan");
  await modeButton(left, "Note").click();
  await noteField(left).fill("A note on Dan");
  await replyField(right).fill("A reply to Eve");
  await expect(noteField(left)).toHaveValue("A note on Dan");
  expect([left.url(), right.url()]).toEqual(addresses);
  await row(right, "Dan Member").click();
  await expect(bubble(right, "Hello from Dan Member")).toBeVisible();
  await expect(noteField(left)).toBeVisible();
  await expect(replyField(right)).toHaveValue("A reply to Dan");
  await modeButton(right, "Note").click();
  await expect(noteField(right)).toHaveValue("A note on Dan");

  // Written down from one of them, it leaves the other's field as well, once.
  await noteField(right).press("Enter");
  for (const tab of [left, right]) {
    await expect(note(tab, "A note on Dan")).toHaveCount(1);
    await expect(noteField(tab)).toHaveValue("");
  }

  // The same done in both at once is done once, and nobody is told that somebody was faster.
  const claims = [left, right].map((tab) => caseBar(tab).getByRole("button", { name: "Claim" }));
  for (const claim of claims) await expect(claim).toBeVisible();
  // The one may hear of the other's before it is pressed itself: then there is nothing to press.
  await Promise.all(claims.map((claim) => claim.click({ timeout: 3_000 }).catch(() => undefined)));
  for (const tab of [left, right]) {
    await expect(caseBar(tab).getByRole("button", { name: /^Assigned to/ })).toBeVisible();
    await expect(entries(tab, "assigned")).toHaveCount(1);
    await expect(tab.locator("[data-notice=error]")).toHaveCount(0);
  }
  // Each list keeps its view: what was claimed is no longer among what is nobody's.
  await expect(row(right, "Dan Member")).toHaveCount(0);
  await expect(row(left, "Dan Member")).toBeVisible();
  await row(right, "Eve Member").click();
  await expect(replyField(right)).toHaveValue("A reply to Eve");
  await expect(bubble(left, "Hello from Dan Member")).toBeVisible();
});

import { uuidv7 } from "uuidv7";
import { expect, test } from "vitest";
import { SetLabelsInput } from "../../shared/case-inputs";
import { deskWorld } from "../testing/desk-world";
import { witness } from "../testing/witness";
import { changeMany } from "./change-many";
import { saveLabel } from "./labels";
import { mergeCases } from "./merge-cases";
import { resolveCase } from "./resolve-case";
import { setLabels } from "./set-labels";
import { setPriority } from "./set-priority";

test("an earlier case becomes part of the present one, which then began with it; nothing of either is lost", async () => {
  await using w = await deskWorld();
  await using desk = await witness(w.services, w.staff, "desk");
  const staff = await w.as(w.staff);
  await w.say(w.staff, "Answered.");
  await setPriority(staff, { ...(await w.seen()), priority: "urgent" });
  const first = await resolveCase(staff, await w.seen());
  await w.say(w.member, "Still not working");
  const second = await w.file();
  const merged = await mergeCases(staff, { ...(await w.seen()), number: 1 });
  const { openedAt: began, firstReplyAt: answered, lastReplyAt } = first;
  expect(merged).toMatchObject({ number: 2, priority: "urgent", openedAt: began, firstReplyAt: answered, lastReplyAt });
  const { earlier, timeline } = await w.file();
  expect(earlier).toEqual([{ ...first, mergedInto: 2 }]);
  const { topic, priority, labels, openedAt, firstReplyAt } = second.case;
  expect(timeline.at(-1)).toMatchObject({
    kind: "merged",
    number: 2,
    earlier: 1,
    before: { topic, priority, labels, openedAt, firstReplyAt },
  });
  await expect(mergeCases(staff, { ...(await w.seen()), number: 1 })).rejects.toMatchObject({ code: "BAD_INPUT" });
  await expect(mergeCases(staff, { ...(await w.seen()), number: 2 })).rejects.toMatchObject({ code: "BAD_INPUT" });
  await desk.expectLevel();
});

test("cases merged in any order leave one that began, and was first answered, with the earliest of them", async () => {
  for (const order of [
    [1, 2],
    [2, 1],
  ]) {
    await using w = await deskWorld();
    const staff = await w.as(w.staff);
    await w.say(w.staff, "Answered.");
    const first = await resolveCase(staff, await w.seen());
    await w.say(w.member, "Still not working");
    await w.say(w.staff, "Answered again.");
    await resolveCase(staff, await w.seen());
    await w.say(w.member, "And now?");
    for (const number of order) await mergeCases(staff, { ...(await w.seen()), number });
    const { case: merged, earlier } = await w.file();
    expect(merged).toMatchObject({ number: 3, openedAt: first.openedAt, firstReplyAt: first.firstReplyAt });
    expect(earlier.map(({ mergedInto }) => mergedInto)).toEqual([3, 3]);
  }
});

test("a case that a merge gave more labels than one may have can lose each of them, and gets no other", async () => {
  await using w = await deskWorld();
  const [staff, admin] = [await w.as(w.staff), await w.as(w.admin)];
  const names = (from: number, to: number) => Array.from({ length: to - from }, (_, n) => `Label ${from + n}`);
  for (const name of names(0, 31)) await saveLabel(admin, { name, tone: "neutral" });
  await setLabels(staff, { ...(await w.seen()), labels: names(0, 20) });
  await resolveCase(staff, await w.seen());
  await w.say(w.member, "Again");
  await setLabels(staff, { ...(await w.seen()), labels: names(10, 30) });
  expect((await mergeCases(staff, { ...(await w.seen()), number: 1 })).labels).toHaveLength(30);
  const fewer = SetLabelsInput.parse({ ...(await w.seen()), labels: names(1, 30) });
  expect((await setLabels(staff, fewer)).labels).toHaveLength(29);
  await expect(setLabels(staff, { ...(await w.seen()), labels: names(2, 31) })).rejects.toMatchObject({ code: "TOO_MANY_LABELS" });
  const ofOne = { kind: "chosen" as const, cases: [await w.seen()] };
  const removal = await changeMany(staff, { id: uuidv7(), action: { kind: "removeLabels", labels: ["Label 1"] }, target: ofOne });
  expect(removal).toMatchObject({ failed: [], changed: 1 });
});

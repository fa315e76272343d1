import { uuidv7 } from "uuidv7";
import { expect, test } from "vitest";
import type { BulkAction } from "../../shared/bulk";
import type { CaseFile } from "../../shared/cases";
import { type DeskWorld, deskWorld } from "../testing/desk-world";
import { makeUser } from "../testing/example-data";
import { witness } from "../testing/witness";
import { assignCase } from "./assign-case";
import { changeMany } from "./change-many";
import { getCase } from "./get-case";
import { saveLabel } from "./labels";
import { setStaff } from "./staff";
import { undoMany } from "./undo-many";

/** Members who wait at the desk, the longest wait first: their conversations. */
const waiting = async (w: DeskWorld, count: number) => [w.conversationId, ...(await w.newcomers(count - 1))];

async function fileOf(w: DeskWorld, conversationId: string): Promise<CaseFile> {
  return getCase(await w.as(w.staff), { conversationId, limit: 100 });
}

async function chosen(w: DeskWorld, ids: readonly string[]) {
  const files = await Promise.all(ids.map((id) => fileOf(w, id)));
  return {
    kind: "chosen" as const,
    cases: files.map((file) => ({ conversationId: file.case.conversationId, version: file.case.version })),
  };
}

test("each of the chosen cases is changed with its timeline, and what keeps one from it is answered for that one", async () => {
  await using w = await deskWorld();
  const ids = await waiting(w, 4);
  await using desk = await witness(w.services, w.admin, "desk");
  const target = await chosen(w, ids);
  const taken = { ...(target.cases[1] ?? { conversationId: "", version: 0 }), assigneeId: w.admin };
  await assignCase(await w.as(w.admin), taken);
  const unknown = uuidv7();
  const cases = [...target.cases, { conversationId: unknown, version: 1 }, ...target.cases];
  const staff = await w.as(w.staff);
  const answer = await changeMany(staff, {
    id: uuidv7(),
    action: { kind: "assign", assigneeId: w.staff },
    target: { ...target, cases },
  });
  expect(answer.done.sort()).toEqual([ids[0], ids[2], ids[3]].sort());
  expect(answer.failed).toEqual(
    expect.arrayContaining([
      { conversationId: ids[1], code: "CASE_CHANGED", by: { id: w.admin, name: expect.any(String) } },
      { conversationId: unknown, code: "NOT_A_PARTICIPANT" },
    ]),
  );
  expect(answer).toMatchObject({ changed: 3, nextCursor: null });
  for (const id of answer.done) {
    const { case: one, timeline } = await fileOf(w, id);
    expect(one.assigneeId).toBe(w.staff);
    expect(timeline.at(-1)).toMatchObject({ kind: "assigned", to: w.staff, actorId: w.staff, version: one.version });
  }
  await desk.expectLevel();
});

test("every action over many does what its verb does to one", async () => {
  await using w = await deskWorld();
  await saveLabel(await w.as(w.admin), { name: "Keys", tone: "neutral" });
  const staff = await w.as(w.staff);
  const until = new Date(Date.now() + 3_600_000).toISOString();
  const run = async (action: BulkAction) => {
    const { failed } = await changeMany(staff, { id: uuidv7(), action, target: await chosen(w, [w.conversationId]) });
    return { one: (await w.file()).case, failed };
  };
  expect((await run({ kind: "setPriority", priority: "high" })).one.priority).toBe("high");
  expect((await run({ kind: "addLabels", labels: ["Keys"] })).one.labels).toEqual(["Keys"]);
  expect((await run({ kind: "addLabels", labels: ["Made up"] })).failed).toMatchObject([{ code: "LABEL_UNKNOWN" }]);
  expect((await run({ kind: "removeLabels", labels: ["Keys"] })).one.labels).toEqual([]);
  expect((await run({ kind: "setStatus", status: "pending" })).one.status).toBe("pending");
  expect((await run({ kind: "snooze", until })).one.snoozedUntil).toBe(until);
  expect((await run({ kind: "resolve", topic: "Lockers" })).one).toMatchObject({ status: "resolved", topic: "Lockers" });
  expect((await run({ kind: "snooze", until })).failed).toMatchObject([{ code: "CASE_MOVE_REFUSED" }]);
});

test("all that match a view are done chunk by chunk, and a chunk whose answer was lost does nothing twice", async () => {
  await using w = await deskWorld();
  const ids = await waiting(w, 130);
  const staff = await w.as(w.staff);
  await assignCase(await w.as(w.admin), { ...(await w.seen()), assigneeId: w.admin });
  const id = uuidv7();
  const input = { id, action: { kind: "assign" as const, assigneeId: w.staff } };
  const first = await changeMany(staff, { ...input, target: { kind: "matching", view: "unassigned", filters: {} } });
  expect(first.done).toHaveLength(100);
  const again = await changeMany(staff, {
    ...input,
    target: { kind: "matching", view: "unassigned", filters: {}, cursor: first.nextCursor },
  });
  expect([...first.done, ...again.done].sort()).toEqual(ids.slice(1).sort());
  expect(again).toMatchObject({ failed: [], changed: 129, nextCursor: null });
  const lost = await changeMany(staff, { ...input, target: { kind: "matching", view: "unassigned", filters: {} } });
  expect(lost).toMatchObject({ done: [], changed: 129 });
  const target = { kind: "chosen" as const, cases: ids.slice(1, 3).map((conversationId) => ({ conversationId, version: 1 })) };
  expect((await changeMany(staff, { ...input, target })).done.sort()).toEqual(ids.slice(1, 3).sort());
  expect((await fileOf(w, ids[1] ?? "")).timeline.filter(({ kind }) => kind === "assigned")).toHaveLength(1);
  expect((await w.file()).case.assigneeId).toBe(w.admin);
});

test("what was done to many is put back once, with its timeline, but for what somebody has changed since", async () => {
  await using w = await deskWorld();
  const ids = await waiting(w, 3);
  await using desk = await witness(w.services, w.staff, "desk");
  const staff = await w.as(w.staff);
  const before = await Promise.all(ids.map(async (id) => (await fileOf(w, id)).case));
  const id = uuidv7();
  await changeMany(staff, { id, action: { kind: "resolve", topic: "Done" }, target: await chosen(w, ids) });
  const [first = ""] = ids;
  const { version } = (await fileOf(w, first)).case;
  await assignCase(await w.as(w.admin), { conversationId: first, version, assigneeId: w.admin });

  const undone = await undoMany(staff, { id });
  expect(undone.done.sort()).toEqual(ids.slice(1).sort());
  expect(undone.failed).toMatchObject([{ conversationId: first, code: "CASE_CHANGED", by: { id: w.admin } }]);
  expect(undone.left).toBe(0);
  for (const [n, one] of ids.entries()) {
    if (n === 0) continue;
    const { case: now, timeline } = await fileOf(w, one);
    expect({ ...now, version: 0 }).toEqual({ ...before[n], version: 0 });
    expect(timeline.at(-1)).toMatchObject({ kind: "status", from: "resolved", to: "open", waitsSince: now.waitingSince, actorId: w.staff });
  }
  expect(await undoMany(staff, { id })).toEqual({ done: [], failed: [], left: 0 });
  const late = { id, action: { kind: "resolve" as const, topic: "Done" }, target: await chosen(w, ids) };
  await expect(changeMany(staff, late)).rejects.toMatchObject({ code: "BULK_ID_TAKEN" });
  await desk.expectLevel();
});

test("what is put back goes to nobody who has left the desk, and makes nobody wait whom the desk has answered since", async () => {
  await using w = await deskWorld();
  const [first = "", second = ""] = await waiting(w, 2);
  const [staff, admin] = [await w.as(w.staff), await w.as(w.admin)];
  const left = await makeUser(w.services.db, "staff", { gymId: w.gymId });
  await assignCase(admin, { ...(await w.seen()), assigneeId: left });
  const given = uuidv7();
  await changeMany(staff, { id: given, action: { kind: "assign", assigneeId: w.staff }, target: await chosen(w, [first]) });
  await setStaff(admin, { userId: left, role: "trainer" });
  expect((await undoMany(staff, { id: given })).done).toEqual([first]);
  const back = await fileOf(w, first);
  expect(back.case.assigneeId).toBeNull();
  expect(back.timeline.at(-1)).toMatchObject({ kind: "assigned", from: w.staff, to: null });

  const resolved = uuidv7();
  await changeMany(staff, { id: resolved, action: { kind: "resolve" }, target: await chosen(w, [second]) });
  await w.say(w.admin, "It is on.", second);
  await undoMany(staff, { id: resolved });
  expect((await fileOf(w, second)).case).toMatchObject({ status: "open", waitingSince: null });
});

test("only who did it puts it back, and only for a minute", async () => {
  await using w = await deskWorld();
  const id = uuidv7();
  const input = { id, action: { kind: "setPriority" as const, priority: "low" as const }, target: await chosen(w, [w.conversationId]) };
  await changeMany(await w.as(w.staff), input);
  for (const userId of [w.admin, w.stranger]) {
    await expect(undoMany(await w.as(userId), { id })).rejects.toMatchObject({ code: "UNDO_EXPIRED" });
    await expect(changeMany(await w.as(userId), input)).rejects.toMatchObject({ code: "BULK_ID_TAKEN" });
  }
  await w.services.db.pool.query("update bulk_runs set at = now() - interval '61 seconds'");
  await expect(undoMany(await w.as(w.staff), { id })).rejects.toMatchObject({ code: "UNDO_EXPIRED" });
  expect((await w.file()).case.priority).toBe("low");
});

test("another desk's cases are neither matched nor changed, and members may not even ask", async () => {
  await using w = await deskWorld();
  const action = { kind: "setPriority" as const, priority: "low" as const };
  const target = await chosen(w, [w.conversationId]);
  const stranger = await w.as(w.stranger);
  expect(await changeMany(stranger, { id: uuidv7(), action, target: { kind: "matching", view: "all", filters: {} } })).toMatchObject({
    done: [],
    changed: 0,
  });
  const { failed } = await changeMany(stranger, { id: uuidv7(), action, target });
  expect(failed).toEqual([{ conversationId: w.conversationId, code: "NOT_A_PARTICIPANT" }]);
  for (const userId of [w.member, w.formerStaff]) {
    await expect(changeMany(await w.as(userId), { id: uuidv7(), action, target })).rejects.toMatchObject({ code: "FORBIDDEN" });
  }
  expect((await w.file()).case.priority).toBe("normal");
});

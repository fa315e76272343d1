import { expect, test } from "vitest";
import { limits } from "../../shared/limits";
import type { DeskView } from "../../shared/support";
import { createServices } from "../api/services";
import type { ChatContext } from "../chat/context";
import { as } from "../testing/actors";
import { makeStaffedGym, makeUser } from "../testing/example-data";
import { type TestRuntime, testRuntime } from "../testing/test-runtime";
import { openSupport } from "./open-support";
import { readQueue } from "./read-queue";

/** A support conversation whose newest case is as said, last active `minutes` ago. */
async function makeCase(
  runtime: TestRuntime,
  member: ChatContext,
  { status, minutes, assigneeId = null }: { status: "open" | "pending" | "resolved"; minutes: number; assigneeId?: string | null },
): Promise<string> {
  const { id } = await openSupport(member, null);
  const lastMessageAt = new Date(Date.parse("2026-03-01T12:00:00Z") - minutes * 60_000);
  await runtime.db.prisma.case.updateMany({ where: { conversationId: id }, data: { status, assigneeId, activeAt: lastMessageAt } });
  await runtime.db.prisma.conversation.update({ where: { id }, data: { lastMessageAt } });
  return id;
}

async function pagesOf(staff: ChatContext, view: DeskView): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | null | undefined;
  do {
    const page = await readQueue(staff, { view, limit: 2, cursor });
    ids.push(...page.items.map(({ conversation }) => conversation.id));
    cursor = page.nextCursor;
  } while (cursor);
  return ids;
}

test("each view has its cases in order, page by page without a hole or a double, and nothing of another gym", async () => {
  await using runtime = await testRuntime();
  const services = await createServices(runtime);
  const [here, elsewhere] = [await makeStaffedGym(runtime.db), await makeStaffedGym(runtime.db)];
  const make = async (details: Parameters<typeof makeCase>[2], gymId = here.gymId) =>
    makeCase(runtime, await as(services, await makeUser(runtime.db, "member", { gymId })), details);
  const resolved: string[] = [];
  const open: string[] = [];
  // Two with the same activity: the smaller id first.
  for (const minutes of [3, 1, 2, 5, 2]) resolved.push(await make({ status: "resolved", minutes }));
  for (const minutes of [4, 0, 6]) open.push(await make({ status: minutes === 0 ? "pending" : "open", minutes }));
  const mine = await make({ status: "open", minutes: 9, assigneeId: here.staff });
  const others = await make({ status: "open", minutes: 8, assigneeId: here.admin });
  await make({ status: "resolved", minutes: 1 }, elsewhere.gymId);
  await make({ status: "open", minutes: 1 }, elsewhere.gymId);

  const staff = await as(services, here.staff);
  const [three, one, two, five, twoAgain] = resolved;
  expect(await pagesOf(staff, "resolved")).toEqual([one, ...[two, twoAgain].sort(), three, five]);
  const [four, now, six] = open;
  expect(await pagesOf(staff, "unassigned")).toEqual([now, four, six]);
  expect(await pagesOf(staff, "mine")).toEqual([mine]);
  expect(await pagesOf(staff, "all")).toEqual([now, four, six, others, mine]);
  expect((await readQueue(staff, { view: "all", limit: 1 })).counts).toEqual({
    mine: 1,
    unassigned: 3,
    all: 5,
    mentions: 0,
    snoozed: 0,
    resolved: 5,
  });
  await services.stop();
});

test("what is resolved is counted up to a bound, however long the history", async () => {
  await using runtime = await testRuntime();
  const services = await createServices(runtime);
  const { gymId, staff } = await makeStaffedGym(runtime.db);
  await runtime.db.pool.query(
    `with people as (insert into users (name, role, gym_id) select 'M', 'member', $1 from generate_series(1, $2::int) returning id),
       held as (insert into conversations (id, type, gym_id, member_id) select gen_random_uuid(), 'support', $1, id from people returning id)
     select count(*) from held`,
    [gymId, limits.resolvedCountMax + 5],
  );
  await runtime.db.pool.query(
    "insert into cases (conversation_id, number, status, version) select id, 1, 'resolved', 0 from conversations where gym_id = $1",
    [gymId],
  );
  const { counts, items } = await readQueue(await as(services, staff), { view: "resolved", limit: 3 });
  expect(counts).toEqual({ mine: 0, unassigned: 0, all: 0, mentions: 0, snoozed: 0, resolved: limits.resolvedCountMax });
  expect(items).toHaveLength(3);
  await services.stop();
});

test("a cursor of another view is refused", async () => {
  await using runtime = await testRuntime();
  const services = await createServices(runtime);
  const { gymId, staff } = await makeStaffedGym(runtime.db);
  for (const minutes of [1, 2]) {
    await makeCase(runtime, await as(services, await makeUser(runtime.db, "member", { gymId })), { status: "open", minutes });
  }
  const desk = await as(services, staff);
  const { nextCursor } = await readQueue(desk, { view: "all", limit: 1 });
  await expect(readQueue(desk, { view: "resolved", limit: 1, cursor: nextCursor })).rejects.toMatchObject({ code: "BAD_INPUT" });
  await services.stop();
});

/** The queue over several desks where many cases stand at the same moment: its pages against one plain list. */
import { afterAll, beforeAll, expect, test } from "vitest";
import type { DeskView, QueueFilters } from "../../shared/support";
import { type ChainWorld, chainWorld } from "../testing/chain-world";
import { readQueue } from "./read-queue";

let w: ChainWorld;
/** In the order of their ids, each with its gym. */
const asked: { id: string; gymId: string }[] = [];

beforeAll(async () => {
  w = await chainWorld();
  for (let n = 0; n < 16; n++) {
    const gym = [w.west, w.south, w.east][n % 3] ?? w.west;
    asked.push({ id: await w.asks(gym), gymId: gym.gymId });
  }
  asked.sort((a, b) => (a.id < b.id ? -1 : 1));
});
afterAll(() => w[Symbol.asyncDispose]());

const moment = new Date("2026-03-01T08:00:00Z");

async function walk(view: DeskView, limit: number, filters?: QueueFilters): Promise<string[]> {
  const ids: string[] = [];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page = await readQueue(await w.as(w.guest), { view, limit, cursor, ...(filters && { filters }) });
    expect(page.items.length <= limit && page.counts[view] === asked.filter(isTheirs).length).toBe(true);
    ids.push(...page.items.map(({ conversation }) => conversation.id));
    cursor = page.nextCursor;
  }
  return ids;
}
const isTheirs = ({ gymId }: { gymId: string }) => gymId !== w.east.gymId;

test.each<[DeskView, object]>([
  ["unassigned", { waitingSince: moment }],
  ["all", { waitingSince: null, activeAt: moment }],
  ["snoozed", { status: "snoozed", waitingSince: null, snoozedUntil: moment }],
  ["resolved", { status: "resolved", waitingSince: null, snoozedUntil: null, activeAt: moment }],
])("every page of %s goes on where the one before ended, at whichever desk", async (view, data) => {
  await w.server.runtime.db.prisma.case.updateMany({ data });
  for (const limit of [1, 2, 3, 5, 16]) {
    for (const filters of [undefined, { priorities: ["normal" as const] }])
      expect(await walk(view, limit, filters)).toEqual(asked.filter(isTheirs).map(({ id }) => id));
  }
});

import { expect, it } from "vitest";
import type { Case } from "../shared/support";
import { DeskCounts } from "./desk-counts";
import { noCounts } from "./queue-order";

const viewerId = "me";
const one = (assigneeId: string | null) => ({ status: "open", assigneeId, mentionedIds: [] }) as unknown as Case;
const claimed = { before: one(null), after: one(viewerId), viewerId };

it("keeps the counts of the gyms that somebody looks at, each by the changes of its own", () => {
  const counts = new DeskCounts();
  counts.set({}, { ...noCounts, all: 5, unassigned: 5 });
  expect(counts.of({ gymIds: ["lake"] })).toMatchObject({ all: 5 });
  counts.set({ gymIds: ["lake"] }, { ...noCounts, all: 2, unassigned: 2 });
  counts.set({ gymIds: ["city", "lake"], labels: ["vip"] }, { ...noCounts, all: 4, unassigned: 4 });
  expect(counts.change(claimed, "lake")).toBe(true);
  expect(counts.change(claimed, "city")).toBe(true);
  expect(counts.of({})).toMatchObject({ all: 5, mine: 2, unassigned: 3 });
  expect(counts.of({ gymIds: ["lake"], text: "bo" })).toMatchObject({ all: 2, mine: 1, unassigned: 1 });
  expect(counts.of({ gymIds: ["lake", "city"] })).toMatchObject({ all: 4, mine: 2, unassigned: 2 });
});

it("says when it cannot keep them: for a case of which nobody knows the gym, where gyms are told apart", () => {
  const counts = new DeskCounts();
  expect(counts.change(claimed, undefined)).toBe(true);
  counts.set({ gymIds: ["lake"] }, noCounts);
  expect(counts.change(claimed, undefined)).toBe(false);
  counts.keepOnly(new Map([["", {}]]));
  expect([counts.knows({ gymIds: ["lake"] }), counts.knows({})]).toEqual([false, true]);
  expect(counts.change(claimed, undefined)).toBe(true);
});

import { expect, expectTypeOf, it } from "vitest";
import { type CaseMove, type MoveFrom, moveCase } from "./case-status";
import type { CaseStatus } from "./support";

const moves: CaseMove[] = ["open", "pend", "snooze", "resolve", "memberWrites", "timeUp"];

it.each<[CaseStatus, (CaseStatus | "nextCase" | null)[]]>([
  ["open", ["open", "pending", "snoozed", "resolved", "open", "open"]],
  ["pending", ["open", "pending", "snoozed", "resolved", "open", "pending"]],
  ["snoozed", ["open", "pending", "snoozed", "resolved", "open", "open"]],
  ["resolved", ["open", null, null, "resolved", "nextCase", "resolved"]],
])("from %s each move leads where the table says", (status, outcomes) => {
  expect(moves.map((move) => moveCase(status, move))).toEqual(outcomes);
});

it("a move that a case cannot make is no type of that status", () => {
  expectTypeOf<MoveFrom<"resolved">>().toEqualTypeOf<"open" | "resolve" | "memberWrites" | "timeUp">();
  expectTypeOf<MoveFrom<"open">>().toEqualTypeOf<CaseMove>();
});

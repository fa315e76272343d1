/** What may become of a case: the one place that says it. */
import type { CaseStatus } from "./support";

/** `memberWrites` and `timeUp` happen by themselves; the others are what the desk does. */
export type CaseMove = "open" | "pend" | "snooze" | "resolve" | "memberWrites" | "timeUp";

/** `nextCase`: the case stays as it is and the conversation's next one begins. */
type Outcome = CaseStatus | "nextCase" | null;

const machine = {
  open: { open: "open", pend: "pending", snooze: "snoozed", resolve: "resolved", memberWrites: "open", timeUp: "open" },
  // Waiting for somebody else, most often the member: their words bring it back.
  pending: { open: "open", pend: "pending", snooze: "snoozed", resolve: "resolved", memberWrites: "open", timeUp: "pending" },
  snoozed: { open: "open", pend: "pending", snooze: "snoozed", resolve: "resolved", memberWrites: "open", timeUp: "open" },
  // Resolved in error it is opened again; what the member says later is another matter.
  resolved: { open: "open", pend: null, snooze: null, resolve: "resolved", memberWrites: "nextCase", timeUp: "resolved" },
} as const satisfies Record<CaseStatus, Record<CaseMove, Outcome>>;

/** The moves that a case in this status can make. */
export type MoveFrom<Status extends CaseStatus> = {
  [Move in CaseMove]: (typeof machine)[Status][Move] extends null ? never : Move;
}[CaseMove];

/** Where a move leads; the same status when it changes nothing, `null` when the case cannot make it. */
export function moveCase<Status extends CaseStatus, Move extends CaseMove>(status: Status, move: Move): (typeof machine)[Status][Move] {
  return machine[status][move];
}

import { type CaseMove, moveCase } from "../../shared/case-status";
import type { CaseFact } from "../../shared/cases";
import { AppError } from "../../shared/errors";
import type { Case } from "../../shared/support";
import type { CaseChanges } from "./case-rows";

/**
 * What a move of a case changes besides its status.
 * @param until with a snooze (ISO)
 * @throws CASE_MOVE_REFUSED when a case in this status cannot make it
 */
export function moved(current: Case, move: Exclude<CaseMove, "memberWrites">, until: string | null = null): CaseChanges {
  const to = moveCase(current.status, move);
  if (to === null) throw new AppError("CASE_MOVE_REFUSED", {}, `a ${current.status} case cannot ${move}`);
  const { status: from, waitingSince } = current;
  const isResolved = to === "resolved";
  const fact: CaseFact = { kind: "status", from, to, until, waitedSince: isResolved ? waitingSince : null };
  return {
    patch: { status: to, snoozedUntil: to === "snoozed" ? until : null, waitingSince: isResolved ? null : waitingSince },
    facts: from === to && until === null ? [] : [fact],
  };
}

import type { AssignInput } from "../../shared/case-inputs";
import type { Case } from "../../shared/support";
import type { ChatContext } from "../chat/context";
import { changeCase, type Wanted } from "./change-case";
import { requireAtDesk } from "./desk-people";

/**
 * Gives a case to somebody at its desk, or back to nobody. Of several who claim it at once one gets it; the others are told who.
 * @throws RATE_LIMITED · NOT_A_PARTICIPANT · NOT_AT_DESK · CASE_CHANGED
 */
export function assignCase(ctx: ChatContext, { assigneeId, ...seen }: AssignInput): Promise<Case> {
  return changeCase(ctx, seen, assigned(assigneeId));
}

/** A case that is this person's, or nobody's. */
export function assigned(assigneeId: string | null): Wanted {
  return {
    isSo: (current) => current.assigneeId === assigneeId,
    async decide(current, { sql }, gymId) {
      if (assigneeId !== null) await requireAtDesk(sql, [gymId], [assigneeId]);
      return { patch: { assigneeId }, facts: [{ kind: "assigned", from: current.assigneeId, to: assigneeId }] };
    },
  };
}

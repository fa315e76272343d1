import type { SetPriorityInput } from "../../shared/case-inputs";
import type { Case, CasePriority } from "../../shared/support";
import type { ChatContext } from "../chat/context";
import { changeCase, type Wanted } from "./change-case";

/** @throws RATE_LIMITED · NOT_A_PARTICIPANT · CASE_CHANGED */
export function setPriority(ctx: ChatContext, { priority, ...seen }: SetPriorityInput): Promise<Case> {
  return changeCase(ctx, seen, ofPriority(priority));
}

/** A case of this priority. */
export function ofPriority(priority: CasePriority): Wanted {
  return {
    isSo: (current) => current.priority === priority,
    decide: (current) => ({ patch: { priority }, facts: [{ kind: "priority", from: current.priority, to: priority }] }),
  };
}

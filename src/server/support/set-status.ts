import type { SetStatusInput } from "../../shared/case-inputs";
import type { Case } from "../../shared/support";
import type { ChatContext } from "../chat/context";
import { changeCase, type Wanted } from "./change-case";
import { moved } from "./move-case";

/**
 * Opens a case (again), or says that it waits for somebody else.
 * @throws RATE_LIMITED · NOT_A_PARTICIPANT · CASE_CHANGED · CASE_MOVE_REFUSED
 */
export function setStatus(ctx: ChatContext, { status, ...seen }: SetStatusInput): Promise<Case> {
  return changeCase(ctx, seen, inStatus(status));
}

/** A case that the desk is to act on, or that waits for somebody else. */
export function inStatus(status: SetStatusInput["status"]): Wanted {
  return {
    isSo: (current) => current.status === status,
    decide: (current) => moved(current, status === "open" ? "open" : "pend"),
  };
}

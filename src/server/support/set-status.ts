import type { SetStatusInput } from "../../shared/case-inputs";
import type { Case } from "../../shared/support";
import type { ChatContext } from "../chat/context";
import { changeCase } from "./change-case";
import { moved } from "./move-case";

/**
 * Opens a case (again), or says that it waits for somebody else.
 * @throws RATE_LIMITED · NOT_A_PARTICIPANT · CASE_CHANGED · CASE_MOVE_REFUSED
 */
export function setStatus(ctx: ChatContext, { conversationId, version, status }: SetStatusInput): Promise<Case> {
  return changeCase(ctx, {
    conversationId,
    version,
    isSo: (current) => current.status === status,
    decide: (current) => moved(current, status === "open" ? "open" : "pend"),
  });
}

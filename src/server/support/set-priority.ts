import type { SetPriorityInput } from "../../shared/case-inputs";
import type { Case } from "../../shared/support";
import type { ChatContext } from "../chat/context";
import { changeCase } from "./change-case";

/** @throws RATE_LIMITED · NOT_A_PARTICIPANT · CASE_CHANGED */
export function setPriority(ctx: ChatContext, { conversationId, version, priority }: SetPriorityInput): Promise<Case> {
  return changeCase(ctx, {
    conversationId,
    version,
    isSo: (current) => current.priority === priority,
    decide: (current) => ({ patch: { priority }, facts: [{ kind: "priority", from: current.priority, to: priority }] }),
  });
}

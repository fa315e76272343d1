import type { SetTopicInput } from "../../shared/case-inputs";
import type { Case } from "../../shared/support";
import type { ChatContext } from "../chat/context";
import { changeCase } from "./change-case";

/**
 * Says what a case is about.
 * @throws RATE_LIMITED · NOT_A_PARTICIPANT · CASE_CHANGED
 */
export function setTopic(ctx: ChatContext, { topic, ...seen }: SetTopicInput): Promise<Case> {
  return changeCase(ctx, seen, {
    isSo: (current) => current.topic === topic,
    decide: (current) => ({ patch: { topic }, facts: [{ kind: "topic", from: current.topic, to: topic }] }),
  });
}

import type { ResolveInput } from "../../shared/case-inputs";
import { AppError } from "../../shared/errors";
import type { Case } from "../../shared/support";
import type { ChatContext } from "../chat/context";
import { changeCase, type Wanted } from "./change-case";
import { requiresTopic } from "./desk-settings";
import { moved } from "./move-case";

/**
 * Resolves a case: nobody waits in it any more, and what the member says next begins another.
 * @throws RATE_LIMITED · NOT_A_PARTICIPANT · CASE_CHANGED · TOPIC_REQUIRED
 */
export function resolveCase(ctx: ChatContext, { topic, ...seen }: ResolveInput): Promise<Case> {
  return changeCase(ctx, seen, settled(topic));
}

/** A case that is resolved; without a topic it keeps the one that it has. */
export function settled(given: string | undefined): Wanted {
  return {
    isSo: (current) => current.status === "resolved" && (given === undefined || current.topic === given),
    async decide(current, { sql }, gymId) {
      const topic = given ?? current.topic;
      if (topic === null && (await requiresTopic(sql, gymId))) throw new AppError("TOPIC_REQUIRED");
      const { patch, facts } = moved(current, "resolve");
      const isNew = topic !== current.topic;
      return { patch: { ...patch, topic }, facts: isNew ? [{ kind: "topic", from: current.topic, to: topic }, ...facts] : facts };
    },
  };
}

import type { SetLabelsInput } from "../../shared/case-inputs";
import { AppError } from "../../shared/errors";
import type { Case } from "../../shared/support";
import type { ChatContext } from "../chat/context";
import { changeCase } from "./change-case";
import { readLabels } from "./labels";

/**
 * Sets the labels of a case: those of its gym, and those that it has already.
 * @throws RATE_LIMITED · NOT_A_PARTICIPANT · CASE_CHANGED · LABEL_UNKNOWN
 */
export function setLabels(ctx: ChatContext, { conversationId, version, labels }: SetLabelsInput): Promise<Case> {
  const wanted = [...new Set(labels)];
  return changeCase(ctx, {
    conversationId,
    version,
    isSo: (current) => current.labels.length === wanted.length && wanted.every((label) => current.labels.includes(label)),
    async decide(current, { sql }) {
      const added = wanted.filter((label) => !current.labels.includes(label));
      const removed = current.labels.filter((label) => !wanted.includes(label));
      const known = new Set(added.length > 0 ? (await readLabels(sql, ctx.actor.gymId)).map(({ name }) => name) : []);
      if (added.some((label) => !known.has(label))) throw new AppError("LABEL_UNKNOWN");
      return { patch: { labels: wanted }, facts: [{ kind: "labels", added, removed }] };
    },
  });
}

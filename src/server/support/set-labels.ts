import type { SetLabelsInput } from "../../shared/case-inputs";
import { AppError } from "../../shared/errors";
import { limits } from "../../shared/limits";
import type { Case } from "../../shared/support";
import type { ChatContext } from "../chat/context";
import { changeCase, type Wanted } from "./change-case";
import { readLabels } from "./labels";

/**
 * Sets the labels of a case: those of its gym, and those that it has already.
 * @throws RATE_LIMITED · NOT_A_PARTICIPANT · CASE_CHANGED · LABEL_UNKNOWN
 */
export function setLabels(ctx: ChatContext, { labels, ...seen }: SetLabelsInput): Promise<Case> {
  const wanted = [...new Set(labels)];
  return changeCase(
    ctx,
    seen,
    labelled(() => wanted),
  );
}

/**
 * A case with other labels.
 * @param labelsOf all that it is to have, by those that it has
 */
export function labelled(labelsOf: (labels: readonly string[]) => string[]): Wanted {
  return {
    isSo: ({ labels }) => difference(labels, labelsOf(labels)) === null,
    async decide({ labels: before }, { sql }, gymId) {
      const labels = labelsOf(before);
      const { added, removed } = difference(before, labels) ?? { added: [], removed: [] };
      if (added.length > 0 && labels.length > limits.caseLabelsMax) throw new AppError("TOO_MANY_LABELS");
      const known = new Set(added.length > 0 ? (await readLabels(sql, gymId)).map(({ name }) => name) : []);
      if (added.some((label) => !known.has(label))) throw new AppError("LABEL_UNKNOWN");
      return { patch: { labels }, facts: [{ kind: "labels", added, removed }] };
    },
  };
}

/** `null` when both are the same labels, in whatever order. */
function difference(before: readonly string[], after: readonly string[]): { added: string[]; removed: string[] } | null {
  const added = after.filter((label) => !before.includes(label));
  const removed = before.filter((label) => !after.includes(label));
  return added.length + removed.length === 0 ? null : { added, removed };
}

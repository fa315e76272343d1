import { readAppError } from "@/shared/errors";
import { explainError } from "@/ui/connect/explain-error";
import { textsNow } from "@/ui/languages/texts-now";

interface Circumstances {
  viewerId: string;
  /** Whose case it is. */
  member: { id: string; name: string } | undefined;
}

/** Why a change of a case was refused, for a person: who was first, and with what. */
export function explainRefusal(error: unknown, { viewerId, member }: Circumstances): string {
  const app = readAppError(error);
  const t = textsNow("case");
  if (app?.code === "VARIABLE_MISSING") return t("reply.missing", { names: (app.missing ?? []).join(", ") });
  if (app?.code !== "CASE_CHANGED" || !app.current) return explainError(error);
  const { assigneeId, status } = app.current;
  const by = app.by && app.by.id !== viewerId && app.by.id !== member?.id ? app.by : null;
  if (by && assigneeId === by.id) return t("refused.taken", { name: by.name });
  if (by) return t("refused.changedBy", { name: by.name });
  if (status === "open" && app.current.waitingSince !== null && member) return t("refused.memberWrote", { name: member.name });
  return t("refused.changed");
}

"use client";
import { useTranslations } from "next-intl";
import type { Note } from "@/shared/cases";
import { explainError } from "@/ui/connect/explain-error";
import { Button } from "@/ui/primitives/button";
import { tell } from "@/ui/primitives/notices";
import { useCaseDesk } from "./use-case-desk";

/** Under a note that was on its way when its page was closed: that it is not saved, and what to do about it. */
export function UnsavedNote({ note: { id, conversationId } }: { note: Note }) {
  const t = useTranslations("case.note");
  const desk = useCaseDesk();
  const retry = () => void desk.retryNote(conversationId, id).catch((error: unknown) => tell("error", explainError(error)));
  return (
    <div className="mt-1 flex flex-wrap items-center gap-x-1">
      <p role="status" className="mr-1 text-small text-danger">
        {t("unsaved")}
      </p>
      <Button size="small" onClick={retry}>
        {t("retry")}
      </Button>
      <Button size="small" variant="quiet" onClick={() => desk.discardNote(conversationId, id)}>
        {t("delete")}
      </Button>
    </div>
  );
}

"use client";
import { TriangleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ConversationState } from "@/shared/apply-event";
import type { Message } from "@/shared/messages";
import { useNames } from "./use-names";

/** What came while one wrote: nothing was sent, and the text is still there. */
export function MovedOn({ newer, conversation }: { newer: readonly Message[]; conversation: ConversationState }) {
  const t = useTranslations("case");
  const nameOf = useNames(conversation);
  const newest = newer.at(-1);
  return (
    <div
      role="alert"
      data-moved-on
      className="mb-1 flex items-start gap-2 rounded-lg border border-warning bg-warning-tint px-3 py-2 text-dense text-ink"
    >
      <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-warning" />
      <div className="min-w-0">
        <p className="font-medium">{newer.length === 0 ? t("movedOn.coming") : t("movedOn.title", { count: newer.length })}</p>
        {newest && (
          <p className="truncate text-ink-muted">
            {nameOf(newest.senderId)}: {newest.content}
          </p>
        )}
        <p className="text-ink-muted">{t("movedOn.hint")}</p>
      </div>
    </div>
  );
}

"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { CaseFileView } from "@/client/case-desk.types";
import type { ConversationState } from "@/shared/apply-event";
import type { Case } from "@/shared/support";
import { CommandButton } from "@/ui/commands/command-button";
import { useNow } from "@/ui/hooks/use-now";
import { useTimes } from "@/ui/hooks/use-times";
import { Badge } from "@/ui/primitives/badge";
import { EarlierCaseDialog } from "./earlier-case-dialog";

interface EarlierCasesProps {
  conversation: ConversationState;
  file: CaseFileView;
  nameOf(id: string): string;
}

/** The member's cases before this one, newest first; each opens with what was said and done in it. */
export function EarlierCases({ conversation, file, nameOf }: EarlierCasesProps) {
  const t = useTranslations("case");
  const times = useTimes();
  const now = useNow();
  const [open, setOpen] = useState<Case | null>(null);
  if (file.earlier.length === 0) return <p className="text-dense text-ink-muted">{t("panel.noEarlier")}</p>;
  return (
    <>
      <ul className="-mx-2 flex flex-col">
        {file.earlier.map((one) => (
          <li key={one.number}>
            <button
              type="button"
              onClick={() => setOpen(one)}
              className="flex min-h-9 w-full items-center gap-2 rounded-md px-2 text-left text-dense hover:bg-sunken pointer-coarse:min-h-11"
            >
              <span className="min-w-0 flex-1 truncate">{t("caseOf", { number: one.number, topic: one.topic ?? t("topic.none") })}</span>
              {one.mergedInto !== null && <Badge>{t("panel.mergedInto", { number: one.mergedInto })}</Badge>}
              <time dateTime={one.openedAt} className="shrink-0 text-small text-ink-faint tabular-nums">
                {times.listTime(one.openedAt, now)}
              </time>
            </button>
          </li>
        ))}
      </ul>
      {file.earlier.some(({ mergedInto }) => mergedInto === null) && (
        <CommandButton command="case.merge" isWide size="small" variant="quiet" className="-ml-2">
          {t("command.merge")}
        </CommandButton>
      )}
      {open && <EarlierCaseDialog episode={open} conversation={conversation} file={file} nameOf={nameOf} onClose={() => setOpen(null)} />}
    </>
  );
}

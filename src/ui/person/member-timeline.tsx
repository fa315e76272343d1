"use client";
import { useTranslations } from "next-intl";
import type { CaseFileView } from "@/client/case-desk.types";
import type { ConversationState } from "@/shared/apply-event";
import type { CaseEntry } from "@/shared/cases";
import { useEntryWords } from "@/ui/case/entry-words";
import { useCaseDesk } from "@/ui/case/use-case-desk";
import { useNow } from "@/ui/hooks/use-now";
import { useTimes } from "@/ui/hooks/use-times";
import { MoreButton } from "./more-button";

interface MemberTimelineProps {
  conversation: Pick<ConversationState, "id" | "gymId">;
  file: CaseFileView;
  nameOf(id: string): string;
}

/** All that was done about the member, newest first, over all their cases. */
export function MemberTimeline({ conversation, file, nameOf }: MemberTimelineProps) {
  const t = useTranslations("case");
  const desk = useCaseDesk();
  return (
    <>
      <EntryList entries={[...file.timeline].reverse()} nameOf={nameOf} gymId={conversation.gymId} />
      {file.completeFrom > 0 && (
        <MoreButton isLoading={file.isLoadingBefore} onClick={() => void desk.loadBefore(conversation.id).catch(() => undefined)} />
      )}
      {file.timeline.length === 0 && file.status === "ready" && <p className="text-dense text-ink-muted">{t("panel.noTimeline")}</p>}
    </>
  );
}

interface EntryListProps {
  entries: readonly CaseEntry[];
  nameOf(id: string): string;
  /** Whose cases they are of. */
  gymId: string;
}

/** Lines of what was done, in the order that they come in. */
export function EntryList({ entries, nameOf, gymId }: EntryListProps) {
  const words = useEntryWords(nameOf, gymId);
  const times = useTimes();
  const now = useNow();
  return (
    <ol className="flex flex-col gap-1.5">
      {entries.map((entry) => (
        <li key={`${entry.version} ${entry.place}`} className="flex items-baseline justify-between gap-3 text-dense">
          <span className="min-w-0 text-ink [overflow-wrap:anywhere]">{words(entry)}</span>
          <time dateTime={entry.at} title={times.full(entry.at)} className="shrink-0 text-small text-ink-faint tabular-nums">
            {times.listTime(entry.at, now)}
          </time>
        </li>
      ))}
    </ol>
  );
}

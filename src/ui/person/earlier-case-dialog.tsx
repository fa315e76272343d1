"use client";
import { useTranslations } from "next-intl";
import { useCallback, useEffect, useState } from "react";
import type { CaseFileView } from "@/client/case-desk.types";
import type { CaseMessages } from "@/client/case-messages";
import type { ConversationState } from "@/shared/apply-event";
import type { Case } from "@/shared/support";
import { useCaseDesk } from "@/ui/case/use-case-desk";
import { useTimes } from "@/ui/hooks/use-times";
import { Dialog } from "@/ui/primitives/dialog";
import { Skeleton } from "@/ui/primitives/skeleton";
import { LoadFailed } from "./load-failed";
import { EntryList } from "./member-timeline";

interface EarlierCaseDialogProps {
  episode: Case;
  conversation: ConversationState;
  file: CaseFileView;
  nameOf(id: string): string;
  onClose(): void;
}

/** What was said and done in an earlier case. */
export function EarlierCaseDialog({ episode, conversation, file, nameOf, onClose }: EarlierCaseDialogProps) {
  const t = useTranslations("case");
  const times = useTimes();
  const [said, readAgain] = useSaid(episode);
  const notes = file.notes.filter(({ createdAt }) => createdAt >= episode.openedAt && createdAt <= (episode.resolvedAt ?? createdAt));
  const person = (id: string) => conversation.participants.find((one) => one.id === id)?.name ?? nameOf(id);
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("caseOf", { number: episode.number, topic: episode.topic ?? t("topic.none") })}
      description={
        episode.resolvedAt ? t("panel.from", { from: times.full(episode.openedAt), to: times.full(episode.resolvedAt) }) : undefined
      }
    >
      <h3 className="mb-1 text-small font-medium text-ink-muted">{t("panel.messages")}</h3>
      {said === "failed" && (
        <div className="-mx-4">
          <LoadFailed text={t("panel.failed")} onRetry={readAgain} />
        </div>
      )}
      {said === null && <Skeleton className="h-24 w-full shrink-0" />}
      {said !== null && said !== "failed" && (
        <ul className="flex flex-col gap-1.5">
          {said.messages.map((message) => (
            <li key={message.id} className="text-body">
              <span className="text-small text-ink-muted">
                <span className="font-medium">
                  {message.senderId === conversation.memberId ? person(message.senderId) : nameOf(message.senderId)}
                </span>{" "}
                <time dateTime={message.createdAt} title={times.full(message.createdAt)} className="tabular-nums">
                  {times.clock(message.createdAt)}
                </time>
              </span>
              <p dir="auto" className="whitespace-pre-wrap [overflow-wrap:anywhere]">
                {message.deletedAt ? t("panel.deleted") : message.content}
              </p>
            </li>
          ))}
          {said.messages.length === 0 && <li className="text-dense text-ink-muted">{t("panel.noMessages")}</li>}
          {said.hasMore && <li className="text-dense text-ink-muted">{t("panel.moreMessages")}</li>}
        </ul>
      )}
      {notes.length > 0 && (
        <>
          <h3 className="mt-4 mb-1 text-small font-medium text-ink-muted">{t("panel.notes")}</h3>
          <ul className="flex flex-col gap-1.5">
            {notes.map((note) => (
              <li key={note.id} className="rounded-lg bg-warning-tint px-3 py-2 text-dense whitespace-pre-wrap">
                <span className="font-medium text-warning">{nameOf(note.authorId)}</span> {note.content}
              </li>
            ))}
          </ul>
        </>
      )}
      <h3 className="mt-4 mb-1 text-small font-medium text-ink-muted">{t("panel.timeline")}</h3>
      <EntryList entries={file.timeline.filter(({ number }) => number === episode.number)} nameOf={nameOf} gymId={conversation.gymId} />
    </Dialog>
  );
}

/** What was said, and how to read it once more. */
function useSaid(episode: Case): [said: CaseMessages | "failed" | null, readAgain: () => Promise<void>] {
  const desk = useCaseDesk();
  const [said, setSaid] = useState<CaseMessages | "failed" | null>(null);
  const read = useCallback(
    () =>
      desk.messagesOf(episode).then(
        (messages) => setSaid(messages),
        () => setSaid("failed"),
      ),
    [desk, episode],
  );
  useEffect(() => void read(), [read]);
  return [said, read];
}

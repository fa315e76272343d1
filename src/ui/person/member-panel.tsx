"use client";
import { useLocale, useTranslations } from "next-intl";
import type { ConversationState } from "@/shared/apply-event";
import type { Case } from "@/shared/support";
import { formatGymTime } from "@/ui/case/format-gym-time";
import { useCaseDesk, useCaseFile, useDeskSettings } from "@/ui/case/use-case-desk";
import { useNames, usePeople } from "@/ui/case/use-names";
import { useDeskGym } from "@/ui/gyms/use-desk-gyms";
import { useNow } from "@/ui/hooks/use-now";
import { useTimes } from "@/ui/hooks/use-times";
import { WaitingTime } from "@/ui/list/waiting-time";
import { Badge } from "@/ui/primitives/badge";
import { Skeleton } from "@/ui/primitives/skeleton";
import { EarlierCases } from "./earlier-cases";
import { type Fact, Facts } from "./facts";
import { LoadFailed } from "./load-failed";
import { MemberFields } from "./member-fields";
import { MemberNotes } from "./member-notes";
import { MemberTimeline } from "./member-timeline";
import { PanelSection } from "./panel-section";

export interface MemberPanelProps {
  conversation: ConversationState;
}

/** What the desk knows of a member beside who they are: their case, those before, notes and all that was done. */
export function MemberPanel({ conversation }: MemberPanelProps) {
  const t = useTranslations("case.panel");
  const desk = useCaseDesk();
  const file = useCaseFile(conversation.id);
  const nameOf = useNames(conversation);
  const people = usePeople(conversation);
  const theCase = (
    <PanelSection id="case" title={file.case ? t("case", { number: file.case.number }) : t("theCase")}>
      {file.case ? <CaseFacts current={file.case} nameOf={nameOf} conversation={conversation} /> : <Skeleton className="h-20 w-full" />}
    </PanelSection>
  );
  if (file.status === "error") {
    return (
      <>
        {file.case && theCase}
        <LoadFailed text={t("failed")} onRetry={() => desk.reload(conversation.id)} />
      </>
    );
  }
  return (
    <>
      {theCase}
      {conversation.memberId && (
        <PanelSection id="member" title={t("member")}>
          <MemberFields memberId={conversation.memberId} fields={file.fields} />
        </PanelSection>
      )}
      <PanelSection id="earlier" title={t("earlier")} count={file.earlier.length}>
        <EarlierCases conversation={conversation} file={file} nameOf={nameOf} />
      </PanelSection>
      <PanelSection id="notes" title={t("notes")} count={file.notes.length}>
        <MemberNotes notes={file.notes} people={people} isLoading={file.status === "loading"} />
      </PanelSection>
      <PanelSection id="timeline" title={t("timeline")} isOpenAtFirst={false}>
        <MemberTimeline conversation={conversation} file={file} nameOf={nameOf} />
      </PanelSection>
    </>
  );
}

function CaseFacts({ current, nameOf, conversation }: { current: Case; nameOf(id: string): string; conversation: ConversationState }) {
  const t = useTranslations("case");
  const times = useTimes();
  const now = useNow();
  const { timeZone } = useDeskGym(conversation.gymId);
  const locale = useLocale();
  const labels = useDeskSettings(conversation.gymId)?.labels;
  const { status, snoozedUntil, waitingSince, firstReplyAt } = current;
  const trainers = conversation.participants.filter(({ role, leftAt }) => role === "trainer" && leftAt === null);
  const ago = (at: string) => <time title={times.full(at)}>{times.ago(at, now)}</time>;
  const facts: Fact[] = [
    {
      label: t("panel.status"),
      value:
        status === "snoozed" && snoozedUntil
          ? t("status.snoozedUntil", { until: formatGymTime(snoozedUntil, { locale, timeZone }) })
          : t(`status.${status}`),
    },
    { label: t("panel.topic"), value: current.topic ?? t("panel.none") },
    { label: t("panel.assignee"), value: current.assigneeId === null ? t("assign.nobody") : nameOf(current.assigneeId) },
    { label: t("panel.priority"), value: t(`priority.${current.priority}`) },
    { label: t("panel.opened"), value: ago(current.openedAt) },
  ];
  if (waitingSince && status !== "resolved")
    facts.push({ label: t("panel.waiting"), value: <WaitingTime since={waitingSince} now={now} /> });
  if (firstReplyAt) facts.push({ label: t("panel.firstReply"), value: ago(firstReplyAt) });
  if (trainers.length > 0) facts.push({ label: t("panel.trainer"), value: trainers.map(({ name }) => name).join(", ") });
  if (current.labels.length > 0) {
    facts.push({
      label: t("labels.title"),
      value: (
        <span className="flex flex-wrap gap-1">
          {current.labels.map((name) => (
            <Badge key={name} tone={labels?.find((one) => one.name === name)?.tone}>
              {name}
            </Badge>
          ))}
        </span>
      ),
    });
  }
  return <Facts facts={facts} />;
}

"use client";
import { AlarmClock, ChevronsDown, ChevronsUp, Equal, Flame, Tag, UserRound } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { CaseFileView } from "@/client/case-desk.types";
import { casePriorities, priorityOf } from "@/shared/case-priorities";
import { limits } from "@/shared/limits";
import { readSnooze } from "@/shared/snooze-words";
import type { Case } from "@/shared/support";
import { useViewer } from "@/ui/connect/viewer-context";
import { useDeskGym } from "@/ui/gyms/use-desk-gyms";
import { useNow } from "@/ui/hooks/use-now";
import { useTimes } from "@/ui/hooks/use-times";
import { Avatar } from "@/ui/primitives/avatar";
import { Badge } from "@/ui/primitives/badge";
import { Dialog } from "@/ui/primitives/dialog";
import { formatGymTime } from "./format-gym-time";
import { matches } from "./match";
import { PickList } from "./pick-list";
import { snoozePresets } from "./snooze-presets";
import type { CaseActions } from "./use-case-actions";
import { useDeskSettings } from "./use-case-desk";

/** What can be asked about a case, one at a time. `resolve` asks for the topic that the gym wants. */
export type CaseQuestion = "assign" | "labels" | "priority" | "snooze" | "topic" | "resolve" | "resolve-next" | "merge";

interface CaseDialogsProps {
  question: CaseQuestion | null;
  onClose(): void;
  current: Case;
  /** Whose desk it is: its people, labels, topics and clock. */
  gymId: string;
  earlier: CaseFileView["earlier"];
  actions: CaseActions;
}

/** The question that is open. */
export function CaseDialogs({ question, ...props }: CaseDialogsProps) {
  if (question === "assign") return <AssignDialog {...props} />;
  if (question === "labels") return <LabelsDialog {...props} />;
  if (question === "priority") return <PriorityDialog {...props} />;
  if (question === "snooze") return <SnoozeDialog {...props} />;
  if (question === "merge") return <MergeDialog {...props} />;
  if (question === null) return null;
  return <TopicDialog {...props} then={question} />;
}

type Asked = Omit<CaseDialogsProps, "question">;

function Question({
  title,
  description,
  onClose,
  children,
}: {
  title: string;
  description?: string;
  onClose(): void;
  children: ReactNode;
}) {
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={title} description={description}>
      {children}
    </Dialog>
  );
}

function AssignDialog({ current, gymId, actions, onClose }: Asked) {
  const t = useTranslations("case");
  const me = useViewer();
  const settings = useDeskSettings(gymId);
  const away = new Set(
    settings?.staff.map(({ id }) => id).filter((id) => !settings.shifts.some((one) => one.userId === id && one.state === "on")),
  );
  const staff = [...(settings?.staff ?? [])].sort((a, b) => Number(b.id === me.id) - Number(a.id === me.id));
  return (
    <Question title={t("assign.title")} onClose={onClose}>
      <PickList
        label={t("assign.label")}
        placeholder={t("assign.placeholder")}
        emptyText={settings ? t("nothingFound") : t("loading")}
        itemsFor={(query) => [
          ...staff
            .filter(({ name }) => matches(query, name))
            .map((one) => ({
              id: one.id,
              text: one.id === me.id ? t("assign.me", { name: one.name }) : one.name,
              icon: <Avatar person={one} size={20} />,
              detail: settings && settings.shifts.length > 0 && away.has(one.id) ? t("assign.away") : undefined,
              isChosen: current.assigneeId === one.id,
            })),
          ...(current.assigneeId !== null && matches(query, t("assign.nobody"))
            ? [{ id: "nobody", text: t("assign.nobody"), icon: <UserRound aria-hidden className="size-5 p-0.5 text-ink-faint" /> }]
            : []),
        ]}
        onPick={(id) => {
          onClose();
          void actions.assign(id === "nobody" ? null : id);
        }}
      />
    </Question>
  );
}

function LabelsDialog({ current, gymId, actions, onClose }: Asked) {
  const t = useTranslations("case");
  const settings = useDeskSettings(gymId);
  const has = new Set(current.labels);
  return (
    <Question title={t("labels.title")} description={t("labels.hint")} onClose={onClose}>
      <PickList
        isMulti
        label={t("labels.title")}
        placeholder={t("labels.placeholder")}
        emptyText={settings?.labels.length === 0 ? t("labels.none") : settings ? t("nothingFound") : t("loading")}
        itemsFor={(query) =>
          (settings?.labels ?? [])
            .filter(({ name }) => matches(query, name))
            .map(({ name, tone }) => ({ id: name, text: <Badge tone={tone}>{name}</Badge>, isChosen: has.has(name) }))
        }
        onPick={(name) => {
          const next = has.has(name) ? current.labels.filter((one) => one !== name) : [...current.labels, name];
          if (next.length <= limits.caseLabelsMax) void actions.setLabels(next);
        }}
      />
    </Question>
  );
}

const priorityIcons = { urgent: Flame, high: ChevronsUp, normal: Equal, low: ChevronsDown } as const;

function PriorityDialog({ current, actions, onClose }: Asked) {
  const t = useTranslations("case");
  return (
    <Question title={t("priority.title")} onClose={onClose}>
      <PickList
        label={t("priority.title")}
        placeholder={t("priority.placeholder")}
        emptyText={t("nothingFound")}
        itemsFor={(query) =>
          [...casePriorities]
            .reverse()
            .filter((one) => matches(query, t(`priority.${one}`)))
            .map((one) => {
              const Icon = priorityIcons[one];
              return {
                id: one,
                text: t(`priority.${one}`),
                icon: <Icon aria-hidden className="size-4" />,
                isChosen: current.priority === one,
              };
            })
        }
        onPick={(id) => {
          onClose();
          void actions.setPriority(priorityOf(id));
        }}
      />
    </Question>
  );
}

function SnoozeDialog({ gymId, actions, onClose }: Asked) {
  const t = useTranslations("case");
  const locale = useLocale();
  const { timeZone } = useDeskGym(gymId);
  const now = useNow();
  const shown = (at: number) => formatGymTime(at, { locale, timeZone });
  const icon = <AlarmClock aria-hidden className="size-4 text-ink-faint" />;
  return (
    <Question title={t("snooze.title")} description={t("snooze.hint", { zone: timeZone.replaceAll("_", " ") })} onClose={onClose}>
      <PickList
        label={t("snooze.label")}
        placeholder={t("snooze.placeholder")}
        emptyText={t("snooze.unread")}
        itemsFor={(query) => {
          const typed = query.trim() === "" ? null : readSnooze(query, { now, timeZone });
          const presets = snoozePresets(now, timeZone).map(({ preset, at }) => ({ text: t(`snooze.presets.${preset}`), at }));
          return [
            ...(typed === null ? [] : [{ id: `${typed}`, text: shown(typed), icon }]),
            ...presets
              .filter(({ text, at }) => at !== typed && matches(query, text))
              .map(({ text, at }) => ({ id: `${at}`, text, detail: shown(at), icon })),
          ];
        }}
        onPick={(id) => {
          onClose();
          void actions.snooze(new Date(Number(id)).toISOString());
        }}
      />
    </Question>
  );
}

function TopicDialog({ current, gymId, actions, onClose, then }: Asked & { then: "topic" | "resolve" | "resolve-next" }) {
  const t = useTranslations("case");
  const settings = useDeskSettings(gymId);
  const isResolving = then !== "topic";
  return (
    <Question
      title={isResolving ? t("topic.resolveTitle") : t("topic.title")}
      description={isResolving ? t("topic.required") : undefined}
      onClose={onClose}
    >
      <PickList
        label={t("topic.title")}
        placeholder={t("topic.placeholder")}
        emptyText={t("topic.empty")}
        startsWith={isResolving ? "" : (current.topic ?? "")}
        itemsFor={(query) => {
          const typed = query.trim().slice(0, limits.topicCharactersMax);
          const offered = (settings?.topics ?? []).filter((topic) => topic === current.topic || matches(query, topic));
          const isNew = typed !== "" && !offered.includes(typed);
          const icon = <Tag aria-hidden className="size-4 text-ink-faint" />;
          return [
            ...offered.map((topic) => ({ id: `=${topic}`, text: topic, icon, isChosen: topic === current.topic })),
            ...(isNew ? [{ id: `=${typed}`, text: t("topic.use", { topic: typed }), icon }] : []),
            ...(!isResolving && typed === "" && current.topic !== null ? [{ id: "none", text: t("topic.remove"), icon }] : []),
          ];
        }}
        onPick={(id) => {
          onClose();
          const topic = id === "none" ? null : id.slice(1);
          if (!isResolving) void actions.setTopic(topic);
          else if (topic !== null) void (then === "resolve" ? actions.resolve(topic) : actions.sendAndResolve(topic));
        }}
      />
    </Question>
  );
}

function MergeDialog({ earlier, actions, onClose }: Asked) {
  const t = useTranslations("case");
  const times = useTimes();
  const now = useNow();
  return (
    <Question title={t("merge.title")} description={t("merge.hint")} onClose={onClose}>
      <PickList
        label={t("merge.title")}
        placeholder={t("merge.placeholder")}
        emptyText={t("merge.none")}
        itemsFor={(query) =>
          earlier
            .filter(({ mergedInto }) => mergedInto === null)
            .map((one) => ({
              id: `${one.number}`,
              text: t("caseOf", { number: one.number, topic: one.topic ?? t("topic.none") }),
              detail: times.day(one.openedAt, now),
            }))
            .filter(({ text }) => matches(query, text))
        }
        onPick={(id) => {
          onClose();
          void actions.merge(Number(id));
        }}
      />
    </Question>
  );
}

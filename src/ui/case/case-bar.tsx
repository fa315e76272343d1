"use client";
import { AlarmClock, Check, ChevronsDown, ChevronsUp, Equal, Flame, Hand, RotateCcw, Tag, UserRound } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { ConversationState } from "@/shared/apply-event";
import type { Case } from "@/shared/support";
import { CommandButton } from "@/ui/commands/command-button";
import { useViewer } from "@/ui/connect/viewer-context";
import { useDeskGym } from "@/ui/gyms/use-desk-gyms";
import { useNow } from "@/ui/hooks/use-now";
import { WaitingTime } from "@/ui/list/waiting-time";
import { Avatar } from "@/ui/primitives/avatar";
import { Badge } from "@/ui/primitives/badge";
import { classNames } from "@/ui/primitives/class-names";
import { Skeleton } from "@/ui/primitives/skeleton";
import { tooltip } from "@/ui/primitives/tooltip";
import { formatGymTime } from "./format-gym-time";
import { useDeskSettings } from "./use-case-desk";
import { usePeople } from "./use-names";

const priorityIcons = { urgent: Flame, high: ChevronsUp, normal: Equal, low: ChevronsDown } as const;

/** How the case stands, each fact the button that changes it, and what ends it. */
export function CaseBar({ conversation, current }: { conversation: ConversationState; current: Case | null }) {
  const t = useTranslations("case");
  return (
    <section
      aria-label={t("bar.label")}
      data-case-status={current?.status}
      className="@container flex h-11 shrink-0 items-center border-b bg-surface pr-3 pointer-coarse:h-13"
    >
      {current ? <Facts conversation={conversation} current={current} /> : <Skeleton className="ml-3 h-5 w-64" />}
    </section>
  );
}

function Facts({ conversation, current }: { conversation: ConversationState; current: Case }) {
  const t = useTranslations("case");
  const isResolved = current.status === "resolved";
  const PriorityIcon = priorityIcons[current.priority];
  return (
    <>
      {/* Where room is short, words go before their icons and the topic grows shorter. What is still too long scrolls, and fades out before what ends the case. */}
      <div className="flex h-full min-w-0 flex-1 items-center gap-1 overflow-x-auto pr-4 pl-3 [mask-image:linear-gradient(to_left,transparent,black_1rem)] [scrollbar-width:none]">
        <Status current={current} gymId={conversation.gymId} />
        <Owner conversation={conversation} current={current} />
        <Fact command="case.priority" label={t("bar.priority", { priority: t(`priority.${current.priority}`) })}>
          <PriorityIcon aria-hidden className={current.priority === "urgent" ? "size-4 text-danger" : "size-4"} />
          {current.priority !== "normal" && <span className="hidden @2xl:inline">{t(`priority.${current.priority}`)}</span>}
        </Fact>
        <Labels current={current} gymId={conversation.gymId} />
        <Fact command="case.topic" label={t("bar.topic", { topic: current.topic ?? t("topic.none") })} className="min-w-16 shrink!">
          <span className="max-w-48 truncate">{current.topic ?? t("bar.addTopic")}</span>
        </Fact>
      </div>
      <span className="flex h-full shrink-0 items-center gap-1 pl-1">
        {isResolved ? (
          <CommandButton command="case.reopen" isWide size="small">
            <RotateCcw aria-hidden className="size-3.5" />
            {t("bar.reopen")}
          </CommandButton>
        ) : (
          <>
            <CommandButton command="case.snooze">
              <AlarmClock aria-hidden className="size-4" />
            </CommandButton>
            <CommandButton command="case.resolve" isWide size="small">
              <Check aria-hidden className="size-3.5" />
              {/* A phone needs the room for whoever takes the case. */}
              <span className="max-sm:sr-only">{t("bar.resolve")}</span>
            </CommandButton>
          </>
        )}
      </span>
    </>
  );
}

interface OfGym {
  current: Case;
  /** Whose desk it is. */
  gymId: string;
}

function Status({ current, gymId }: OfGym) {
  const t = useTranslations("case");
  const locale = useLocale();
  const { timeZone } = useDeskGym(gymId);
  const now = useNow();
  const { status, waitingSince, snoozedUntil } = current;
  const tone = status === "open" ? "accent" : status === "pending" ? "warning" : "neutral";
  return (
    <span className="flex shrink-0 items-center gap-2 pr-1">
      {/* Whoever waits says the same. */}
      <span className={classNames(status === "open" && waitingSince && "hidden @3xl:flex")}>
        <Badge tone={tone}>
          {status === "snoozed" && snoozedUntil
            ? t("status.snoozedUntil", { until: formatGymTime(snoozedUntil, { locale, timeZone }) })
            : t(`status.${status}`)}
        </Badge>
      </span>
      {waitingSince && status !== "resolved" && <WaitingTime since={waitingSince} now={now} />}
    </span>
  );
}

function Owner({ conversation, current }: { conversation: ConversationState; current: Case }) {
  const t = useTranslations("case");
  const me = useViewer();
  const people = usePeople(conversation);
  const { assigneeId, status } = current;
  const owner = assigneeId === null ? null : (people.get(assigneeId) ?? { id: assigneeId, name: t("aColleague"), avatarUrl: null });
  if (!owner) {
    return (
      <>
        {status !== "resolved" && (
          <CommandButton command="case.assign-me" isWide size="small" variant="secondary">
            <Hand aria-hidden className="hidden size-3.5 @xl:block" />
            {t("bar.claim")}
          </CommandButton>
        )}
        <Fact command="case.assign" label={t("bar.nobody")}>
          <UserRound aria-hidden className="size-4" />
        </Fact>
      </>
    );
  }
  return (
    <Fact command="case.assign" label={t("bar.assigned", { name: owner.name })}>
      <Avatar person={owner} size={20} />
      <span className="max-w-32 truncate">{owner.id === me.id ? t("bar.mine") : owner.name}</span>
    </Fact>
  );
}

/** How many they are; where there is room, what they say. */
function Labels({ current, gymId }: OfGym) {
  const t = useTranslations("case");
  const labels = useDeskSettings(gymId)?.labels;
  const count = current.labels.length;
  const toneOf = (name: string) => labels?.find((one) => one.name === name)?.tone ?? "neutral";
  return (
    <Fact command="case.labels" label={count === 0 ? t("bar.noLabels") : t("bar.labels", { labels: current.labels.join(", ") })}>
      <span className={classNames("inline-flex items-center gap-1", count > 0 && "@2xl:hidden")}>
        <Tag aria-hidden className="size-4" />
        {count > 0 && count}
      </span>
      {current.labels.slice(0, 2).map((name, at) => (
        <span key={name} className={classNames("hidden max-w-24", at === 0 ? "@2xl:flex" : "@4xl:flex")}>
          <Badge tone={toneOf(name)}>{name}</Badge>
        </span>
      ))}
      {count > 1 && <span className="hidden @2xl:inline @4xl:hidden">+{count - 1}</span>}
      {count > 2 && <span className="hidden @4xl:inline">+{count - 2}</span>}
    </Fact>
  );
}

/** A fact of the case that is the button to change it; its name says both. */
function Fact({ command, label, className, children }: { command: string; label: string; className?: string; children: ReactNode }) {
  return (
    <CommandButton command={command} isWide size="small" variant="quiet" aria-label={label} className={className} {...tooltip(label)}>
      {children}
    </CommandButton>
  );
}

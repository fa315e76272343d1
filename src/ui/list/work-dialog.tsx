"use client";
import { AlarmClock, UserRound } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import type { BulkAction } from "@/shared/bulk";
import { casePriorities, priorityOf } from "@/shared/case-priorities";
import type { DeskDirectory } from "@/shared/cases";
import { limits } from "@/shared/limits";
import { readSnooze } from "@/shared/snooze-words";
import type { QueueItem } from "@/shared/support";
import { formatGymTime } from "@/ui/case/format-gym-time";
import { matches } from "@/ui/case/match";
import { type PickItem, PickList } from "@/ui/case/pick-list";
import { snoozePresets } from "@/ui/case/snooze-presets";
import { useDirectories } from "@/ui/case/use-case-desk";
import { useViewer } from "@/ui/connect/viewer-context";
import { useDeskGym } from "@/ui/gyms/use-desk-gyms";
import { useNow } from "@/ui/hooks/use-now";
import { Avatar } from "@/ui/primitives/avatar";
import { Badge } from "@/ui/primitives/badge";
import { Dialog } from "@/ui/primitives/dialog";

/** What has to be asked before it is done. */
export type WorkQuestion = "assign" | "labels" | "unlabel" | "priority" | "snooze" | "resolve";

interface WorkDialogProps {
  question: WorkQuestion;
  /** The cases, as far as they are loaded. */
  items: readonly QueueItem[];
  /** At whose desks they are, or may be. */
  gymIds: readonly string[];
  onClose(): void;
  onAction(action: BulkAction): void;
}

type Cases = Pick<WorkDialogProps, "items" | "gymIds">;

interface Choices {
  title: string;
  description?: string;
  placeholder: string;
  empty: string;
  itemsFor(query: string): readonly PickItem[];
  actionOf(id: string): BulkAction;
}

/** Asks for the one thing that an action over cases needs, and answers the action. */
export function WorkDialog({ question, items, gymIds, onClose, onAction }: WorkDialogProps) {
  const choices = {
    assign: useStaff,
    labels: useLabels,
    unlabel: useTheirLabels,
    priority: usePriorities,
    snooze: useMoments,
    resolve: useTopics,
  }[question];
  // A dialog asks one question as long as it stands.
  const { title, description, placeholder, empty, itemsFor, actionOf } = choices({ items, gymIds });
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={title} description={description}>
      <PickList
        label={title}
        placeholder={placeholder}
        emptyText={empty}
        itemsFor={itemsFor}
        onPick={(id) => {
          onClose();
          onAction(actionOf(id));
        }}
      />
    </Dialog>
  );
}

/** What each of the desks has, as the first one has it, and what is said as long as nothing is offered. */
function useInAll<T>(gymIds: readonly string[], listOf: (desk: DeskDirectory) => readonly T[], keyOf: (one: T) => string) {
  const nothingFound = useTranslations("frame.bulk")("nothingFound");
  const loading = useTranslations("case")("loading");
  const settings = useDirectories(gymIds);
  const isLoaded = settings.length === gymIds.length;
  const [first = [], ...others] = isLoaded ? settings.map(listOf) : [];
  const isInOthers = (one: T) => others.every((list) => list.some((other) => keyOf(other) === keyOf(one)));
  return { all: first.filter(isInOthers), empty: isLoaded ? nothingFound : loading };
}

function useStaff({ gymIds }: Cases): Choices {
  const t = useTranslations("frame.bulk");
  const me = useViewer();
  const { all: staff, empty } = useInAll(
    gymIds,
    (desk) => desk.staff,
    ({ id }) => id,
  );
  const sorted = [...staff].sort((a, b) => Number(b.id === me.id) - Number(a.id === me.id));
  const nobody = { id: "nobody", text: t("nobody"), icon: <UserRound aria-hidden className="size-5 p-0.5 text-ink-faint" /> };
  return {
    title: t("assignTo"),
    description: gymIds.length > 1 ? t("staffOfAll") : undefined,
    placeholder: t("findPerson"),
    empty,
    itemsFor: (query) => [
      ...sorted
        .filter(({ name }) => matches(query, name))
        .map((one) => ({ id: one.id, text: one.name, icon: <Avatar person={one} size={20} /> })),
      ...(matches(query, t("nobody")) ? [nobody] : []),
    ],
    actionOf: (id) => ({ kind: "assign", assigneeId: id === "nobody" ? null : id }),
  };
}

function useLabels({ gymIds }: Cases): Choices {
  const t = useTranslations("frame.bulk");
  const { all: labels, empty } = useInAll(
    gymIds,
    (desk) => desk.labels,
    ({ name }) => name,
  );
  return {
    title: t("addLabel"),
    description: gymIds.length > 1 ? t("labelsOfAll") : undefined,
    placeholder: t("findLabel"),
    empty,
    itemsFor: (query) =>
      labels.filter(({ name }) => matches(query, name)).map(({ name, tone }) => ({ id: name, text: <Badge tone={tone}>{name}</Badge> })),
    actionOf: (label) => ({ kind: "addLabels", labels: [label] }),
  };
}

function useTheirLabels({ items }: Cases): Choices {
  const t = useTranslations("frame.bulk");
  const names = [...new Set(items.flatMap((item) => item.case.labels))].sort();
  return {
    title: t("removeLabel"),
    placeholder: t("findLabel"),
    empty: t("nothingFound"),
    itemsFor: (query) => names.filter((name) => matches(query, name)).map((name) => ({ id: name, text: name })),
    actionOf: (label) => ({ kind: "removeLabels", labels: [label] }),
  };
}

function usePriorities(): Choices {
  const t = useTranslations("frame");
  return {
    title: t("bulk.choosePriority"),
    placeholder: t("bulk.choosePriority"),
    empty: t("bulk.nothingFound"),
    itemsFor: (query) =>
      [...casePriorities]
        .reverse()
        .filter((one) => matches(query, t(`priority.${one}`)))
        .map((one) => ({ id: one, text: t(`priority.${one}`) })),
    actionOf: (id) => ({ kind: "setPriority", priority: priorityOf(id) }),
  };
}

function useMoments({ gymIds: [gymId = "", ...others] }: Cases): Choices {
  const t = useTranslations("frame.bulk");
  const presets = useTranslations("case.snooze.presets");
  const locale = useLocale();
  const home = useViewer().gym;
  const theirs = useDeskGym(gymId);
  // Of several gyms, whose clocks may differ, the viewer's own is meant.
  const { timeZone } = others.length > 0 ? home : theirs;
  const now = useNow();
  const shown = (at: number) => formatGymTime(at, { locale, timeZone });
  const icon = <AlarmClock aria-hidden className="size-4 text-ink-faint" />;
  return {
    title: t("snoozeUntil"),
    placeholder: t("whenPlaceholder"),
    empty: t("unreadable"),
    itemsFor(query) {
      const typed = query.trim() === "" ? null : readSnooze(query, { now, timeZone });
      const known = snoozePresets(now, timeZone).map(({ preset, at }) => ({ text: presets(preset), at }));
      return [
        ...(typed === null ? [] : [{ id: `${typed}`, text: shown(typed), icon }]),
        ...known
          .filter(({ text, at }) => at !== typed && matches(query, text))
          .map(({ text, at }) => ({ id: `${at}`, text, detail: shown(at), icon })),
      ];
    },
    actionOf: (id) => ({ kind: "snooze", until: new Date(Number(id)).toISOString() }),
  };
}

function useTopics({ gymIds }: Cases): Choices {
  const t = useTranslations("frame.bulk");
  const topics = [...new Set(useDirectories(gymIds).flatMap((one) => one.topics))];
  return {
    title: t("topic"),
    description: t("topicRequired"),
    placeholder: t("topicPlaceholder"),
    empty: t("nothingFound"),
    itemsFor(query) {
      const typed = query.trim().slice(0, limits.topicCharactersMax);
      const offered = topics.filter((topic) => matches(query, topic)).map((topic) => ({ id: topic, text: topic }));
      return typed === "" || topics.includes(typed) ? offered : [...offered, { id: typed, text: t("useTopic", { topic: typed }) }];
    },
    actionOf: (topic) => ({ kind: "resolve", topic }),
  };
}

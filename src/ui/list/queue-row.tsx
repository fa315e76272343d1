"use client";
import { Moon } from "lucide-react";
import { useTranslations } from "next-intl";
import { memo } from "react";
import type { LabelTone } from "@/shared/cases";
import type { Me, Person } from "@/shared/people";
import type { CasePriority, QueueItem } from "@/shared/support";
import { subjectOf } from "@/ui/conversation/conversation-subject";
import { GymName } from "@/ui/gyms/gym-name";
import { usePresence } from "@/ui/hooks/chat-client-context";
import { useTimes } from "@/ui/hooks/use-times";
import { Avatar } from "@/ui/primitives/avatar";
import { Badge, type BadgeTone, CountBadge } from "@/ui/primitives/badge";
import { classNames } from "@/ui/primitives/class-names";
import { tooltip } from "@/ui/primitives/tooltip";
import { previewText } from "./preview-text";
import { RowLink } from "./row-link";
import { ViewerDots } from "./viewer-dots";
import { WaitingTime } from "./waiting-time";

interface QueueRowProps {
  item: QueueItem;
  me: Me;
  /** The server's time in epoch ms. */
  now: number;
  isCompact: boolean;
  /** Who has the case, where that is known. */
  assignee: Person | undefined;
  toneOf(label: string, gymId: string): LabelTone;
  /** Whose desk it is, where the viewer works at several. */
  gymName: string | undefined;
  href: string;
  isChosen: boolean;
  isSelected: boolean;
  /** Whether the boxes to select stand there without a pointer. */
  isSelecting: boolean;
  onSelect(key: string, isRange: boolean): void;
  onOpen(key: string): void;
  tabIndex: number;
  "data-row": string;
}

/** So many labels are named in a row; the others are counted. */
const labelsMax = 2;
const priorityTone: Record<CasePriority, BadgeTone | null> = { low: "neutral", normal: null, high: "warning", urgent: "danger" };

/** One case of the support queue: the member, how long they wait, what they said, who has it, who looks at it, and its labels. */
export const QueueRow = memo(function QueueRow(props: QueueRowProps) {
  const { item, me, now, isCompact, assignee, toneOf, gymName, isSelected, isSelecting, onSelect, ...link } = props;
  const t = useTranslations("frame");
  const { conversation, case: current } = item;
  const { title, person, presenceOf } = subjectOf(conversation, me);
  const { status } = usePresence(presenceOf);
  const tone = priorityTone[current.priority];
  const isWaiting = current.waitingSince !== null && current.status !== "resolved";
  return (
    <div className="group relative h-full" data-selected={isSelected || undefined}>
      <RowLink {...link} className={isSelected ? "bg-accent-tint" : undefined}>
        <Avatar person={person} size={isCompact ? 32 : 40} status={status} className={selectingClass(isSelecting)} />
        <span className="min-w-0 flex-1">
          <span className="flex h-5 items-center gap-2">
            <span className={classNames("truncate text-body", isWaiting ? "font-semibold" : "font-medium")}>{title}</span>
            {tone && <Badge tone={tone}>{t(`priority.${current.priority}`)}</Badge>}
            {isCompact && <GymName name={gymName} />}
            <span className="ml-auto shrink-0">
              <RowTime item={item} now={now} />
            </span>
          </span>
          <span className="flex h-5 items-center gap-1.5">
            <span className="min-w-0 flex-1 truncate text-dense text-ink-muted">
              <bdi>{previewText(conversation, me)}</bdi>
            </span>
            {isCompact && <Owner item={item} me={me} assignee={assignee} />}
            <ViewerDots conversationId={conversation.id} gymId={conversation.gymId} />
            <CountBadge count={conversation.unreadCount} />
          </span>
          {!isCompact && (
            <span className="flex h-5 items-center gap-1.5 text-small text-ink-muted">
              <GymName name={gymName} />
              <RowLabels item={item} toneOf={toneOf} />
              <span className="ml-auto" />
              <Owner item={item} me={me} assignee={assignee} />
            </span>
          )}
        </span>
      </RowLink>
      <SelectBox
        name={title}
        isSelected={isSelected}
        isSelecting={isSelecting}
        isCompact={isCompact}
        onSelect={(isRange) => onSelect(conversation.id, isRange)}
      />
    </div>
  );
});

/** The face makes room for the box. */
function selectingClass(isSelecting: boolean): string {
  return isSelecting ? "invisible" : "group-hover:invisible group-has-[input:focus-visible]:invisible pointer-coarse:group-hover:visible";
}

interface SelectBoxProps {
  name: string;
  isSelected: boolean;
  isSelecting: boolean;
  isCompact: boolean;
  onSelect(isRange: boolean): void;
}

function SelectBox({ name, isSelected, isSelecting, isCompact, onSelect }: SelectBoxProps) {
  const t = useTranslations("frame.row");
  return (
    <input
      type="checkbox"
      tabIndex={-1}
      aria-label={t("select", { name })}
      checked={isSelected}
      onChange={({ nativeEvent }) => onSelect(nativeEvent instanceof MouseEvent && nativeEvent.shiftKey)}
      className={classNames(
        "absolute top-1/2 size-4.5 -translate-y-1/2 accent-accent",
        isCompact ? "left-[1.2rem]" : "left-[1.45rem]",
        !isSelecting && "opacity-0 focus-visible:opacity-100 group-hover:opacity-100 pointer-coarse:hidden",
      )}
    />
  );
}

function RowTime({ item: { conversation, case: current }, now }: { item: QueueItem; now: number }) {
  const t = useTranslations("frame.row");
  const times = useTimes();
  if (current.status === "snoozed" && current.snoozedUntil !== null) {
    return (
      <time
        dateTime={current.snoozedUntil}
        title={t("asleepUntil", { time: times.full(current.snoozedUntil) })}
        className="inline-flex items-center gap-1 text-small text-ink-muted tabular-nums"
      >
        <Moon aria-hidden className="size-3.5" />
        {t("until", { time: times.comingTime(current.snoozedUntil, now) })}
      </time>
    );
  }
  if (current.waitingSince !== null && current.status !== "resolved") return <WaitingTime since={current.waitingSince} now={now} />;
  return (
    <time
      dateTime={conversation.lastActivityAt}
      title={times.full(conversation.lastActivityAt)}
      className="text-small text-ink-faint tabular-nums"
    >
      {times.listTime(conversation.lastActivityAt, now)}
    </time>
  );
}

function RowLabels({ item: { case: current, conversation }, toneOf }: Pick<QueueRowProps, "item" | "toneOf">) {
  const t = useTranslations("frame.row");
  const more = current.labels.length - labelsMax;
  return (
    <>
      {current.labels.slice(0, labelsMax).map((label) => (
        <span key={label} className="flex max-w-28 min-w-0">
          <Badge tone={toneOf(label, conversation.gymId)}>{label}</Badge>
        </span>
      ))}
      {more > 0 && <span className="shrink-0">+{more}</span>}
      {/* The topic makes room first. */}
      <span className="min-w-0 flex-1 truncate">{current.topic ?? (current.labels.length === 0 ? t("noTopic") : "")}</span>
    </>
  );
}

/** Who has the case: a face, and the name for whoever cannot see it. */
function Owner({ item: { case: current }, me, assignee }: Pick<QueueRowProps, "item" | "me" | "assignee">) {
  const t = useTranslations("frame.row");
  if (current.status === "resolved") return <span className="shrink-0 text-small text-ink-faint">{t("resolved")}</span>;
  if (current.assigneeId === null) return <span className="shrink-0 text-small text-ink-faint">{t("unassigned")}</span>;
  const isMine = current.assigneeId === me.id;
  const said = isMine ? t("yours") : assignee ? t("assignedTo", { name: assignee.name }) : t("assigned");
  return (
    <span className="inline-flex shrink-0" {...tooltip(said, "left")}>
      <Avatar person={isMine ? me : (assignee ?? { name: "?", avatarUrl: null })} size={20} />
      <span className="sr-only">{said}</span>
    </span>
  );
}

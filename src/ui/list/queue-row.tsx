"use client";
import { memo } from "react";
import type { Me } from "@/shared/people";
import type { CasePriority, QueueItem } from "@/shared/support";
import { firstName, subjectOf } from "@/ui/conversation/conversation-subject";
import { usePresence } from "@/ui/hooks/chat-client-context";
import { formatFull, formatListTime } from "@/ui/hooks/format-time";
import { Avatar } from "@/ui/primitives/avatar";
import { Badge, type BadgeTone, CountBadge } from "@/ui/primitives/badge";
import { classNames } from "@/ui/primitives/class-names";
import { previewText } from "./preview-text";
import { RowLink } from "./row-link";
import { WaitingTime } from "./waiting-time";

interface QueueRowProps {
  item: QueueItem;
  me: Me;
  /** The server's time in epoch ms. */
  now: number;
  /** Who has the case, where that is known. */
  assigneeName: string | undefined;
  href: string;
  isChosen: boolean;
  onOpen(key: string): void;
  tabIndex: number;
  "data-row": string;
}

const priorityTone: Record<CasePriority, BadgeTone | null> = { low: "neutral", normal: null, high: "warning", urgent: "danger" };

/** One case of the support queue: the member, how long they wait, what they want, and who has it. */
export const QueueRow = memo(function QueueRow({ item, me, now, assigneeName, ...link }: QueueRowProps) {
  const { conversation, case: current } = item;
  const { title, person, presenceOf } = subjectOf(conversation, me);
  const { status } = usePresence(presenceOf);
  const tone = priorityTone[current.priority];
  const waits = current.waitingSince !== null && current.status !== "resolved";
  return (
    <RowLink {...link}>
      <Avatar person={person} size={40} status={status} className="self-start mt-3" />
      <span className="min-w-0 flex-1">
        <span className="flex items-center gap-2">
          <span className={classNames("truncate text-body", waits ? "font-semibold" : "font-medium")}>{title}</span>
          {tone && <Badge tone={tone}>{current.priority}</Badge>}
          <span className="ml-auto shrink-0">
            {waits && current.waitingSince ? (
              <WaitingTime since={current.waitingSince} now={now} />
            ) : (
              <time
                dateTime={conversation.lastActivityAt}
                title={formatFull(conversation.lastActivityAt)}
                className="text-small text-ink-faint tabular-nums"
              >
                {formatListTime(conversation.lastActivityAt, now)}
              </time>
            )}
          </span>
        </span>
        <span className="flex h-5 items-center gap-2">
          <span className="min-w-0 flex-1 truncate text-dense text-ink-muted">{previewText(conversation, me)}</span>
          <CountBadge count={conversation.unreadCount} />
        </span>
        <span className="flex h-4 items-center gap-2 text-small text-ink-faint">
          <span className="truncate">{current.topic ?? "No topic"}</span>
          <span className="ml-auto shrink-0">{assigneeText(item, me, assigneeName)}</span>
        </span>
      </span>
    </RowLink>
  );
});

function assigneeText({ case: { assigneeId, status } }: QueueItem, me: Me, name: string | undefined): string {
  if (status === "resolved") return "Resolved";
  if (assigneeId === null) return "Unassigned";
  if (assigneeId === me.id) return "Yours";
  return name ? firstName(name) : "Assigned";
}

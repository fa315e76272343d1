"use client";
import { BellOff } from "lucide-react";
import { useTranslations } from "next-intl";
import { memo, type ReactNode } from "react";
import type { ConversationState } from "@/shared/apply-event";
import type { Me } from "@/shared/people";
import { subjectOf } from "@/ui/conversation/conversation-subject";
import { usePresence } from "@/ui/hooks/chat-client-context";
import { useTimes } from "@/ui/hooks/use-times";
import { Avatar } from "@/ui/primitives/avatar";
import { CountBadge } from "@/ui/primitives/badge";
import { classNames } from "@/ui/primitives/class-names";
import { previewText } from "./preview-text";
import { RowLink } from "./row-link";

export interface ConversationRowProps {
  conversation: ConversationState;
  me: Me;
  mode: "desk" | "member";
  isCompact?: boolean;
  /** The server's time in epoch ms. */
  now: number;
  href: string;
  isChosen: boolean;
  onOpen(key: string): void;
  tabIndex: number;
  "data-row": string;
  /** Says more about a conversation, beside its name. */
  about?: ((conversation: ConversationState) => ReactNode) | undefined;
}

/** One conversation of a list: who, what was said last, when, and how much is unread. */
export const ConversationRow = memo(function ConversationRow({
  conversation,
  me,
  mode,
  isCompact = false,
  now,
  about,
  ...link
}: ConversationRowProps) {
  const t = useTranslations("chat.list");
  const presence = useTranslations("common.presence");
  const times = useTimes();
  const { title, person, presenceOf } = subjectOf(conversation, me);
  const { status } = usePresence(presenceOf);
  const isUnread = conversation.unreadCount > 0;
  const isMuted = conversation.own.mutedUntil !== null && Date.parse(conversation.own.mutedUntil) > now;
  return (
    <RowLink {...link}>
      <Avatar person={person} size={mode === "member" ? 48 : isCompact ? 32 : 40} status={status} />
      <span className="min-w-0 flex-1">
        <span className="flex items-baseline gap-2">
          <span
            className={classNames("truncate", mode === "member" ? "text-reading" : "text-body", isUnread ? "font-semibold" : "font-medium")}
          >
            {title}
          </span>
          {status !== "offline" && presenceOf !== null && <span className="sr-only">({presence(status)})</span>}
          {about?.(conversation)}
          <time
            dateTime={conversation.lastActivityAt}
            title={times.full(conversation.lastActivityAt)}
            className={classNames(
              "ml-auto shrink-0 text-small tabular-nums",
              isUnread && !isMuted ? "font-medium text-accent-text" : "text-ink-faint",
            )}
          >
            {times.listTime(conversation.lastActivityAt, now)}
          </time>
        </span>
        <span className="flex h-5 items-center gap-2">
          <span
            className={classNames(
              "min-w-0 flex-1 truncate",
              mode === "member" ? "text-body" : "text-dense",
              isUnread ? "text-ink" : "text-ink-muted",
            )}
          >
            <bdi>{previewText(conversation, me)}</bdi>
          </span>
          {isMuted && (
            <span className="shrink-0 text-ink-faint">
              <BellOff aria-hidden className="size-3.5" />
              <span className="sr-only">{t("muted")}</span>
            </span>
          )}
          <CountBadge count={conversation.unreadCount} muted={isMuted} />
        </span>
      </span>
    </RowLink>
  );
});

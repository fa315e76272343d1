"use client";
import { Reply } from "lucide-react";
import { useTranslations } from "next-intl";
import { memo } from "react";
import type { SendState } from "@/client/chat-client.types";
import type { Person } from "@/shared/people";
import { useTimes } from "../hooks/use-times";
import { Avatar } from "../primitives/avatar";
import { IconButton } from "../primitives/button";
import { classNames } from "../primitives/class-names";
import type { BubbleActions } from "./bubble-actions";
import { roleLabel } from "./conversation-subject";
import { FailedNotice } from "./failed-notice";
import type { BubbleContent } from "./message-rows";
import { isEmojiOnly, MessageText } from "./message-text";
import { MessageTicks } from "./message-ticks";
import { QuotedMessage } from "./quoted-message";

export interface MessageBubbleProps {
  bubble: BubbleContent;
  author: Pick<Person, "name" | "avatarUrl" | "role">;
  isOwn: boolean;
  startsGroup: boolean;
  /** Several people write here: others' messages carry names and faces. */
  showsAuthors: boolean;
  /** Of own messages only. */
  sendState: SendState | null;
  /** The message that this one answers, with its author; `null` in both when it is not loaded. */
  quoted: BubbleContent | null;
  quotedAuthor: string | null;
  isActive: boolean;
  isHighlighted: boolean;
  isDense: boolean;
  canReply: boolean;
  actions: BubbleActions;
}

/** One message. It can be focused, and is an article named by its author and time. */
export const MessageBubble = memo(function MessageBubble(props: MessageBubbleProps) {
  const { bubble, author, isOwn, startsGroup, showsAuthors, isActive, isDense, canReply, actions } = props;
  const t = useTranslations("chat");
  const times = useTimes();
  const hasFace = showsAuthors && !isOwn;
  const isReplyable = canReply && bubble.message !== null && bubble.message.deletedAt === null;
  return (
    <article
      aria-label={t("conversation.messageOf", { name: isOwn ? t("names.you") : author.name, time: times.full(bubble.time) })}
      aria-posinset={bubble.message?.seq}
      aria-setsize={-1}
      tabIndex={isActive ? 0 : -1}
      data-message={bubble.id}
      className={classNames(
        "group/message relative flex gap-2 outline-none",
        isOwn ? "justify-end" : "justify-start",
        startsGroup ? (isDense ? "pt-2.5" : "pt-3") : "pt-0.5",
      )}
    >
      {hasFace && <div className="w-8 shrink-0">{startsGroup && <Avatar person={author} size={isDense ? 28 : 32} />}</div>}
      <div className={classNames("flex min-w-0 max-w-[min(84%,38rem)] flex-col", isOwn ? "items-end" : "items-start")}>
        {hasFace && startsGroup && <AuthorLine author={author} />}
        <div className="relative max-w-full">
          <BubbleBody {...props} />
          {isReplyable && (
            <IconButton
              label={t("conversation.reply")}
              size="small"
              tooltipSide="top"
              tabIndex={isActive ? 0 : -1}
              onClick={() => actions.reply(bubble.id)}
              className={classNames(
                "absolute top-1/2 -translate-y-1/2 opacity-0 focus-visible:opacity-100 group-focus-within/message:opacity-100 group-hover/message:opacity-100",
                isOwn ? "right-full mr-1" : "left-full ml-1",
              )}
            >
              <Reply className="size-4" aria-hidden />
            </IconButton>
          )}
        </div>
        {bubble.outbox?.state === "failed" && <FailedNotice outbox={bubble.outbox} actions={actions} />}
      </div>
    </article>
  );
});

function AuthorLine({ author }: { author: MessageBubbleProps["author"] }) {
  const role = roleLabel(author.role);
  return (
    <p aria-hidden className="mb-0.5 flex max-w-full items-baseline gap-1.5 px-0.5 text-small">
      <span className="truncate font-medium text-ink">{author.name}</span>
      {role && <span className="shrink-0 text-ink-faint">{role}</span>}
    </p>
  );
}

function BubbleBody({ bubble, isOwn, isDense, isHighlighted, quoted, quotedAuthor, sendState, actions }: MessageBubbleProps) {
  const t = useTranslations("chat.conversation");
  const isDeleted = Boolean(bubble.message?.deletedAt);
  const isLarge = !isDeleted && !bubble.replyToId && isEmojiOnly(bubble.content);
  return (
    <div
      className={classNames(
        "relative min-w-0 rounded-xl outline-accent-text group-focus-visible/message:outline-2 group-focus-visible/message:outline-offset-2",
        !isLarge && (isOwn ? "bg-bubble-own" : "bg-bubble-other"),
        isLarge ? "py-0.5" : isDense ? "px-2.5 py-1" : "px-3 py-1.5",
        sendState === "failed" && "ring-1 ring-danger",
        isHighlighted && "ring-2 ring-accent-text",
      )}
    >
      {bubble.replyToId && <QuotedMessage id={bubble.replyToId} quoted={quoted} author={quotedAuthor} onGoTo={actions.goTo} />}
      <div
        dir="auto"
        className={classNames(
          "flow-root whitespace-pre-wrap text-ink [overflow-wrap:anywhere]",
          isLarge ? "text-4xl leading-12" : isDense ? "text-body" : "text-reading",
        )}
      >
        {isDeleted ? <em className="text-ink-muted">{t("messageDeleted")}</em> : <MessageText content={bubble.content} />}
        {/* It floats: beside the last line when there is room, else in a low line of its own. */}
        <BubbleMeta
          bubble={bubble}
          isOwn={isOwn}
          sendState={sendState}
          className={isLarge ? "mt-7" : isDense ? "mt-0.75 -mb-0.5" : "mt-1.25 -mb-1"}
        />
      </div>
    </div>
  );
}

type BubbleMetaProps = Pick<MessageBubbleProps, "bubble" | "isOwn" | "sendState"> & { className: string };

function BubbleMeta({ bubble, isOwn, sendState, className }: BubbleMetaProps) {
  const t = useTranslations("chat.conversation");
  const times = useTimes();
  return (
    <span
      className={classNames(
        "float-end ms-2.5 flex items-center gap-1 whitespace-nowrap text-tiny tabular-nums",
        className,
        isOwn ? "text-bubble-own-meta" : "text-bubble-other-meta",
      )}
    >
      {bubble.message?.editedAt && <span title={t("editedAt", { time: times.full(bubble.message.editedAt) })}>{t("edited")}</span>}
      <time dateTime={new Date(bubble.time).toISOString()} title={times.full(bubble.time)}>
        {times.clock(bubble.time)}
      </time>
      {sendState && <MessageTicks state={sendState} />}
    </span>
  );
}

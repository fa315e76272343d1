"use client";
import { useTranslations } from "next-intl";
import { memo, type ReactNode, useEffect, useRef } from "react";
import { sendStateOf } from "@/client/send-state";
import type { ConversationState } from "@/shared/apply-event";
import type { Message } from "@/shared/messages";
import type { Person } from "@/shared/people";
import { useNow } from "../hooks/use-now";
import { useTimes } from "../hooks/use-times";
import type { BubbleActions } from "./bubble-actions";
import { MessageBubble } from "./message-bubble";
import type { BubbleContent, MessageRow } from "./message-rows";
import { readersOf, SeenBy } from "./seen-by";

/** What a row needs to know of the conversation around it. */
export interface RowSurroundings {
  conversation: ConversationState;
  viewerId: string;
  isDense: boolean;
  canReply: boolean;
  bubbles: ReadonlyMap<string, BubbleContent>;
  /** The message under which "Seen by" stands; `null` for none. */
  seenByKey: string | null;
  /** The message in the tab order. */
  activeKey: string | null;
  highlightedKey: string | null;
  actions: BubbleActions;
  /** Draws what stands between the messages. */
  drawExtra?(key: string): ReactNode;
  /** Starts to watch whether an element is in sight; the answer ends it. */
  watch(element: Element, seq: number): () => void;
}

/** One row of the list: a day, the unread line, a system line or a bubble. */
export function MessageRowView({ row, surroundings }: { row: MessageRow; surroundings: RowSurroundings }) {
  if (row.kind === "day") return <DayRow time={row.time} />;
  if (row.kind === "unread") return <UnreadRow />;
  if (row.kind === "extra") return surroundings.drawExtra?.(row.key) ?? null;
  if (row.kind === "system") {
    return (
      <Sighted seq={row.message.seq} watch={surroundings.watch}>
        <SystemRow message={row.message} />
      </Sighted>
    );
  }
  const { conversation, viewerId, seenByKey } = surroundings;
  const seq = row.bubble.message?.seq ?? 0;
  const bubble = <BubbleRow row={row} surroundings={surroundings} />;
  return (
    <Sighted seq={seq} watch={surroundings.watch}>
      {bubble}
      {row.key === seenByKey && <SeenBy readers={readersOf(conversation.participants, seq, viewerId)} />}
    </Sighted>
  );
}

function SystemRow({ message }: { message: Message }) {
  const times = useTimes();
  return (
    <p title={times.full(message.createdAt)} className="py-2 text-center text-small text-balance text-ink-faint">
      {message.content}
    </p>
  );
}

function BubbleRow({ row, surroundings }: { row: Extract<MessageRow, { kind: "bubble" }>; surroundings: RowSurroundings }) {
  const { conversation, viewerId, isDense, canReply, bubbles, activeKey, highlightedKey, actions } = surroundings;
  const t = useTranslations("chat.names");
  const { bubble, startsGroup } = row;
  const someone: Pick<Person, "name" | "avatarUrl" | "role"> = { name: t("somebody"), avatarUrl: null, role: "member" };
  const personOf = (id: string) => conversation.participants.find((one) => one.id === id) ?? someone;
  const isOwn = bubble.senderId === viewerId;
  const quoted = bubble.replyToId === null ? null : (bubbles.get(bubble.replyToId) ?? null);
  return (
    <MessageBubble
      bubble={bubble}
      author={personOf(bubble.senderId)}
      isOwn={isOwn}
      startsGroup={startsGroup}
      showsAuthors={conversation.type !== "direct"}
      sendState={!isOwn ? null : bubble.message ? sendStateOf(bubble.message, conversation, viewerId) : (bubble.outbox?.state ?? "pending")}
      quoted={quoted}
      quotedAuthor={quoted && (quoted.senderId === viewerId ? t("you") : personOf(quoted.senderId).name)}
      isActive={row.key === activeKey}
      isHighlighted={row.key === highlightedKey}
      isDense={isDense}
      canReply={canReply}
      actions={actions}
    />
  );
}

/** Watches its content for reading marks. A message that waits in the outbox has no `seq` and is not watched. */
function Sighted({ seq, watch, children }: { seq: number; watch: RowSurroundings["watch"]; children: React.ReactNode }) {
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => (element.current && seq > 0 ? watch(element.current, seq) : undefined), [seq, watch]);
  return <div ref={element}>{children}</div>;
}

const DayRow = memo(function DayRow({ time }: { time: number }) {
  const times = useTimes();
  const now = useNow(60_000);
  return (
    <p className="pt-4 pb-1 text-center text-small font-medium text-ink-faint">
      <time dateTime={new Date(time).toISOString().slice(0, 10)}>{times.day(time, now)}</time>
    </p>
  );
});

function UnreadRow() {
  const t = useTranslations("chat.conversation");
  return (
    <p data-unread-line className="flex items-center gap-3 pt-3 pb-1 text-small font-medium text-accent-text">
      <span aria-hidden className="h-px flex-1 bg-accent-text/40" />
      {t("unread")}
      <span aria-hidden className="h-px flex-1 bg-accent-text/40" />
    </p>
  );
}

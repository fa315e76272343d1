"use client";
import { type ReactNode, type Ref, useCallback, useEffect, useImperativeHandle, useMemo, useRef, useState } from "react";
import type { Thread } from "@/client/chat-client.types";
import type { ConversationState } from "@/shared/apply-event";
import type { Me } from "@/shared/people";
import { useChatClient } from "../hooks/chat-client-context";
import { useReadable } from "../hooks/use-readable";
import { ListTop } from "./list-top";
import { MessageAnnouncer } from "./message-announcer";
import { MessageFeed } from "./message-feed";
import type { RowSurroundings } from "./message-row-view";
import { type BubbleContent, countAfter, type ExtraRow, messageRows } from "./message-rows";
import { NewestButton } from "./newest-button";
import { ScrollDay } from "./scroll-day";
import { useAuthors } from "./use-authors";
import { useBubbleActions } from "./use-bubble-actions";
import { useJump } from "./use-jump";
import { useListKeys } from "./use-list-keys";
import { useLoadAfter } from "./use-load-after";
import { useLoadBefore } from "./use-load-before";
import { useMessageScroll } from "./use-message-scroll";
import { useReadMarks } from "./use-read-marks";

export interface MessageListHandle {
  scrollToEnd(): void;
  isAtEnd(): boolean;
}

/** What stands between the messages, and how it is drawn. */
export interface Extras {
  /** Ascending `version`. */
  rows: readonly ExtraRow[];
  draw(key: string): ReactNode;
}

interface MessageListProps {
  ref?: Ref<MessageListHandle>;
  thread: Thread;
  conversation: ConversationState;
  me: Me;
  isDense: boolean;
  canWrite: boolean;
  /** Everything after this `seq` was unread when the conversation was opened; `null` when nothing was. */
  unreadAfterSeq: number | null;
  extras?: Extras;
  onReply(bubble: BubbleContent): void;
  onType?(): void;
  /** Messages up to this `seq` were really seen. */
  onSeen?(seq: number): void;
}

const highlightMs = 1600;

/** The messages of a conversation: history above without a jump, new ones below, and marks for what was really seen. */
export function MessageList(props: MessageListProps) {
  const { ref, thread, me, isDense, canWrite, unreadAfterSeq, extras, onReply, onType, onSeen } = props;
  const client = useChatClient();
  const conversation = useAuthors(props.conversation, thread.messages);
  const clockOffsetMs = useReadable(client.clockOffsetMs);
  const [seenSeq, setSeenSeq] = useState(unreadAfterSeq ?? conversation.lastSeq);
  const rows = useMemo(
    () => messageRows(thread, { viewerId: me.id, unreadAfterSeq, clockOffsetMs, extras: extras?.rows }),
    [thread, me.id, unreadAfterSeq, clockOffsetMs, extras?.rows],
  );
  const bubbles = useMemo(() => new Map(rows.flatMap((row) => (row.kind === "bubble" ? [[row.key, row.bubble] as const] : []))), [rows]);

  const [activeKey, setActiveKey] = useState<string | null>(null);
  const [highlighted, setHighlighted] = useHighlight();
  const isComplete = (thread.messages.at(-1)?.seq ?? 0) >= conversation.lastSeq;
  const keptIndex = activeKey === null ? -1 : rows.findIndex((row) => row.key === activeKey);
  const { scroller, getScroller, virtualizer, isPlaced, isAtEnd, atEnd, readPosition } = useMessageScroll({
    rows,
    isDense,
    showsAuthors: conversation.type !== "direct",
    viewerId: me.id,
    keptIndex,
    isComplete,
    isElsewhere: thread.hasMoreAfter,
  });

  const scrollToEnd = useCallback(() => virtualizer.scrollToEnd(), [virtualizer]);
  const goToIndex = useCallback((index: number) => virtualizer.scrollToIndex(index, { align: "center" }), [virtualizer]);
  const { hasMoreAfter } = thread;
  const { goTo, toNewest } = useJump({
    conversationId: conversation.id,
    rows,
    hasMoreAfter,
    isComplete,
    goToIndex,
    scrollToEnd,
    setHighlighted,
  });
  useImperativeHandle(ref, () => ({ scrollToEnd: toNewest, isAtEnd: () => atEnd.current && !hasMoreAfter }), [
    toNewest,
    atEnd,
    hasMoreAfter,
  ]);
  useFollowOwn(thread, toNewest);
  const pxBelow = virtualizer.getTotalSize() - (virtualizer.scrollOffset ?? 0) - (virtualizer.scrollRect?.height ?? 0);
  useLoadAfter(thread, conversation.id, pxBelow);
  const earlier = useLoadBefore(thread, conversation.id, isPlaced ? (virtualizer.scrollOffset ?? 0) : Number.POSITIVE_INFINITY);

  const watch = useReadMarks(
    getScroller,
    useCallback(
      (seq: number) => {
        setSeenSeq((before) => Math.max(before, seq));
        client.markRead(conversation.id, seq);
        onSeen?.(seq);
      },
      [client, conversation.id, onSeen],
    ),
  );
  const actions = useBubbleActions({ bubbles, goTo, onReply });
  const { list, onKeyDown } = useListKeys(activeKey, setActiveKey, {
    rows,
    virtualizer,
    onEnd: toNewest,
    onReply: actions.reply,
    onType,
  });
  const newestKey = rows.findLast((row) => row.kind === "bubble")?.key ?? null;
  const surroundings: RowSurroundings = {
    conversation,
    viewerId: me.id,
    isDense,
    canReply: canWrite,
    bubbles,
    seenByKey: conversation.type === "direct" ? null : newestOwn(thread, me.id),
    activeKey: activeKey !== null && bubbles.has(activeKey) ? activeKey : newestKey,
    highlightedKey: highlighted,
    actions,
    drawExtra: extras?.draw,
    watch,
  };

  return (
    <div className="relative min-h-0 flex-1">
      <div
        ref={scroller}
        onScroll={readPosition}
        className="flex h-full flex-col overflow-x-hidden overflow-y-auto overscroll-contain [overflow-anchor:none]"
      >
        <div
          className={`relative mx-auto mt-auto w-full max-w-4xl shrink-0 ${isDense ? "px-4" : "px-3"}`}
          style={{ height: virtualizer.getTotalSize() }}
        >
          <ListTop hasMore={thread.hasMoreBefore} isLoading={thread.isLoadingBefore} failure={earlier.failure} onRetry={earlier.retry} />
          <MessageFeed
            ref={list}
            rows={rows}
            virtualizer={virtualizer}
            surroundings={surroundings}
            isBusy={thread.isLoadingBefore}
            onKeyDown={onKeyDown}
            onFocusMessage={setActiveKey}
          />
        </div>
      </div>
      <ScrollDay rows={rows} virtualizer={virtualizer} />
      <NewestButton isAtEnd={isAtEnd && !hasMoreAfter} newCount={countAfter(thread.messages, seenSeq, me.id)} onClick={toNewest} />
      <MessageAnnouncer messages={thread.messages} participants={conversation.participants} viewerId={me.id} />
    </div>
  );
}

function newestOwn({ messages, outbox }: Thread, viewerId: string): string | null {
  if (outbox.length > 0) return null;
  return messages.findLast((one) => one.senderId === viewerId && one.kind === "text")?.id ?? null;
}

/** The message that is marked for a moment, after one went to it from a quote. */
function useHighlight() {
  const [highlighted, setHighlighted] = useState<string | null>(null);
  useEffect(() => {
    if (highlighted === null) return;
    const timer = setTimeout(() => setHighlighted(null), highlightMs);
    return () => clearTimeout(timer);
  }, [highlighted]);
  return [highlighted, setHighlighted] as const;
}

/** Whoever sends sees what they sent. */
function useFollowOwn({ outbox }: Thread, scrollToEnd: () => void): void {
  const newest = outbox.at(-1)?.id ?? null;
  const followed = useRef(newest);
  useEffect(() => {
    if (newest !== null && newest !== followed.current) scrollToEnd();
    followed.current = newest;
  }, [newest, scrollToEnd]);
}

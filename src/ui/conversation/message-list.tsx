"use client";
import { type Ref, useCallback, useEffect, useImperativeHandle, useMemo, useRef, useState } from "react";
import type { Thread } from "@/client/chat-client.types";
import type { ConversationState } from "@/shared/apply-event";
import { readAppError } from "@/shared/errors";
import type { Me } from "@/shared/people";
import { useChatClient, useConnection } from "../hooks/chat-client-context";
import { useReadable } from "../hooks/use-readable";
import type { BubbleActions } from "./bubble-actions";
import { ListTop } from "./list-top";
import { MessageAnnouncer } from "./message-announcer";
import { MessageRowView, type RowSurroundings } from "./message-row-view";
import { type BubbleContent, countAfter, messageRows } from "./message-rows";
import { NewestButton } from "./newest-button";
import { ScrollDay } from "./scroll-day";
import { useListKeys } from "./use-list-keys";
import { useMessageScroll } from "./use-message-scroll";
import { useReadMarks } from "./use-read-marks";

export interface MessageListHandle {
  scrollToEnd(): void;
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
  onReply(bubble: BubbleContent): void;
  onType(): void;
}

/** How long a message stays marked after one went to it from a quote. */
const highlightMs = 1600;
/** Older messages are fetched when fewer pixels than this are left above. */
const loadAheadPx = 1500;

/** The messages of a conversation: history above without a jump, new ones below, and marks for what was really seen. */
export function MessageList({ ref, thread, conversation, me, isDense, canWrite, unreadAfterSeq, onReply, onType }: MessageListProps) {
  const client = useChatClient();
  const clockOffsetMs = useReadable(client.clockOffsetMs);
  const [seenSeq, setSeenSeq] = useState(unreadAfterSeq ?? conversation.lastSeq);
  const rows = useMemo(
    () => messageRows(thread, { viewerId: me.id, unreadAfterSeq, clockOffsetMs }),
    [thread, me.id, unreadAfterSeq, clockOffsetMs],
  );
  const bubbles = useMemo(() => new Map(rows.flatMap((row) => (row.kind === "bubble" ? [[row.key, row.bubble] as const] : []))), [rows]);

  const [activeKey, setActiveKey] = useState<string | null>(null);
  const [highlighted, setHighlighted] = useState<string | null>(null);
  const keptIndex = activeKey === null ? -1 : rows.findIndex((row) => row.key === activeKey);
  const { scroller, getScroller, virtualizer, isPlaced, isAtEnd, readPosition } = useMessageScroll({
    rows,
    isDense,
    showsAuthors: conversation.type !== "direct",
    viewerId: me.id,
    keptIndex,
    isComplete: (thread.messages.at(-1)?.seq ?? 0) >= conversation.lastSeq,
  });

  const scrollToEnd = useCallback(() => virtualizer.scrollToEnd(), [virtualizer]);
  useImperativeHandle(ref, () => ({ scrollToEnd }), [scrollToEnd]);
  useFollowOwn(thread, scrollToEnd);
  const earlier = useLoadBefore(thread, conversation.id, isPlaced ? (virtualizer.scrollOffset ?? 0) : Number.POSITIVE_INFINITY);

  const watch = useReadMarks(
    getScroller,
    useCallback(
      (seq: number) => {
        setSeenSeq((before) => Math.max(before, seq));
        client.markRead(conversation.id, seq);
      },
      [client, conversation.id],
    ),
  );
  const actions = useBubbleActions({
    bubbles,
    rows,
    goToIndex: (index) => virtualizer.scrollToIndex(index, { align: "center" }),
    onReply,
    setHighlighted,
  });
  useEffect(() => {
    if (highlighted === null) return;
    const timer = setTimeout(() => setHighlighted(null), highlightMs);
    return () => clearTimeout(timer);
  }, [highlighted]);

  const { list, onKeyDown } = useListKeys(activeKey, setActiveKey, {
    rows,
    virtualizer,
    onEnd: scrollToEnd,
    onReply: actions.reply,
    onType,
  });
  const items = virtualizer.getVirtualItems();
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
          <div
            ref={list}
            role="feed"
            aria-label="Messages"
            aria-busy={thread.isLoadingBefore}
            onKeyDown={onKeyDown}
            onFocus={(event) => {
              const key = (event.target as HTMLElement).closest<HTMLElement>("[data-message]")?.dataset.message;
              if (key) setActiveKey(key);
            }}
          >
            {items.map((item) => {
              const row = rows[item.index];
              return (
                row && (
                  <div
                    key={item.key}
                    ref={virtualizer.measureElement}
                    data-index={item.index}
                    className={`absolute top-0 ${isDense ? "inset-x-4" : "inset-x-3"}`}
                    style={{ transform: `translateY(${item.start}px)` }}
                  >
                    <MessageRowView row={row} surroundings={surroundings} />
                  </div>
                )
              );
            })}
          </div>
        </div>
      </div>
      <ScrollDay rows={rows} virtualizer={virtualizer} />
      <NewestButton isAtEnd={isAtEnd} newCount={countAfter(thread.messages, seenSeq, me.id)} onClick={scrollToEnd} />
      <MessageAnnouncer messages={thread.messages} participants={conversation.participants} viewerId={me.id} />
    </div>
  );
}

function newestOwn({ messages, outbox }: Thread, viewerId: string): string | null {
  if (outbox.length > 0) return null;
  return messages.findLast((one) => one.senderId === viewerId && one.kind === "text")?.id ?? null;
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

/** Fetches older messages before they are needed. After a failure only `retry`, or a connection that came back, tries again. */
function useLoadBefore({ hasMoreBefore, isLoadingBefore }: Thread, conversationId: string, pxAbove: number) {
  const client = useChatClient();
  const { status } = useConnection();
  const [failure, setFailure] = useState<string | null>(null);
  const retry = useCallback(() => setFailure(null), []);
  useEffect(() => {
    if (status === "live") setFailure(null);
  }, [status]);
  const isDue = hasMoreBefore && !isLoadingBefore && failure === null && pxAbove < loadAheadPx;
  useEffect(() => {
    if (isDue)
      client.loadBefore(conversationId).catch((error: unknown) => setFailure(readAppError(error)?.text ?? "The connection failed."));
  }, [client, conversationId, isDue]);
  return { failure, retry };
}

interface BubbleActionsOptions {
  bubbles: ReadonlyMap<string, BubbleContent>;
  rows: readonly { key: string }[];
  goToIndex(index: number): void;
  onReply(bubble: BubbleContent): void;
  setHighlighted(key: string): void;
}

/** The same object for ever, over the newest options: bubbles are drawn again only when something of their own changes. */
function useBubbleActions(options: BubbleActionsOptions): BubbleActions {
  const client = useChatClient();
  const latest = useRef(options);
  useEffect(() => {
    latest.current = options;
  });
  return useMemo(
    () => ({
      reply(bubbleId) {
        const bubble = latest.current.bubbles.get(bubbleId);
        if (bubble?.message && !bubble.message.deletedAt) latest.current.onReply(bubble);
      },
      goTo(messageId) {
        const index = latest.current.rows.findIndex((row) => row.key === messageId);
        if (index < 0) return;
        latest.current.goToIndex(index);
        latest.current.setHighlighted(messageId);
      },
      retry: (messageId) => client.retry(messageId),
      discard: (messageId) => client.discard(messageId),
    }),
    [client],
  );
}

"use client";
import { Archive, CheckCheck, MessagesSquare, Plus } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, type Ref, useCallback, useMemo } from "react";
import type { ConversationState } from "@/shared/apply-event";
import { useViewer } from "@/ui/connect/viewer-context";
import { useChatClient } from "@/ui/hooks/chat-client-context";
import { useNow } from "@/ui/hooks/use-now";
import { useReadable } from "@/ui/hooks/use-readable";
import { Button } from "@/ui/primitives/button";
import { EmptyState } from "@/ui/primitives/empty-state";
import { ConversationRow, type ConversationRowProps } from "./conversation-row";
import { ListError, ListSkeleton } from "./list-states";
import { type ListHandle, VirtualList } from "./virtual-list";

interface ConversationPanelProps {
  view: "inbox" | "archived";
  mode: "desk" | "member";
  chosenId: string | null;
  hrefOf(conversationId: string): string;
  onOpen(conversationId: string): void;
  onStart(): void;
  handle?: Ref<ListHandle>;
  header?: ReactNode;
  /** A row that the header shows already. */
  leaveOutId?: string | undefined;
  /** Rows of 48 px. */
  isCompact?: boolean;
  /** Only what is unread, and what is open. */
  onlyUnread?: boolean;
  onShowAll?(): void;
  about?: ConversationRowProps["about"];
}

const keyOf = (conversation: ConversationState) => conversation.id;

/** The viewer's own conversations, newest activity first. */
export function ConversationPanel({
  view,
  mode,
  chosenId,
  hrefOf,
  onOpen,
  onStart,
  handle,
  header,
  leaveOutId,
  isCompact = false,
  onlyUnread = false,
  onShowAll,
  about,
}: ConversationPanelProps) {
  const client = useChatClient();
  const me = useViewer();
  const now = useNow();
  const t = useTranslations("chat.list");
  const { status, items, hasMore } = useReadable(client.conversations(view));
  const loadMore = useCallback(() => client.loadMoreConversations(view), [client, view]);
  const rowHeight = mode === "member" ? 76 : isCompact ? 48 : 64;
  const rows = useMemo(
    () => items.filter((one) => one.id !== leaveOutId && (!onlyUnread || one.unreadCount > 0 || one.id === chosenId)),
    [items, leaveOutId, onlyUnread, chosenId],
  );

  if (status === "loading" && items.length === 0) return <ListSkeleton rowHeight={rowHeight} />;
  if (status === "error" && items.length === 0) return <ListError onRetry={loadMore} />;
  if (rows.length === 0 && !hasMore) {
    return (
      <>
        {header}
        {onlyUnread ? (
          <EmptyState icon={<CheckCheck />} title={t("allRead")} action={<Button onClick={onShowAll}>{t("showAll")}</Button>} />
        ) : view === "archived" ? (
          <EmptyState icon={<Archive />} title={t("nothingArchived")} description={t("nothingArchivedHint")} />
        ) : (
          <EmptyState
            icon={<MessagesSquare />}
            title={t("none")}
            description={t(mode === "member" ? "noneMember" : "noneStaff")}
            action={
              <Button variant="primary" onClick={onStart}>
                <Plus aria-hidden className="size-4" />
                {t("newConversation")}
              </Button>
            }
          />
        )}
      </>
    );
  }
  return (
    <VirtualList
      label={t(view === "archived" ? "archived" : "conversations")}
      items={rows}
      keyOf={keyOf}
      rowHeight={rowHeight}
      chosenKey={chosenId}
      hasMore={hasMore}
      loadMore={loadMore}
      loadedCount={items.length}
      handle={handle}
      header={header}
      renderRow={(conversation, link) => (
        <ConversationRow
          conversation={conversation}
          me={me}
          mode={mode}
          now={now}
          isCompact={isCompact}
          about={about}
          href={hrefOf(conversation.id)}
          isChosen={conversation.id === chosenId}
          onOpen={onOpen}
          {...link}
        />
      )}
    />
  );
}

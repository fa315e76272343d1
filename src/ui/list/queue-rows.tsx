"use client";
import { FilterX, Inbox } from "lucide-react";
import { useTranslations } from "next-intl";
import { type RefObject, useCallback, useEffect, useMemo } from "react";
import type { LabelTone } from "@/shared/cases";
import type { Person } from "@/shared/people";
import type { QueueItem } from "@/shared/support";
import { useDirectories } from "@/ui/case/use-case-desk";
import { useViewer } from "@/ui/connect/viewer-context";
import { useGymNames } from "@/ui/gyms/use-desk-gyms";
import { useChatClient } from "@/ui/hooks/chat-client-context";
import { useNow } from "@/ui/hooks/use-now";
import { useReadable } from "@/ui/hooks/use-readable";
import { Button } from "@/ui/primitives/button";
import { EmptyState } from "@/ui/primitives/empty-state";
import { ListError, ListSkeleton } from "./list-states";
import { QueueRow } from "./queue-row";
import { countFilters, type QueueSource } from "./queue-source";
import { RowMenu } from "./row-menu";
import type { QueueSelection } from "./use-queue-selection";
import { type ListHandle, VirtualList } from "./virtual-list";

interface QueueRowsProps {
  source: QueueSource;
  onSource(source: QueueSource): void;
  chosenId: string | null;
  isCompact: boolean;
  hrefOf(conversationId: string): string;
  onOpen(conversationId: string): void;
  handle: RefObject<ListHandle | null>;
  list: QueueSelection;
}

/** px */
const rowHeights = { comfortable: 72, compact: 48 };
const keyOf = ({ conversation }: QueueItem) => conversation.id;

/** The cases of a view as they are sorted: longest waiting first. */
export function QueueRows({ source, onSource, chosenId, isCompact, hrefOf, onOpen, handle, list }: QueueRowsProps) {
  const t = useTranslations("frame.views");
  const client = useChatClient();
  const me = useViewer();
  const now = useNow(10_000);
  const { view, filters } = source;
  const { status, items, hasMore, pagesRead } = useReadable(useMemo(() => client.queue(view, filters), [client, view, filters]));
  const loadMore = useCallback(() => client.loadMoreQueue(view, filters), [client, view, filters]);
  const { staffOf, toneOf } = useDeskLookup(items);
  const gymNames = useGymNames();
  // Where all rows are of one gym, none needs to say so.
  const namesGyms = filters.gymIds?.length !== 1;
  const rowHeight = isCompact ? rowHeights.compact : rowHeights.comfortable;
  const isLookingFurther = items.length === 0 && hasMore;
  useEffect(() => {
    // A page of what is filtered may have nothing to show. What fails is asked for again by the client.
    if (isLookingFurther && pagesRead > 0) loadMore().catch(() => undefined);
  }, [isLookingFurther, pagesRead, loadMore]);
  if ((status === "loading" && items.length === 0) || isLookingFurther) return <ListSkeleton rowHeight={rowHeight} />;
  if (status === "error" && items.length === 0) return <ListError onRetry={loadMore} />;
  if (items.length === 0) {
    const isFiltered = countFilters(filters) > 0;
    return (
      <EmptyState
        icon={isFiltered ? <FilterX /> : <Inbox />}
        title={t("emptyTitle")}
        description={isFiltered ? t("nothingMatches") : t(`empty.${view}`)}
        action={isFiltered && <Button onClick={() => onSource({ view, filters: {} })}>{t("clear")}</Button>}
      />
    );
  }
  return (
    <RowMenu items={items} list={list} onOpen={onOpen}>
      <VirtualList
        label={t("label")}
        items={items}
        keyOf={keyOf}
        rowHeight={rowHeight}
        chosenKey={chosenId}
        hasMore={hasMore}
        loadMore={loadMore}
        loadedCount={pagesRead}
        handle={handle}
        renderRow={(item, link) => (
          <QueueRow
            item={item}
            me={me}
            now={now}
            isCompact={isCompact}
            assignee={item.case.assigneeId === null ? undefined : staffOf(item.case.assigneeId, item)}
            toneOf={toneOf}
            gymName={namesGyms ? gymNames.get(item.conversation.gymId) : undefined}
            href={hrefOf(item.conversation.id)}
            isChosen={item.conversation.id === chosenId}
            isSelected={list.selection.isAll || list.selection.keys.has(item.conversation.id)}
            isSelecting={!list.isEmpty}
            onSelect={list.select}
            onOpen={onOpen}
            {...link}
          />
        )}
      />
    </RowMenu>
  );
}

/** Who works at the desks whose cases are shown, and how their labels look. */
function useDeskLookup(items: readonly QueueItem[]) {
  const settings = useDirectories(useMemo(() => [...new Set(items.map(({ conversation }) => conversation.gymId))].sort(), [items]));
  return useMemo(() => {
    const staff = new Map<string, Person>(settings.flatMap((one) => one.staff.map((person) => [person.id, person] as const)));
    const tones = new Map(settings.map(({ gym, labels }) => [gym.id, new Map(labels.map(({ name, tone }) => [name, tone]))]));
    return {
      staffOf: (id: string, { conversation }: QueueItem) => staff.get(id) ?? conversation.participants.find((one) => one.id === id),
      toneOf: (label: string, gymId: string): LabelTone => tones.get(gymId)?.get(label) ?? "neutral",
    };
  }, [settings]);
}

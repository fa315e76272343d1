"use client";
import { type RefObject, useMemo } from "react";
import { filtersKey } from "@/client/desk-filters";
import { FilterBar } from "./filter-bar";
import { QueueCommands } from "./queue-commands";
import { QueueRows } from "./queue-rows";
import type { QueueSource } from "./queue-source";
import { QueueViews } from "./queue-views";
import { QueueWork } from "./queue-work";
import { UnseenMentions } from "./unseen-mentions";
import { useQueueSelection } from "./use-queue-selection";
import { useSavedView } from "./use-saved-view";
import type { ListHandle } from "./virtual-list";

interface QueuePanelProps {
  source: QueueSource;
  onSource(source: QueueSource): void;
  chosenId: string | null;
  isCompact: boolean;
  hrefOf(conversationId: string): string;
  onOpen(conversationId: string): void;
  handle: RefObject<ListHandle | null>;
}

/** The support queue of the viewer's desk: its views, what narrows them, its rows, and what is done to those that are selected. */
export function QueuePanel({ source, onSource, chosenId, isCompact, hrefOf, onOpen, handle }: QueuePanelProps) {
  const key = source.view + filtersKey(source.filters);
  const list = useQueueSelection(key, handle);
  const { all, shown, isOwn } = useSavedView(source);
  // The same object as long as it asks for the same, whatever the address says besides.
  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` says all of `source`
  const steady = useMemo(() => source, [key]);
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <QueueViews source={steady} saved={shown} savedViews={all} onSource={onSource} />
      <FilterBar filters={steady.filters} onFilters={(filters) => onSource({ ...steady, filters })} saved={shown ? { isOwn } : null} />
      {steady.view === "mentions" && !shown && <UnseenMentions chosenId={chosenId} hrefOf={hrefOf} onOpen={onOpen} />}
      <QueueRows
        key={key}
        source={steady}
        onSource={onSource}
        chosenId={chosenId}
        isCompact={isCompact}
        hrefOf={hrefOf}
        onOpen={onOpen}
        handle={handle}
        list={list}
      />
      <QueueWork source={steady} list={list} handle={handle} openId={chosenId} />
      <QueueCommands source={steady} onSource={onSource} list={list} handle={handle} saved={isOwn ? shown : undefined} savedViews={all} />
    </div>
  );
}

"use client";
import { Tabs } from "@base-ui/react/tabs";
import { Inbox } from "lucide-react";
import { type Ref, useCallback } from "react";
import type { QueueItem, QueueView } from "@/shared/support";
import { useViewer } from "@/ui/connect/viewer-context";
import { useChatClient } from "@/ui/hooks/chat-client-context";
import { useNow } from "@/ui/hooks/use-now";
import { useReadable } from "@/ui/hooks/use-readable";
import { EmptyState } from "@/ui/primitives/empty-state";
import { ListError, ListSkeleton } from "./list-states";
import { QueueRow } from "./queue-row";
import { useColleagueNames } from "./use-colleague-names";
import { type ListHandle, VirtualList } from "./virtual-list";

interface QueuePanelProps {
  view: QueueView;
  onView(view: QueueView): void;
  chosenId: string | null;
  hrefOf(conversationId: string): string;
  onOpen(conversationId: string): void;
  handle?: Ref<ListHandle>;
}

const views: { value: QueueView; label: string; empty: string }[] = [
  { value: "unassigned", label: "Unassigned", empty: "Every case has somebody." },
  { value: "mine", label: "Mine", empty: "No case is yours right now." },
  { value: "all", label: "All", empty: "Nobody has asked anything." },
  { value: "resolved", label: "Resolved", empty: "No case has been resolved yet." },
];

const keyOf = ({ conversation }: QueueItem) => conversation.id;
const rowHeight = 84;

/** The support queue of the viewer's desk: longest waiting first. */
export function QueuePanel({ view, onView, chosenId, hrefOf, onOpen, handle }: QueuePanelProps) {
  const client = useChatClient();
  const { counts } = useReadable(client.queue(view));
  return (
    <Tabs.Root value={view} onValueChange={(next: QueueView) => onView(next)} className="flex min-h-0 flex-1 flex-col">
      <Tabs.List aria-label="Support queue" className="flex shrink-0 gap-4 border-b px-3">
        {views.map(({ value, label }) => (
          <Tabs.Tab
            key={value}
            value={value}
            className="-mb-px inline-flex h-9 items-center gap-1.5 border-transparent border-b-2 text-dense font-medium text-ink-muted hover:text-ink data-[active]:border-accent data-[active]:text-ink pointer-coarse:h-11"
          >
            {label}
            {value !== "resolved" && <span className="text-small font-normal text-ink-faint tabular-nums">{counts[value]}</span>}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <Tabs.Panel value={view} tabIndex={-1} className="flex min-h-0 flex-1 flex-col">
        <QueueRows view={view} chosenId={chosenId} hrefOf={hrefOf} onOpen={onOpen} handle={handle} />
      </Tabs.Panel>
    </Tabs.Root>
  );
}

function QueueRows({ view, chosenId, hrefOf, onOpen, handle }: Omit<QueuePanelProps, "onView">) {
  const client = useChatClient();
  const me = useViewer();
  const now = useNow(10_000);
  const { status, items, hasMore } = useReadable(client.queue(view));
  const loadMore = useCallback(() => client.loadMoreQueue(view), [client, view]);
  const names = useColleagueNames(items);
  if (status === "loading" && items.length === 0) return <ListSkeleton rowHeight={rowHeight} />;
  if (status === "error" && items.length === 0) return <ListError onRetry={loadMore} />;
  if (items.length === 0) {
    return <EmptyState icon={<Inbox />} title="Nothing here" description={views.find((one) => one.value === view)?.empty} />;
  }
  return (
    <VirtualList
      key={view}
      label="Support queue"
      items={items}
      keyOf={keyOf}
      rowHeight={rowHeight}
      chosenKey={chosenId}
      hasMore={hasMore}
      loadMore={loadMore}
      handle={handle}
      renderRow={(item, link) => (
        <QueueRow
          item={item}
          me={me}
          now={now}
          assigneeName={item.case.assigneeId === null ? undefined : names.get(item.case.assigneeId)}
          href={hrefOf(item.conversation.id)}
          isChosen={item.conversation.id === chosenId}
          onOpen={onOpen}
          {...link}
        />
      )}
    />
  );
}

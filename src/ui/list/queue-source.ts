import type { DeskView, QueueFilters } from "@/shared/support";

/** What of the queue a list shows. */
export interface QueueSource {
  view: DeskView;
  filters: QueueFilters;
}

/** How many filters narrow a view. */
export function countFilters({ labels = [], priorities = [], assigneeId, waitingForS, unread, text }: QueueFilters): number {
  const single = [assigneeId !== undefined, waitingForS !== undefined, unread === true, Boolean(text?.trim())];
  return labels.length + Number(priorities.length > 0) + single.filter(Boolean).length;
}

import type { DeskGym } from "@/shared/people";
import type { DeskView, QueueFilters } from "@/shared/support";

/** What of the queue a list shows. */
export interface QueueSource {
  view: DeskView;
  filters: QueueFilters;
}

/** How many filters narrow a view. */
export function countFilters({ gymIds = [], labels = [], priorities = [], assigneeId, waitingForS, unread, text }: QueueFilters): number {
  const single = [assigneeId !== undefined, waitingForS !== undefined, unread === true, Boolean(text?.trim())];
  return labels.length + Number(priorities.length > 0) + Number(gymIds.length > 0) + single.filter(Boolean).length;
}

/** Which of the viewer's gyms the filters leave. */
export function gymsLeft({ gymIds = [] }: QueueFilters, gyms: readonly DeskGym[]): string[] {
  return gyms.map(({ id }) => id).filter((id) => gymIds.length === 0 || gymIds.includes(id));
}

/** What still narrows another view: whoever looks at one gym looks at it in all of them, as the counts of the views do. */
export function keptFilters({ gymIds }: QueueFilters): QueueFilters {
  return gymIds ? { gymIds } : {};
}

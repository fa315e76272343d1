import type { Case, QueueItem, QueueView } from "../shared/support";

const views: readonly QueueView[] = ["mine", "unassigned", "all", "resolved"];

/** Whether a case stands in this view of the viewer's queue. */
export function isIn(view: QueueView, { status, assigneeId }: Pick<Case, "status" | "assigneeId">, viewerId: string): boolean {
  if (view === "resolved") return status === "resolved";
  // What sleeps is out of the way until it wakes.
  if (status === "resolved" || status === "snoozed") return false;
  return view === "all" || (view === "mine" ? assigneeId === viewerId : assigneeId === null);
}

/** The counts after a case changed. */
export function countsAfter(
  counts: Record<QueueView, number>,
  { before, after, viewerId }: { before: Case; after: Case; viewerId: string },
): Record<QueueView, number> {
  const next = { ...counts };
  for (const view of views) next[view] += Number(isIn(view, after, viewerId)) - Number(isIn(view, before, viewerId));
  return next;
}

/** Longest waiting first, then those who do not wait, newest activity first. */
export function byWaiting(a: QueueItem, b: QueueItem): number {
  const [waitingA, waitingB] = [a.case.waitingSince, b.case.waitingSince];
  if (waitingA !== waitingB) {
    if (waitingA === null) return 1;
    if (waitingB === null) return -1;
    return waitingA < waitingB ? -1 : 1;
  }
  const [activeA, activeB] = [a.conversation.lastActivityAt, b.conversation.lastActivityAt];
  if (activeA !== activeB) return activeA > activeB ? -1 : 1;
  return a.conversation.id < b.conversation.id ? -1 : 1;
}

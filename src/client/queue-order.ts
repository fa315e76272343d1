import type { Case, DeskView, QueueItem } from "../shared/support";

export type QueueCounts = Readonly<Record<DeskView, number>>;

export const noCounts: QueueCounts = { mine: 0, unassigned: 0, all: 0, mentions: 0, snoozed: 0, resolved: 0 };
const views = Object.keys(noCounts) as DeskView[];

/** Whether a case stands in this view of the viewer's queue. */
export function isIn(view: DeskView, one: Pick<Case, "status" | "assigneeId" | "mentionedIds">, viewerId: string): boolean {
  if (view === "resolved" || view === "snoozed") return one.status === view;
  // What sleeps is out of the way until it wakes.
  if (one.status === "resolved" || one.status === "snoozed") return false;
  if (view === "mentions") return one.mentionedIds.includes(viewerId);
  return view === "all" || (view === "mine" ? one.assigneeId === viewerId : one.assigneeId === null);
}

/** A case as it was and as it is, for whom views are counted. */
export interface CaseChange {
  before: Case;
  after: Case;
  viewerId: string;
}

/** The counts after a case changed. */
export function countsAfter(counts: QueueCounts, { before, after, viewerId }: CaseChange): QueueCounts {
  const next: Record<DeskView, number> = { ...counts };
  for (const view of views) next[view] += Number(isIn(view, after, viewerId)) - Number(isIn(view, before, viewerId));
  return next;
}

/** How a view is sorted: below 0 where `a` stands before `b`. As the server does it, for its pages follow each other in this order. */
export function orderOf(view: DeskView): (a: QueueItem, b: QueueItem) => number {
  if (view === "snoozed") return byWaking;
  return view === "resolved" ? byActivity : byWaiting;
}

/** Longest waiting first, then those who do not wait, newest activity first. */
export function byWaiting(a: QueueItem, b: QueueItem): number {
  const [waitingA, waitingB] = [a.case.waitingSince, b.case.waitingSince];
  if (waitingA === null && waitingB === null) return byActivity(a, b);
  if (waitingA === waitingB) return byId(a, b);
  if (waitingA === null) return 1;
  if (waitingB === null) return -1;
  return waitingA < waitingB ? -1 : 1;
}

function byActivity(a: QueueItem, b: QueueItem): number {
  const [activeA, activeB] = [a.conversation.lastActivityAt, b.conversation.lastActivityAt];
  if (activeA === activeB) return byId(a, b);
  return activeA > activeB ? -1 : 1;
}

/** What wakes next first. */
function byWaking(a: QueueItem, b: QueueItem): number {
  const [untilA, untilB] = [a.case.snoozedUntil ?? "", b.case.snoozedUntil ?? ""];
  if (untilA === untilB) return byId(a, b);
  return untilA < untilB ? -1 : 1;
}

function byId(a: QueueItem, b: QueueItem): number {
  if (a.conversation.id === b.conversation.id) return 0;
  return a.conversation.id < b.conversation.id ? -1 : 1;
}

import type { QueueFilters, QueueItem } from "../shared/support";

/** Whom a filter is asked for, and when. */
export interface FilterViewer {
  viewerId: string;
  /** The server's time in epoch ms. */
  now: number;
}

/** Whether a case is what the filters ask for, as the server judges it. */
export function matchesFilters(filters: QueueFilters, item: QueueItem, { viewerId, now }: FilterViewer): boolean {
  const { gymIds = [], labels = [], priorities = [], assigneeId, waitingForS, unread } = filters;
  const { case: one } = item;
  if (gymIds.length > 0 && !gymIds.includes(item.conversation.gymId)) return false;
  if (!labels.every((label) => one.labels.includes(label))) return false;
  if (priorities.length > 0 && !priorities.includes(one.priority)) return false;
  if (assigneeId !== undefined && one.assigneeId !== assigneeId) return false;
  if (waitingForS !== undefined && (one.waitingSince === null || Date.parse(one.waitingSince) > now - waitingForS * 1_000)) return false;
  return !unread || isUnread(item, viewerId);
}

/** Whether all words stand in the member's name, or all in the topic; case and accents do not matter. */
export function matchesText(text: string, { conversation, case: one }: QueueItem): boolean {
  const words = folded(text).split(/\s+/).filter(Boolean);
  const member = conversation.participants.find(({ id }) => id === conversation.memberId);
  return [member?.name ?? "", one.topic ?? ""].some((place) => words.every((word) => folded(place).includes(word)));
}

/** What tells filters apart: equal for those that ask for the same. */
export function filtersKey({ gymIds = [], labels = [], priorities = [], assigneeId, waitingForS, unread, text }: QueueFilters): string {
  const said = text?.trim();
  const asked = {
    ...(gymIds.length > 0 && { gymIds: [...gymIds].sort() }),
    ...(labels.length > 0 && { labels: [...labels].sort() }),
    ...(priorities.length > 0 && { priorities: [...priorities].sort() }),
    ...(assigneeId !== undefined && { assigneeId }),
    ...(waitingForS !== undefined && { waitingForS }),
    ...(unread && { unread }),
    ...(said && { text: said }),
  };
  return Object.keys(asked).length === 0 ? "" : JSON.stringify(asked);
}

/** Who takes no part in a conversation has read nothing of it. */
function isUnread({ conversation }: QueueItem, viewerId: string): boolean {
  const takesPart = conversation.participants.some(({ id, leftAt }) => id === viewerId && leftAt === null);
  return takesPart ? conversation.unreadCount > 0 : conversation.lastSeq > 0;
}

function folded(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

import type { CasePriority, DeskView, QueueFilters } from "@/shared/support";
import { oneOf, type QueueAddress, uuid } from "./place";

const views: Record<DeskView, true> = { mine: true, unassigned: true, all: true, mentions: true, snoozed: true, resolved: true };
const priorities: Record<CasePriority, true> = { low: true, normal: true, high: true, urgent: true };
const textMax = 80;
const labelsMax = 20;
const waitingMaxS = 366 * 86_400;
const gymsMax = 50;

/** The view of the queue and what narrows it, in an address such as `/desk?queue=mine&label=Refund`. */
export const queueAddress: QueueAddress = {
  read: (search) => ({ queueView: oneOf(views, search.get("queue")) ?? "unassigned", filters: readFilters(search) }),
  write(search, { queueView, filters }) {
    if (queueView !== "unassigned") search.set("queue", queueView);
    writeFilters(search, filters);
  },
};

function readFilters(search: URLSearchParams): QueueFilters {
  const labels = search.getAll("label").filter((label) => label.trim() !== "");
  const wanted = (search.get("priority") ?? "").split(",").flatMap((word) => oneOf(priorities, word) ?? []);
  const assignee = search.get("assignee");
  const waitingForS = Number(search.get("waiting"));
  const text = (search.get("text") ?? "").slice(0, textMax);
  const gymIds = (search.get("gym") ?? "").split(",").filter((id) => uuid.test(id));
  return {
    ...(gymIds.length > 0 && { gymIds: gymIds.slice(0, gymsMax).map((id) => id.toLowerCase()) }),
    ...(labels.length > 0 && { labels: labels.slice(0, labelsMax) }),
    ...(wanted.length > 0 && { priorities: wanted }),
    ...(assignee === "none" && { assigneeId: null }),
    ...(assignee !== null && uuid.test(assignee) && { assigneeId: assignee.toLowerCase() }),
    ...(Number.isInteger(waitingForS) && waitingForS > 0 && waitingForS <= waitingMaxS && { waitingForS }),
    ...(search.get("unread") === "1" && { unread: true as const }),
    ...(text.trim() !== "" && { text }),
  };
}

function writeFilters(
  search: URLSearchParams,
  { gymIds = [], labels = [], priorities: wanted = [], assigneeId, waitingForS, unread, text }: QueueFilters,
): void {
  if (gymIds.length > 0) search.set("gym", gymIds.join(","));
  for (const label of labels) search.append("label", label);
  if (wanted.length > 0) search.set("priority", wanted.join(","));
  if (assigneeId !== undefined) search.set("assignee", assigneeId ?? "none");
  if (waitingForS !== undefined) search.set("waiting", String(waitingForS));
  if (unread) search.set("unread", "1");
  if (text?.trim()) search.set("text", text);
}

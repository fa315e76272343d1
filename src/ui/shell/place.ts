import type { CasePriority, DeskView, QueueFilters } from "@/shared/support";

export type ListView = "inbox" | "support" | "archived";

/** Where somebody is: which list, and which conversation beside it. It stands in the address, so that Back, a reload and a sent link work. */
export interface Place {
  view: ListView;
  queueView: DeskView;
  /** What the queue is narrowed to. */
  filters: QueueFilters;
  conversationId: string | null;
}

// Without zod, which the first screen of a phone would load for these lines alone.
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const views: Record<ListView, true> = { inbox: true, support: true, archived: true };
const queueViews: Record<DeskView, true> = { mine: true, unassigned: true, all: true, mentions: true, snoozed: true, resolved: true };
const priorities: Record<CasePriority, true> = { low: true, normal: true, high: true, urgent: true };
const textMax = 80;
const labelsMax = 20;
const waitingMaxS = 366 * 86_400;
const gymsMax = 50;

/** Reads a place from an address such as `/desk/<id>?view=support&queue=mine`; what is missing or senseless becomes `home`. */
export function readPlace(pathname: string, search: URLSearchParams, home: Pick<Place, "view">): Place {
  const id = pathname.split("/")[2] ?? "";
  const view = oneOf(views, search.get("view")) ?? home.view;
  return {
    // The queue is where a desk is at home: for members and trainers, who have none, a link that somebody sent them leads to what they have.
    view: view === "support" ? home.view : view,
    queueView: oneOf(queueViews, search.get("queue")) ?? "unassigned",
    filters: readFilters(search),
    conversationId: uuid.test(id) ? id.toLowerCase() : null,
  };
}

/** The address of a place under `base` (`/desk` or `/chat`). */
export function writePlace(base: string, place: Place, home: Pick<Place, "view">): string {
  const search = new URLSearchParams();
  if (place.view !== home.view) search.set("view", place.view);
  if (place.view === "support") {
    if (place.queueView !== "unassigned") search.set("queue", place.queueView);
    writeFilters(search, place.filters);
  }
  const query = search.size > 0 ? `?${search}` : "";
  return `${base}${place.conversationId ? `/${place.conversationId}` : ""}${query}`;
}

/** Whether the part of an address behind `/desk` or `/chat` is nothing or one conversation. */
export function isConversationPath(segments: readonly string[]): boolean {
  return segments.length === 0 || (segments.length === 1 && uuid.test(segments[0] ?? ""));
}

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

function oneOf<T extends string>(known: Record<T, true>, word: string | null): T | null {
  return word !== null && Object.hasOwn(known, word) ? (word as T) : null;
}

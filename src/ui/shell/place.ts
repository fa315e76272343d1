import type { DeskView, QueueFilters } from "@/shared/support";

export type ListView = "inbox" | "support" | "archived";

/** Where somebody is: which list, and which conversation beside it. It stands in the address, so that Back, a reload and a sent link work. */
export interface Place {
  view: ListView;
  queueView: DeskView;
  /** What the queue is narrowed to. */
  filters: QueueFilters;
  conversationId: string | null;
}

/** How the view of a queue and its filters stand in an address: only a desk has one, and a member's page does not carry it. */
export interface QueueAddress {
  read(search: URLSearchParams): Pick<Place, "queueView" | "filters">;
  write(search: URLSearchParams, place: Pick<Place, "queueView" | "filters">): void;
}

/** Where somebody is when the address says nothing. */
export interface Home extends Pick<Place, "view"> {
  queue?: QueueAddress;
}

// Without zod, which the first screen of a phone would load for these lines alone.
export const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const views: Record<ListView, true> = { inbox: true, support: true, archived: true };

/** Reads a place from an address such as `/desk/<id>?view=support&queue=mine`; what is missing or senseless becomes `home`. */
export function readPlace(pathname: string, search: URLSearchParams, home: Home): Place {
  const id = pathname.split("/")[2] ?? "";
  const view = oneOf(views, search.get("view")) ?? home.view;
  return {
    // The queue is where a desk is at home: for members and trainers, who have none, a link that somebody sent them leads to what they have.
    view: view === "support" ? home.view : view,
    queueView: "unassigned",
    filters: {},
    ...home.queue?.read(search),
    conversationId: uuid.test(id) ? id.toLowerCase() : null,
  };
}

/** The address of a place under `base` (`/desk` or `/chat`). */
export function writePlace(base: string, place: Place, home: Home): string {
  const search = new URLSearchParams();
  if (place.view !== home.view) search.set("view", place.view);
  if (place.view === "support") home.queue?.write(search, place);
  const query = search.size > 0 ? `?${search}` : "";
  return `${base}${place.conversationId ? `/${place.conversationId}` : ""}${query}`;
}

/** Whether the part of an address behind `/desk` or `/chat` is nothing or one conversation. */
export function isConversationPath(segments: readonly string[]): boolean {
  return segments.length === 0 || (segments.length === 1 && uuid.test(segments[0] ?? ""));
}

/** A word that is one of those that are known; `null` for others. */
export function oneOf<T extends string>(known: Record<T, true>, word: string | null): T | null {
  return word !== null && Object.hasOwn(known, word) ? (word as T) : null;
}

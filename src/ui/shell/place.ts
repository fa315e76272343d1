import type { QueueView } from "@/shared/support";

export type ListView = "inbox" | "support" | "archived";

/** Where somebody is: which list, and which conversation beside it. It stands in the address, so that Back, a reload and a sent link work. */
export interface Place {
  view: ListView;
  queueView: QueueView;
  conversationId: string | null;
}

// Without zod, which the first screen of a phone would load for these lines alone.
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const views: Record<ListView, true> = { inbox: true, support: true, archived: true };
const queueViews: Record<QueueView, true> = { mine: true, unassigned: true, all: true, resolved: true };

/** Reads a place from an address such as `/desk/<id>?view=support&queue=mine`; what is missing or senseless becomes `home`. */
export function readPlace(pathname: string, search: URLSearchParams, home: Pick<Place, "view">): Place {
  const id = pathname.split("/")[2] ?? "";
  return {
    view: oneOf(views, search.get("view")) ?? home.view,
    queueView: oneOf(queueViews, search.get("queue")) ?? "unassigned",
    conversationId: uuid.test(id) ? id.toLowerCase() : null,
  };
}

/** The address of a place under `base` (`/desk` or `/chat`). */
export function writePlace(base: string, place: Place, home: Pick<Place, "view">): string {
  const search = new URLSearchParams();
  if (place.view !== home.view) search.set("view", place.view);
  if (place.view === "support" && place.queueView !== "unassigned") search.set("queue", place.queueView);
  const query = search.size > 0 ? `?${search}` : "";
  return `${base}${place.conversationId ? `/${place.conversationId}` : ""}${query}`;
}

/** Whether the part of an address behind `/desk` or `/chat` is nothing or one conversation. */
export function isConversationPath(segments: readonly string[]): boolean {
  return segments.length === 0 || (segments.length === 1 && uuid.test(segments[0] ?? ""));
}

function oneOf<T extends string>(known: Record<T, true>, word: string | null): T | null {
  return word !== null && Object.hasOwn(known, word) ? (word as T) : null;
}

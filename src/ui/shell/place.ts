import * as z from "zod";
import { QueueView } from "@/shared/support";

export type ListView = "inbox" | "support" | "archived";

/** Where somebody is: which list, and which conversation beside it. It stands in the address, so that Back, a reload and a sent link work. */
export interface Place {
  view: ListView;
  queueView: QueueView;
  conversationId: string | null;
}

const Id = z.uuid();
const View = z.enum(["inbox", "support", "archived"]);

/** Reads a place from an address such as `/desk/<id>?view=support&queue=mine`; what is missing or senseless becomes `home`. */
export function readPlace(pathname: string, search: URLSearchParams, home: Pick<Place, "view">): Place {
  const id = Id.safeParse(pathname.split("/")[2]);
  const view = View.safeParse(search.get("view"));
  const queueView = QueueView.safeParse(search.get("queue"));
  return {
    view: view.success ? view.data : home.view,
    queueView: queueView.success ? queueView.data : "unassigned",
    conversationId: id.success ? id.data.toLowerCase() : null,
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
  return segments.length === 0 || (segments.length === 1 && Id.safeParse(segments[0]).success);
}

import type { SavedView, SaveViewInput } from "../shared/saved-views";
import { CaseLookup } from "./case-lookup";
import type { ChatClient, Readable } from "./chat-client.types";
import { baseOf } from "./client-base";
import { insistently } from "./connection";

/** The views of the queue that somebody keeps under names: their own, and those of their desk. */
export interface DeskSavedViews {
  /** By name; `null` until they are loaded. */
  list: Readable<readonly SavedView[] | null>;
  /** Saves one, or changes the one with this id. */
  save(view: SaveViewInput): Promise<void>;
  remove(id: string): Promise<void>;
}

/** The saved views, upon a client of somebody who works at a desk. */
export function deskSavedViews(client: ChatClient): DeskSavedViews {
  const base = baseOf(client);
  const views = new CaseLookup(base, "views", () => base.connection.patiently((api) => api.support.views.list.query()));
  return {
    list: views.value,
    async save(view) {
      await base.connection.patiently((api) => api.support.views.save.mutate(view), insistently);
      await views.refresh();
    },
    async remove(id) {
      await base.connection.patiently((api) => api.support.views.remove.mutate({ id }), insistently);
      await views.refresh();
    },
  };
}

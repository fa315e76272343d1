import * as z from "zod";
import { Id } from "./ids";
import { limits } from "./limits";
import { DeskView, QueueFilters } from "./support";
import { line } from "./text-inputs";

/** Keeps filters of the queue under a name. */
export const SaveViewInput = z.object({
  /** Made by the client; the same id again changes the view. */
  id: Id,
  name: line(limits.conversationNameCharactersMax),
  /** For the whole desk, or for its owner alone. */
  isShared: z.boolean().default(false),
  view: DeskView,
  filters: QueueFilters.default({}),
});
export type SaveViewInput = z.infer<typeof SaveViewInput>;

/** Forgets filters that were kept. */
export const RemoveViewInput = z.object({ id: Id });

/** A view of the queue with its filters, under a name. */
export interface SavedView extends SaveViewInput {
  ownerId: string;
}

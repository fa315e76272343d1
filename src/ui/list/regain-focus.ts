import type { RefObject } from "react";
import type { Queue, Readable } from "@/client/chat-client.types";
import { rowInPlaceOf } from "./selection";
import type { ListHandle } from "./virtual-list";

/** So long a row may take to leave the list after it was dealt with. */
const patienceMs = 2_000;

/**
 * Remembers which row has the focus, before anything that is asked about it takes it. To be called with what was done afterwards: when that row has left the
 * list, the focus goes to the one that took its place, so that the next key is for the next case.
 * @param focused the row that is meant, where a menu of its own has the focus now
 */
export function rememberFocus(
  list: RefObject<ListHandle | null>,
  queue: Readable<Queue>,
  focused = list.current?.focusedKey() ?? null,
): () => void {
  const order = list.current?.order() ?? [];
  if (focused === null) return () => undefined;
  const follow = () => {
    const present = new Set(queue.getSnapshot().items.map(({ conversation }) => conversation.id));
    if (present.has(focused)) return false;
    list.current?.settle();
    const next = rowInPlaceOf(focused, order, (key) => present.has(key));
    if (next !== null) requestAnimationFrame(() => isLost(list, focused) && list.current?.focusRow(next));
    return true;
  };
  return () => {
    if (follow()) return;
    const end = queue.subscribe(() => follow() && end());
    setTimeout(end, patienceMs);
  };
}

/** Whether nothing else has taken the focus meanwhile. */
function isLost(list: RefObject<ListHandle | null>, focused: string): boolean {
  const { activeElement } = document;
  return activeElement === null || activeElement === document.body || list.current?.focusedKey() === focused;
}

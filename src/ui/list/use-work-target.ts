"use client";
import { useEffect, useState } from "react";
import type { BulkTarget } from "@/client/desk-bulk";
import type { QueueItem } from "@/shared/support";
import { useDeskGyms } from "@/ui/gyms/use-desk-gyms";
import { useChatClient } from "@/ui/hooks/chat-client-context";
import { gymsLeft, type QueueSource } from "./queue-source";
import type { QueueSelection } from "./use-queue-selection";
import { useAim } from "./work-target";

/** What is about to be done to which cases. */
export interface WorkTarget {
  target: BulkTarget;
  /** How many they are; `null` where only the server knows. */
  count: number | null;
  /** Those of them that are loaded. */
  items: readonly QueueItem[];
  /** At whose desks they are, or may be. */
  gymIds: readonly string[];
}

interface Options {
  source: QueueSource;
  list: QueueSelection;
  /** The case that is open has commands of its own. */
  openId: string | null;
}

/**
 * Whether something of the list is what commands about cases are for now: the row whose menu is open, what is selected, or the row that has the focus beside
 * another open case. The answer reads what that is when it is called; `null` where there is no such thing.
 */
export function useWorkTarget({ source, list, openId }: Options): (() => WorkTarget) | null {
  const client = useChatClient();
  const gyms = useDeskGyms();
  const aim = useAim();
  const focused = useFocusedRow();
  const single = aim ?? (list.isEmpty && focused !== null && focused !== openId ? focused : null);
  if (single === null && list.isEmpty) return null;
  return () => {
    const { view, filters } = source;
    const { items, counts } = client.queue(view, filters).getSnapshot();
    if (single === null && list.selection.isAll) {
      const isNarrowed = Object.keys(filters).length > 0;
      const gymIds = gymsLeft(filters, gyms);
      return { target: { kind: "matching", view, filters }, count: isNarrowed ? null : counts[view], items, gymIds };
    }
    const chosen = items.filter(({ conversation: { id } }) => (single === null ? list.selection.keys.has(id) : id === single));
    const cases = chosen.map(({ conversation: { id }, case: { version } }) => ({ conversationId: id, version }));
    const gymIds = [...new Set(chosen.map(({ conversation }) => conversation.gymId))];
    return { target: { kind: "chosen", cases }, count: cases.length, items: chosen, gymIds };
  };
}

/** The row of the queue that has the focus. */
function useFocusedRow(): string | null {
  const [key, setKey] = useState<string | null>(null);
  useEffect(() => {
    const look = () => setKey(document.activeElement?.closest<HTMLElement>("[data-row]")?.dataset.row ?? null);
    document.addEventListener("focusin", look);
    document.addEventListener("focusout", look);
    return () => {
      document.removeEventListener("focusin", look);
      document.removeEventListener("focusout", look);
    };
  }, []);
  return key;
}

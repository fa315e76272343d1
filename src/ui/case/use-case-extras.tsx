"use client";
import { useCallback, useEffect, useMemo } from "react";
import type { CaseFileView } from "@/client/case-desk.types";
import type { Thread } from "@/client/chat-client.types";
import type { ConversationState } from "@/shared/apply-event";
import type { Extras } from "@/ui/conversation/message-list";
import { CaseItemView } from "./case-item-view";
import { caseItems, rowOf } from "./case-items";
import { useEntryWords } from "./entry-words";
import { useCaseDesk } from "./use-case-desk";
import { useNames, usePeople } from "./use-names";

/** Notes and what was done, to stand among the messages. Pages of them are read as far back as the messages go. */
export function useCaseExtras(conversation: ConversationState, thread: Thread, file: CaseFileView): Extras {
  const desk = useCaseDesk();
  const people = usePeople(conversation);
  const words = useEntryWords(useNames(conversation), conversation.gymId);
  const { notes, timeline, pendingNoteIds, unsavedNoteIds, completeFrom, isLoadingBefore } = file;
  const { messages } = thread;
  const oldestVersion = thread.hasMoreBefore ? (messages[0]?.version ?? 0) : 0;
  const isShort = completeFrom > oldestVersion && !isLoadingBefore;
  useEffect(() => {
    if (isShort) desk.loadBefore(conversation.id).catch(() => undefined);
  }, [desk, conversation.id, isShort]);
  const items = useMemo(
    () => caseItems({ notes, timeline, pendingNoteIds, unsavedNoteIds }, messages),
    [notes, timeline, pendingNoteIds, unsavedNoteIds, messages],
  );
  const rows = useMemo(() => items.map(rowOf), [items]);
  const byKey = useMemo(() => new Map(items.map((item) => [item.key, item])), [items]);
  const draw = useCallback(
    (key: string) => {
      const item = byKey.get(key);
      return item ? <CaseItemView item={item} people={people} words={words} /> : null;
    },
    [byKey, people, words],
  );
  return { rows, draw };
}

"use client";
import { useMemo } from "react";
import { caseDesk } from "@/client/case-desk";
import type { CaseDesk, CaseFileView } from "@/client/case-desk.types";
import type { ChatClient } from "@/client/chat-client.types";
import type { DeskSettings } from "@/shared/cases";
import type { DeskNews } from "@/shared/desk-news";
import type { Viewing } from "@/shared/viewing";
import { useChatClient } from "@/ui/hooks/chat-client-context";
import { useReadable } from "@/ui/hooks/use-readable";

const desks = new WeakMap<ChatClient, CaseDesk>();

/** The desk's work on cases, one for the page. For who works at a desk only. */
export function useCaseDesk(): CaseDesk {
  const client = useChatClient();
  let desk = desks.get(client);
  if (!desk) {
    desk = caseDesk(client);
    desks.set(client, desk);
  }
  return desk;
}

/** The file of a case. While mounted it is loaded and kept current. */
export function useCaseFile(conversationId: string): CaseFileView {
  const desk = useCaseDesk();
  return useReadable(useMemo(() => desk.file(conversationId), [desk, conversationId]));
}

/** Labels, staff and rules of the desk; `null` until they are loaded. */
export function useDeskSettings(): DeskSettings | null {
  return useReadable(useCaseDesk().settings);
}

/** What the desk is told beside its cases; `null` until it is known. */
export function useDeskNews(): DeskNews | null {
  return useReadable(useCaseDesk().news);
}

/** Which colleagues look at a conversation, or write in it. */
export function useViewers(conversationId: string): Viewing["viewers"] {
  const desk = useCaseDesk();
  return useReadable(useMemo(() => desk.viewers(conversationId), [desk, conversationId]));
}

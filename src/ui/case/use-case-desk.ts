"use client";
import { useCallback, useMemo } from "react";
import { caseDesk } from "@/client/case-desk";
import type { CaseDesk, CaseFileView } from "@/client/case-desk.types";
import type { ChatClient, Readable } from "@/client/chat-client.types";
import type { DeskDirectory, DeskSettings } from "@/shared/cases";
import type { DeskNews } from "@/shared/desk-news";
import type { Viewing } from "@/shared/viewing";
import { useViewer } from "@/ui/connect/viewer-context";
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

/** Labels, staff and rules of a gym's desk, of the viewer's own gym by default; `null` until they are loaded. */
export function useDeskSettings(gymId?: string): DeskSettings | null {
  const settingsOf = useSettingsSource();
  return useReadable(settingsOf(gymId));
}

/** People, labels and topics of a gym's desk; `null` until they are loaded. */
export function useDirectory(gymId: string): DeskDirectory | null {
  const directoryOf = useDirectorySource();
  return useReadable(directoryOf(gymId));
}

/** The same of several gyms: of those for which they are loaded, in their order. */
export function useDirectories(gymIds: readonly string[]): readonly DeskDirectory[] {
  const directoryOf = useDirectorySource();
  const key = gymIds.join();
  return useReadable(useMemo(() => loadedOf((key === "" ? [] : key.split(",")).map(directoryOf)), [directoryOf, key]));
}

/** Reads the same when it is called, of a gym whose directory something on the screen has loaded; `null` for others. */
export function useDirectoryNow(): (gymId: string) => DeskDirectory | null {
  const directoryOf = useDirectorySource();
  return useCallback((gymId) => directoryOf(gymId).getSnapshot(), [directoryOf]);
}

/** Of the viewer's own gym it stands in the settings, which are here anyway. */
function useDirectorySource(): (gymId: string) => Readable<DeskDirectory | null> {
  const desk = useCaseDesk();
  const home = useViewer().gym.id;
  return useCallback((gymId) => (gymId === home ? desk.settings : desk.directoryOf(gymId)), [desk, home]);
}

/** Where the settings of a gym come from: those of the viewer's own gym from one place, whoever asks, also before the client knows which it is. */
function useSettingsSource(): (gymId: string | undefined) => Readable<DeskSettings | null> {
  const desk = useCaseDesk();
  const home = useViewer().gym.id;
  return useCallback((gymId) => (gymId === undefined || gymId === home ? desk.settings : desk.settingsOf(gymId)), [desk, home]);
}

/** What is known of several sources; the same array until one of them says something else. */
function loadedOf<T>(sources: readonly Readable<T | null>[]): Readable<readonly T[]> {
  let last: readonly T[] = [];
  return {
    getSnapshot() {
      const now = sources.flatMap((source) => source.getSnapshot() ?? []);
      if (now.length !== last.length || now.some((one, at) => one !== last[at])) last = now;
      return last;
    },
    subscribe(listener) {
      const ends = sources.map((source) => source.subscribe(listener));
      return () => {
        for (const end of ends) end();
      };
    },
  };
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

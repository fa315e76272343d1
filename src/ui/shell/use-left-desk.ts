"use client";
import { useEffect, useMemo, useState } from "react";
import type { ChatClient } from "@/client/chat-client.types";
import type { DeskGym } from "@/shared/people";
import { useViewer } from "@/ui/connect/viewer-context";
import { useDeskGyms } from "@/ui/gyms/use-desk-gyms";
import { useChatClient } from "@/ui/hooks/chat-client-context";
import { useReadable } from "@/ui/hooks/use-readable";

interface Opened {
  viewerId: string;
  conversationId: string;
  gym: Pick<DeskGym, "id" | "name">;
}

/** In sessionStorage: whoever loses a desk signs in again, and comes back to the same address in the same tab. */
const key = "gympl-opened-case";

/**
 * The gym at whose desk the viewer had this conversation open and works no longer; `null` for every other conversation. The server would not say so: to it, a
 * case of another desk is one that does not exist.
 */
export function useLeftDesk(conversationId: string): Pick<DeskGym, "id" | "name"> | null {
  const viewerId = useViewer().id;
  const gyms = useDeskGyms();
  const caseGymId = useCaseGymId(conversationId, viewerId);
  const gym = gyms.find(({ id }) => id === caseGymId);
  const [opened, setOpened] = useState<Opened | null>(readOpened);
  useEffect(() => {
    if (!gym) return;
    const now = { viewerId, conversationId, gym: { id: gym.id, name: gym.name } };
    setOpened(now);
    keepOpened(now);
  }, [viewerId, conversationId, gym]);
  const isOpened = opened?.viewerId === viewerId && opened.conversationId === conversationId;
  return isOpened && !gyms.some(({ id }) => id === opened.gym.id) ? opened.gym : null;
}

/** Whose desk a conversation belongs to, as far as it is known; `null` for one that is no case. */
function useCaseGymId(conversationId: string, viewerId: string): string | null {
  const client = useChatClient();
  return useReadable(useMemo(() => caseGymId(client, conversationId, viewerId), [client, conversationId, viewerId]));
}

function caseGymId(client: ChatClient, conversationId: string, viewerId: string) {
  const { subscribe, getSnapshot } = client.thread(conversationId);
  return {
    subscribe,
    getSnapshot() {
      const { conversation } = getSnapshot();
      return conversation?.type === "support" && conversation.memberId !== viewerId ? conversation.gymId : null;
    },
  };
}

function readOpened(): Opened | null {
  try {
    const kept = JSON.parse(sessionStorage.getItem(key) ?? "null") as Partial<Opened> | null;
    return kept?.viewerId && kept.conversationId && kept.gym ? (kept as Opened) : null;
  } catch {
    // Nothing there, of another version, or storage is forbidden.
    return null;
  }
}

function keepOpened(opened: Opened): void {
  try {
    sessionStorage.setItem(key, JSON.stringify(opened));
  } catch {
    // Forbidden: then it is known for as long as the page lives.
  }
}

"use client";
import { useCallback } from "react";
import type { PresenceStatus } from "@/shared/presence";
import { useChatClient, usePresence } from "@/ui/hooks/chat-client-context";
import { useViewer } from "./viewer-context";

/** How the viewer shows themselves to others, and the way to change it. */
export function useStatus(): [PresenceStatus, (status: PresenceStatus) => void] {
  const client = useChatClient();
  const { status } = usePresence(useViewer().id);
  const change = useCallback((next: PresenceStatus) => client.setStatus(next), [client]);
  return [status === "offline" ? "online" : status, change];
}

"use client";
import { useEffect, useState } from "react";
import type { Thread } from "@/client/chat-client.types";
import { useChatClient, useConnection } from "../hooks/chat-client-context";

/** Newer messages are fetched when fewer pixels than this are left below. */
const loadAheadPx = 1500;

/** While the list does not lead to the newest message, fetches newer ones before they are needed; after a failure when the connection came back. */
export function useLoadAfter({ hasMoreAfter, isLoadingAfter }: Thread, conversationId: string, pxBelow: number): void {
  const client = useChatClient();
  const { status } = useConnection();
  const [hasFailed, setFailed] = useState(false);
  useEffect(() => {
    if (status === "live") setFailed(false);
  }, [status]);
  const isDue = hasMoreAfter && !isLoadingAfter && !hasFailed && pxBelow < loadAheadPx;
  useEffect(() => {
    if (isDue) client.loadAfter(conversationId).catch(() => setFailed(true));
  }, [client, conversationId, isDue]);
}

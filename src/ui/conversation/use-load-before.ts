"use client";
import { useCallback, useEffect, useState } from "react";
import type { Thread } from "@/client/chat-client.types";
import { readAppError } from "@/shared/errors";
import { useChatClient, useConnection } from "../hooks/chat-client-context";

/** Older messages are fetched when fewer pixels than this are left above. */
const loadAheadPx = 1500;

/** Fetches older messages before they are needed. After a failure only `retry`, or a connection that came back, tries again. */
export function useLoadBefore({ hasMoreBefore, isLoadingBefore }: Thread, conversationId: string, pxAbove: number) {
  const client = useChatClient();
  const { status } = useConnection();
  const [failure, setFailure] = useState<string | null>(null);
  const retry = useCallback(() => setFailure(null), []);
  useEffect(() => {
    if (status === "live") setFailure(null);
  }, [status]);
  const isDue = hasMoreBefore && !isLoadingBefore && failure === null && pxAbove < loadAheadPx;
  useEffect(() => {
    if (isDue)
      client.loadBefore(conversationId).catch((error: unknown) => setFailure(readAppError(error)?.text ?? "The connection failed."));
  }, [client, conversationId, isDue]);
  return { failure, retry };
}

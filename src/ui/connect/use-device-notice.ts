"use client";
import { useEffect, useRef } from "react";
import { useChatClient } from "@/ui/hooks/chat-client-context";
import { useReadable } from "@/ui/hooks/use-readable";
import { tell } from "@/ui/primitives/notices";

/** Says it when this browser stops keeping what is written, and when it does again. */
export function useDeviceNotice(): void {
  const { storage } = useReadable(useChatClient().device);
  const wasFailing = useRef(false);
  useEffect(() => {
    const isFailing = storage === "failing";
    if (isFailing && !wasFailing.current) tell("error", "This browser cannot keep what you write. Leave this page open until all is sent.");
    if (!isFailing && wasFailing.current) tell("success", "This browser keeps what you write again.");
    wasFailing.current = isFailing;
  }, [storage]);
}

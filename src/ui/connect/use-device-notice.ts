"use client";
import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import { useChatClient } from "@/ui/hooks/chat-client-context";
import { useReadable } from "@/ui/hooks/use-readable";
import { tell } from "@/ui/primitives/notices";

/** Says it when this browser stops keeping what is written, and when it does again. */
export function useDeviceNotice(): void {
  const t = useTranslations("chat.device");
  const { storage } = useReadable(useChatClient().device);
  const wasFailing = useRef(false);
  useEffect(() => {
    const isFailing = storage === "failing";
    if (isFailing && !wasFailing.current) tell("error", t("failing"));
    if (!isFailing && wasFailing.current) tell("success", t("works"));
    wasFailing.current = isFailing;
  }, [storage, t]);
}

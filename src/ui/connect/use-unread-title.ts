"use client";
import { useEffect } from "react";
import { useChatClient } from "@/ui/hooks/chat-client-context";
import { useReadable } from "@/ui/hooks/use-readable";

const plainTitle = "GymProLuxe Chat";

/** Shows in the browser's tab how many messages are unread: `(3) GymProLuxe Chat`, and a dot on the icon. */
export function useUnreadTitle(): void {
  const unread = useReadable(useChatClient().totalUnread);
  useEffect(() => {
    document.title = unread > 0 ? `(${unread > 99 ? "99+" : unread}) ${plainTitle}` : plainTitle;
    const icon = document.querySelector<HTMLLinkElement>('link[rel="icon"][type="image/svg+xml"]');
    if (icon) icon.href = unread > 0 ? "/icons/mark-unread.svg" : "/icons/mark.svg";
  }, [unread]);
}

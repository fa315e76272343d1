"use client";
import { useEffect } from "react";
import { useChatClient } from "@/ui/hooks/chat-client-context";
import { useReadable } from "@/ui/hooks/use-readable";

const plainTitle = "GymProLuxe Chat";

/** Shows in the browser's tab how many messages are unread: `(3) GymProLuxe Chat`, and a dot on the icon. */
export function useUnreadTitle(): void {
  const unread = useReadable(useChatClient().totalUnread);
  useEffect(() => {
    const title = unread > 0 ? `(${unread > 99 ? "99+" : unread}) ${plainTitle}` : plainTitle;
    const say = () => {
      if (document.title !== title) document.title = title;
    };
    say();
    const icon = document.querySelector<HTMLLinkElement>('link[rel="icon"][type="image/svg+xml"]');
    if (icon) icon.href = unread > 0 ? "/icons/mark-unread.svg" : "/icons/mark.svg";
    // The page's own title may come after this one, when the rest of it is already here.
    const observer = new MutationObserver(say);
    observer.observe(document.head, { childList: true, subtree: true, characterData: true });
    return () => observer.disconnect();
  }, [unread]);
}

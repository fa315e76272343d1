import type { Platform } from "@/client/chat-client.types";

/** What this browser says of itself: whether it believes to be online, and whether the page is in sight. */
export const browserPlatform: Platform = {
  isOnline: () => navigator.onLine,
  onOnlineChange(listener) {
    window.addEventListener("online", listener);
    window.addEventListener("offline", listener);
    return () => {
      window.removeEventListener("online", listener);
      window.removeEventListener("offline", listener);
    };
  },
  isVisible: () => document.visibilityState === "visible",
  onVisibilityChange(listener) {
    document.addEventListener("visibilitychange", listener);
    return () => document.removeEventListener("visibilitychange", listener);
  },
};

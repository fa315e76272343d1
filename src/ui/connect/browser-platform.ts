import type { Platform } from "@/client/chat-client.types";

/** Between `pagehide` and `pageshow`: some browsers leave a page without having it hidden first. */
let isLeaving = false;

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
  isVisible: () => document.visibilityState === "visible" && !isLeaving,
  onVisibilityChange(listener) {
    const leave = () => {
      isLeaving = true;
      listener();
    };
    const comeBack = () => {
      isLeaving = false;
      listener();
    };
    document.addEventListener("visibilitychange", listener);
    window.addEventListener("pagehide", leave);
    window.addEventListener("pageshow", comeBack);
    return () => {
      document.removeEventListener("visibilitychange", listener);
      window.removeEventListener("pagehide", leave);
      window.removeEventListener("pageshow", comeBack);
    };
  },
};

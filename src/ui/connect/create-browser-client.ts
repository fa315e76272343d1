import { createChatClient } from "@/client/chat-client";
import type { ChatClient, ServedList } from "@/client/chat-client.types";
import { browserPlatform } from "./browser-platform";
import { browserStorage } from "./browser-storage";
import { browserTabs } from "./browser-tabs";

/** The chat client of this page: same host, signed in by the session cookie, with what this browser kept of the user, in step with its other tabs. */
export function createBrowserClient(userId: string, served: ServedList | null): ChatClient {
  const { protocol, host } = window.location;
  return createChatClient({
    url: `${protocol === "https:" ? "wss" : "ws"}://${host}/api/trpc`,
    platform: browserPlatform,
    storage: browserStorage(),
    tabs: browserTabs(),
    userId,
    ...(served && { served }),
  });
}

import { createChatClient } from "@/client/chat-client";
import type { ChatClient } from "@/client/chat-client.types";
import { browserOutbox } from "./browser-outbox";
import { browserPlatform } from "./browser-platform";

/** The chat client of this page: same host, signed in by the session cookie, unsent messages kept in this browser. */
export function createBrowserClient(): ChatClient {
  const { protocol, host } = window.location;
  return createChatClient({
    url: `${protocol === "https:" ? "wss" : "ws"}://${host}/api/trpc`,
    platform: browserPlatform,
    outboxStorage: browserOutbox(),
  });
}

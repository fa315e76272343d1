"use client";
import type { ChatClient } from "@/client/chat-client.types";
import { type DeskBulk, deskBulk } from "@/client/desk-bulk";
import { type DeskSavedViews, deskSavedViews } from "@/client/desk-saved-views";
import { useChatClient } from "@/ui/hooks/chat-client-context";

interface DeskTools {
  bulk: DeskBulk;
  savedViews: DeskSavedViews;
}

const tools = new WeakMap<ChatClient, DeskTools>();

/** What the queue's screens need of the desk beyond its cases, one for the page. For who works at a desk only. */
export function useDeskTools(): DeskTools {
  const client = useChatClient();
  let own = tools.get(client);
  if (!own) {
    own = { bulk: deskBulk(client), savedViews: deskSavedViews(client) };
    tools.set(client, own);
  }
  return own;
}

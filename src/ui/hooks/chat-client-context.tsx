"use client";
import { createContext, type ReactNode, useContext, useMemo } from "react";
import type { ChatClient, ConnectionState, Thread } from "@/client/chat-client.types";
import type { Me } from "@/shared/people";
import type { Presence } from "@/shared/presence";
import { useReadable } from "./use-readable";

const ChatClientContext = createContext<ChatClient | null>(null);

/** Gives the chat client to everything inside. Who makes it also starts and stops it. */
export function ChatClientProvider({ client, children }: { client: ChatClient; children: ReactNode }) {
  return <ChatClientContext value={client}>{children}</ChatClientContext>;
}

/** The chat client of this page. Throws outside of a ChatClientProvider. */
export function useChatClient(): ChatClient {
  const client = useContext(ChatClientContext);
  if (!client) throw new Error("useChatClient needs a ChatClientProvider above it");
  return client;
}

/** The signed-in user; `null` until the first answer. */
export function useMe(): Me | null {
  return useReadable(useChatClient().me);
}

export function useConnection(): ConnectionState {
  return useReadable(useChatClient().connection);
}

/** A conversation as it is read. While mounted, its newest messages are loaded and kept. */
export function useThread(conversationId: string): Thread {
  const client = useChatClient();
  return useReadable(useMemo(() => client.thread(conversationId), [client, conversationId]));
}

/** Others who type in the conversation, by user id. */
export function useTyping(conversationId: string): readonly string[] {
  const client = useChatClient();
  return useReadable(useMemo(() => client.typing(conversationId), [client, conversationId]));
}

const nobody: Presence = { userId: "", status: "offline", lastSeenAt: null };
const nobodyReadable = { getSnapshot: () => nobody, subscribe: () => () => undefined };

/** Whether somebody is here; `null` asks nothing and answers offline. */
export function usePresence(userId: string | null): Presence {
  const client = useChatClient();
  return useReadable(useMemo(() => (userId === null ? nobodyReadable : client.presence(userId)), [client, userId]));
}

import { signOut as endCookie } from "next-auth/react";
import type { ChatClient } from "@/client/chat-client.types";
import { forgetDrafts } from "@/ui/conversation/use-draft";
import { forgetOutbox } from "./browser-outbox";
import { tellTabsSignedOut } from "./tab-news";

/** Ends this sign-in in all tabs of this browser, forgets what was written and not sent, and leads to the sign-in page. Rejects without a connection. */
export async function signOut(client: ChatClient, userId: string): Promise<void> {
  await endCookie({ redirect: false });
  await leave(client, userId);
}

/** Ends every sign-in of this user, on every device, then does as `signOut`. Rejects without a connection. */
export async function signOutEverywhere(client: ChatClient, userId: string): Promise<void> {
  const answer = await fetch("/api/trpc/auth.signOutEverywhere", { method: "POST", headers: { "content-type": "application/json" } });
  if (!answer.ok) throw new Error(`signing out everywhere was answered with ${answer.status}`);
  await signOut(client, userId);
}

async function leave(client: ChatClient, userId: string): Promise<void> {
  await client.stop();
  forgetDrafts();
  await forgetOutbox(userId);
  tellTabsSignedOut();
  window.location.assign("/sign-in");
}

import { signOut as endCookie } from "next-auth/react";
import type { ChatClient } from "@/client/chat-client.types";

/** Ends this sign-in in all tabs of this browser, forgets what was written and not sent, and leads to the sign-in page. Rejects without a connection. */
export async function signOut(client: ChatClient): Promise<void> {
  await endCookie({ redirect: false });
  await leave(client);
}

/** Ends every sign-in of this user, on every device, then does as `signOut`. Rejects without a connection. */
export async function signOutEverywhere(client: ChatClient): Promise<void> {
  const answer = await fetch("/api/trpc/auth.signOutEverywhere", { method: "POST", headers: { "content-type": "application/json" } });
  if (!answer.ok) throw new Error(`signing out everywhere was answered with ${answer.status}`);
  await signOut(client);
}

async function leave(client: ChatClient): Promise<void> {
  await client.signOut();
  window.location.assign("/sign-in");
}

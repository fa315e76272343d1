import type { ChatClient } from "@/client/chat-client.types";
import { forgetViewer } from "@/ui/offline/known-viewer";

/** Ends this sign-in in all tabs of this browser, forgets what was written and not sent, and leads to the sign-in page. Rejects without a connection. */
export async function signOut(client: ChatClient): Promise<void> {
  // Only whoever signs out loads what that takes.
  const { signOut: endCookie } = await import("next-auth/react");
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
  await forgetViewer();
  window.location.assign("/sign-in");
}

"use client";

const channelName = "gympl-tabs";
type TabNews = "signed-out";

/** Tells the other tabs of this browser that this person has signed out. */
export function tellTabsSignedOut(): void {
  const channel = new BroadcastChannel(channelName);
  channel.postMessage("signed-out" satisfies TabNews);
  channel.close();
}

/** Calls `onSignedOut` when another tab signs out; the answer ends that. */
export function watchTabsForSignOut(onSignedOut: () => void): () => void {
  const channel = new BroadcastChannel(channelName);
  channel.onmessage = ({ data }: MessageEvent<TabNews>) => {
    if (data === "signed-out") onSignedOut();
  };
  return () => channel.close();
}

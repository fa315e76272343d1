import type { Tabs } from "@/client/chat-client.types";

/** The tabs of this browser: they speak over a BroadcastChannel, and one holds the Web Lock, which pages served over plain http do not have. */
export function browserTabs(): Tabs | undefined {
  if (typeof BroadcastChannel === "undefined") return undefined;
  return { openChannel, ...("locks" in navigator && { lead }) };
}

const openChannel: Tabs["openChannel"] = (name, onMessage) => {
  const channel = new BroadcastChannel(name);
  channel.onmessage = ({ data }) => onMessage(data);
  return { post: (data) => channel.postMessage(data), close: () => channel.close() };
};

const lead: NonNullable<Tabs["lead"]> = (name, { isForced, onLead, onLost }) => {
  let letGo: () => void = () => undefined;
  let isOver = false;
  const waiting = new AbortController();
  const hold = () => {
    if (isOver) return undefined;
    onLead();
    return new Promise<void>((resolve) => {
      letGo = resolve;
    });
  };
  // A lock that is taken by force cannot be waited for as well: the browser gives it at once.
  const options = isForced ? { steal: true } : { signal: waiting.signal };
  navigator.locks.request(name, options, hold).catch(() => {
    // Given up by this tab, or taken by another.
    if (!isOver) onLost();
  });
  return () => {
    isOver = true;
    waiting.abort();
    letGo();
  };
};

import type { OutboxStorage } from "@/client/chat-client.types";
import { keyValueOutboxStorage } from "@/client/outbox-storage";

/** The place in this browser where unsent messages wait; `undefined` where storage is forbidden, and they then live as long as the page. */
export function browserOutbox(): OutboxStorage | undefined {
  try {
    return keyValueOutboxStorage(window.localStorage);
  } catch {
    return undefined;
  }
}

/** Forgets what a user has not sent, on signing out: the next person at this computer must not find it. */
export async function forgetOutbox(ownerId: string): Promise<void> {
  const outbox = browserOutbox();
  for (const { id } of (await outbox?.load(ownerId)) ?? []) await outbox?.remove(id);
}

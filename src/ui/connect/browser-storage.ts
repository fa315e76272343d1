import type { ClientStorage } from "@/client/client-storage";
import { indexedDbStorage } from "@/client/indexed-db-storage";
import { moveReleasedOutbox } from "@/client/released-outbox";

/** What this browser keeps of the chat: its IndexedDB, with what version 0.1 left unsent in its localStorage. */
export function browserStorage(): ClientStorage {
  const storage = indexedDbStorage();
  // Where either storage is forbidden, there is nothing to move or nowhere to move it: the next start tries again.
  const moved = Promise.resolve()
    .then(() => moveReleasedOutbox(window.localStorage, storage))
    .catch(() => undefined);
  return { ...storage, read: (prefix) => moved.then(() => storage.read(prefix)) };
}

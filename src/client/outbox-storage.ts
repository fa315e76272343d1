import type { OutboxStorage, StoredMessage } from "./chat-client.types";

/** An outbox that lives as long as this process. */
export function memoryOutboxStorage(): OutboxStorage {
  const rows = new Map<string, StoredMessage>();
  return {
    load: async (ownerId) => [...rows.values()].filter((row) => row.ownerId === ownerId),
    save: async (message) => void rows.set(message.id, message),
    remove: async (id) => void rows.delete(id),
  };
}

const prefix = "chat.outbox.";

/** An outbox in anything shaped like the browser's localStorage: one entry per message, so that two tabs do not overwrite each other. */
export function keyValueOutboxStorage(storage: Pick<Storage, "length" | "key" | "getItem" | "setItem" | "removeItem">): OutboxStorage {
  return {
    async load(ownerId) {
      const rows: StoredMessage[] = [];
      for (let at = 0; at < storage.length; at++) {
        const key = storage.key(at);
        const row = key?.startsWith(prefix) ? parse(storage.getItem(key)) : null;
        if (row?.ownerId === ownerId) rows.push(row);
      }
      // Ids are UUIDs of version 7: their order is that of writing.
      return rows.sort((a, b) => (a.id < b.id ? -1 : 1));
    },
    save: async (message) => storage.setItem(prefix + message.id, JSON.stringify(message)),
    remove: async (id) => storage.removeItem(prefix + id),
  };
}

/** What another version of the program, or somebody's hand, left there is passed over. */
function parse(text: string | null): StoredMessage | null {
  try {
    const row = JSON.parse(text ?? "null") as StoredMessage | null;
    return typeof row?.id === "string" && typeof row.content === "string" && typeof row.conversationId === "string" ? row : null;
  } catch {
    return null;
  }
}

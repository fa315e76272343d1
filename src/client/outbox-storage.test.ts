import { describe, expect, it } from "vitest";
import type { OutboxStorage, StoredMessage } from "./chat-client.types";
import { keyValueOutboxStorage, memoryOutboxStorage } from "./outbox-storage";

function row(id: string, ownerId = "ada"): StoredMessage {
  return { id, ownerId, conversationId: "c", content: "hello", replyToId: null, writtenAt: 1, state: "pending", error: null };
}

/** What the browser's localStorage does, as far as the outbox uses it. */
function keyValues(initial: Record<string, string> = {}) {
  const entries = new Map(Object.entries(initial));
  return {
    get length() {
      return entries.size;
    },
    key: (at: number) => [...entries.keys()][at] ?? null,
    getItem: (key: string) => entries.get(key) ?? null,
    setItem: (key: string, value: string) => void entries.set(key, value),
    removeItem: (key: string) => void entries.delete(key),
  };
}

const storages: Record<string, () => OutboxStorage> = {
  memory: memoryOutboxStorage,
  "key and value": () => keyValueOutboxStorage(keyValues()),
};

describe.each(Object.entries(storages))("%s", (_, make) => {
  it("gives back what its owner left, oldest first, and nothing of anybody else", async () => {
    const storage = make();
    await storage.save(row("1"));
    await storage.save(row("2", "ben"));
    await storage.save(row("3"));
    expect((await storage.load("ada")).map(({ id }) => id)).toEqual(["1", "3"]);
  });

  it("keeps the last state of a message, and forgets what was removed", async () => {
    const storage = make();
    await storage.save(row("1"));
    await storage.save({ ...row("1"), state: "failed" });
    await storage.save(row("2"));
    await storage.remove("2");
    expect(await storage.load("ada")).toEqual([{ ...row("1"), state: "failed" }]);
  });
});

it("passes over entries that are not its own or that it cannot read", async () => {
  const storage = keyValueOutboxStorage(
    keyValues({ theme: "dark", "chat.outbox.1": "{", "chat.outbox.2": "null", "chat.outbox.3": JSON.stringify(row("3")) }),
  );
  expect((await storage.load("ada")).map(({ id }) => id)).toEqual(["3"]);
});

import { expect, it } from "vitest";
import { keptOf, keysOf } from "./device-records";
import { memoryStorage } from "./memory-storage";
import { moveReleasedOutbox } from "./released-outbox";

/** What the browser's localStorage does, as far as it is used. */
function keyValues(initial: Record<string, string>) {
  const entries = new Map(Object.entries(initial));
  return {
    get length() {
      return entries.size;
    },
    key: (at: number) => [...entries.keys()][at] ?? null,
    getItem: (key: string) => entries.get(key) ?? null,
    removeItem: (key: string) => void entries.delete(key),
    keys: () => [...entries.keys()],
  };
}

const row = (id: string, ownerId: string, more: object = {}) => ({
  [`chat.outbox.${id}`]: JSON.stringify({ id, ownerId, conversationId: "c", content: `text of ${id}`, state: "pending", ...more }),
});

const waitingOf = async (storage: ReturnType<typeof memoryStorage>, userId: string) =>
  keptOf(userId, await storage.read(keysOf(userId).all)).waiting.sort((a, b) => a.place - b.place);

it("moves what waits to its owner, in the order of writing and before anything newer", async () => {
  const storage = memoryStorage();
  const old = keyValues({ theme: "dark", ...row("02", "ada", { state: "failed" }), ...row("03", "ben"), ...row("01", "ada") });
  await moveReleasedOutbox(old, storage);
  const moved = await waitingOf(storage, "ada");
  expect(moved.map(({ id, state }) => [id, state])).toEqual([
    ["01", "pending"],
    ["02", "failed"],
  ]);
  expect(moved.every(({ place }) => place < 1)).toBe(true);
  expect((await waitingOf(storage, "ben")).map(({ content }) => content)).toEqual(["text of 03"]);
  expect(old.keys()).toEqual(["theme"]);
});

it("leaves a message where it is when the new place refuses it", async () => {
  const old = keyValues(row("01", "ada"));
  const full = { ...memoryStorage(), write: () => Promise.reject(new Error("QuotaExceededError")) };
  await expect(moveReleasedOutbox(old, full)).rejects.toThrow("Quota");
  expect(old.keys()).toEqual(["chat.outbox.01"]);
});

it("passes over what it cannot read, and leaves it", async () => {
  const storage = memoryStorage();
  const old = keyValues({ "chat.outbox.1": "{", "chat.outbox.2": "null", "chat.outbox.3": '{"id":3}' });
  await moveReleasedOutbox(old, storage);
  expect(await storage.read("")).toEqual([]);
  expect(old.length).toBe(3);
});

import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { afterAll, expect, it } from "vitest";
import { type AsyncStorageLike, asyncStorage } from "./async-storage";
import { indexedDbStorage } from "./indexed-db-storage";
import { memoryStorage } from "./memory-storage";
import { storageContract } from "./storage.contract";

// Other files test what a client does where there is none.
afterAll(() => void Reflect.deleteProperty(globalThis, "indexedDB"));

/** What React Native's AsyncStorage does, as far as it is used: strings by key, each call answered a moment later. */
function phone(initial: Record<string, string> = {}): AsyncStorageLike & { rows: Map<string, string> } {
  const rows = new Map(Object.entries(initial));
  const moment = () => new Promise<void>((resolve) => setTimeout(resolve, Math.random()));
  return {
    rows,
    getItem: (key) => moment().then(() => rows.get(key) ?? null),
    setItem: (key, value) => moment().then(() => void rows.set(key, value)),
    removeItem: (key) => moment().then(() => void rows.delete(key)),
    getAllKeys: () => moment().then(() => [...rows.keys()].reverse()),
    multiGet: (keys) => moment().then(() => keys.map((key) => [key, rows.get(key) ?? null] as const)),
  };
}

storageContract("memory", () => {
  const storage = memoryStorage();
  return { storage, reopen: () => storage };
});

storageContract("AsyncStorage", () => {
  const device = phone();
  return { storage: asyncStorage(device), reopen: () => asyncStorage(device) };
});

storageContract("IndexedDB", () => {
  Object.assign(globalThis, { indexedDB: new IDBFactory() });
  return { storage: indexedDbStorage(), reopen: () => indexedDbStorage() };
});

it("leaves the app's own entries in AsyncStorage alone, and passes over one of ours that was cut off", async () => {
  const device = phone({ theme: "dark", "gympl-chat:a/1": '{"content":"hel', "gympl-chat:a/2": "2" });
  const storage = asyncStorage(device);
  expect(await storage.read("a/")).toEqual([{ key: "a/2", value: 2 }]);
  await storage.clear("");
  expect([...device.rows]).toEqual([["theme", "dark"]]);
});

it("opens IndexedDB again when the system has closed it", async () => {
  Object.assign(globalThis, { indexedDB: new IDBFactory() });
  const opened: IDBDatabase[] = [];
  const open = indexedDB.open.bind(indexedDB);
  indexedDB.open = (...args) => {
    const request = open(...args);
    request.addEventListener("success", () => opened.push(request.result));
    return request;
  };
  const storage = indexedDbStorage("closed");
  await storage.write([{ key: "a", value: 1 }]);
  for (const db of opened) db.close();
  await storage.write([{ key: "b", value: 2 }]);
  for (const db of opened) db.close();
  expect(await storage.read("")).toHaveLength(2);
  expect(opened).toHaveLength(3);
});

it("makes way in IndexedDB for a newer version of the program in another tab", async () => {
  Object.assign(globalThis, { indexedDB: new IDBFactory() });
  const storage = indexedDbStorage("shared");
  await storage.write([{ key: "a", value: 1 }]);
  const newer = await new Promise<IDBDatabase>((resolve, reject) => {
    const opening = indexedDB.open("shared", 2);
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error);
  });
  // The table of a newer program is not this one's to write: it says so instead of hanging.
  await expect(storage.read("a")).rejects.toThrow();
  newer.close();
});

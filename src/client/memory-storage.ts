import type { ClientStorage } from "./client-storage";

/** Keeps things as long as this object lives: for tests, and for two clients that play two tabs of one device. */
export function memoryStorage(): ClientStorage {
  const rows = new Map<string, string>();
  const keys = (prefix: string) => [...rows.keys()].filter((key) => key.startsWith(prefix)).sort();
  return {
    read: async (prefix) => keys(prefix).map((key) => ({ key, value: JSON.parse(rows.get(key) ?? "null") as unknown })),
    async write(changes) {
      // Written out first, so that what cannot be written changes nothing.
      const texts = changes.map(({ key, value }) => ({ key, text: value === undefined ? undefined : JSON.stringify(value) }));
      for (const { key, text } of texts) {
        if (text === undefined) rows.delete(key);
        else rows.set(key, text);
      }
    },
    async clear(prefix) {
      for (const key of keys(prefix)) rows.delete(key);
    },
  };
}

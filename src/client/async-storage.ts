import type { ClientStorage, StorageEntry } from "./client-storage";

/** What this needs of `@react-native-async-storage/async-storage`, or of anything shaped like it. */
export interface AsyncStorageLike {
  getItem(key: string): Promise<string | null>;
  setItem(key: string, value: string): Promise<void>;
  removeItem(key: string): Promise<void>;
  getAllKeys(): Promise<readonly string[]>;
  multiGet(keys: readonly string[]): Promise<readonly (readonly [string, string | null])[]>;
}

/** The app's own entries stand beside these. */
const ours = "gympl-chat:";

/** Keeps things in React Native's AsyncStorage. Its calls are not transactions: changes are written one after the other, each whole. */
export function asyncStorage(storage: AsyncStorageLike): ClientStorage {
  let last: Promise<unknown> = Promise.resolve();
  // One after the other, also after one that failed.
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const done = last.then(work, work);
    last = done.catch(() => undefined);
    return done;
  };
  const keys = async (prefix: string) => (await storage.getAllKeys()).filter((key) => key.startsWith(ours + prefix)).sort();
  return {
    read: (prefix) =>
      inTurn(async () => {
        const found = await keys(prefix);
        const entries = found.length === 0 ? [] : await storage.multiGet(found);
        return entries.flatMap(([key, text]) => parsed(key.slice(ours.length), text)).sort((a, b) => (a.key < b.key ? -1 : 1));
      }),
    write: (changes) =>
      inTurn(async () => {
        for (const { key, value } of changes) {
          if (value === undefined) await storage.removeItem(ours + key);
          else await storage.setItem(ours + key, JSON.stringify(value));
        }
      }),
    clear: (prefix) =>
      inTurn(async () => {
        for (const key of await keys(prefix)) await storage.removeItem(key);
      }),
  };
}

/** An entry that was cut off while it was written is as good as none. */
function parsed(key: string, text: string | null): StorageEntry[] {
  try {
    return text === null ? [] : [{ key, value: JSON.parse(text) as unknown }];
  } catch {
    return [];
  }
}

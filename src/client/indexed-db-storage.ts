/** The browser's IndexedDB. A file of its own: only the web imports it, so that other programs carry neither this nor idb. */
import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import type { ClientStorage } from "./client-storage";

interface Schema extends DBSchema {
  kept: { key: string; value: unknown };
}

const table = "kept";
/** Raised when the table itself changes; what stands in it carries versions of its own. */
const tableVersion = 1;

/** Keeps things in the IndexedDB of this browser, in a database called `name`. Opened with the first call; a failure is tried again with the next. */
export function indexedDbStorage(name = "gympl-chat"): ClientStorage {
  let opening: Promise<IDBPDatabase<Schema>> | null = null;
  const forget = () => {
    opening = null;
  };
  const database = () => {
    opening ??= open(name, forget).catch((error: unknown) => {
      forget();
      throw error;
    });
    return opening;
  };
  /** A system that was short of memory may have closed the database without a word: it is opened once more. */
  const begin = async <Mode extends "readonly" | "readwrite">(mode: Mode, durability: "strict" | "relaxed" = "strict") => {
    const db = await database();
    try {
      return db.transaction(table, mode, { durability });
    } catch {
      forget();
      return (await database()).transaction(table, mode, { durability });
    }
  };
  return {
    async read(prefix) {
      const tx = await begin("readonly");
      const [keys, values] = await Promise.all([tx.store.getAllKeys(startingWith(prefix)), tx.store.getAll(startingWith(prefix))]);
      return keys.map((key, at) => ({ key, value: values[at] }));
    },
    async write(changes, { mayWait } = { mayWait: false }) {
      const tx = await begin("readwrite", mayWait ? "relaxed" : "strict");
      try {
        for (const { key, value } of changes) {
          const request = value === undefined ? tx.store.delete(key) : tx.store.put(value, key);
          // A refused request ends the transaction, and that is what is heard of.
          request.catch(() => undefined);
        }
        // All is asked for: it is written also when the page goes before it could hear so.
        tx.commit();
      } catch (error) {
        // What cannot be copied is refused before it is asked for: all or none.
        tx.done.catch(() => undefined);
        tx.abort();
        throw error;
      }
      await tx.done;
    },
    async clear(prefix) {
      const tx = await begin("readwrite");
      await Promise.all([tx.store.delete(startingWith(prefix)), tx.done]);
    },
  };
}

function startingWith(prefix: string): IDBKeyRange {
  return IDBKeyRange.bound(prefix, `${prefix}\uffff`);
}

/** `onGone` is called when the connection to the database has ended and another one is needed. */
function open(name: string, onGone: () => void): Promise<IDBPDatabase<Schema>> {
  return openDB<Schema>(name, tableVersion, {
    upgrade: (db) => void db.createObjectStore(table),
    // Another tab runs a newer program: it must not wait for this one.
    blocking(_current, _blocked, event) {
      onGone();
      (event.target as IDBDatabase).close();
    },
    terminated: onGone,
  });
}

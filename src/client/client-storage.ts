/** One thing that is kept: JSON under a key. */
export interface StorageEntry {
  key: string;
  value: unknown;
}

/** A new value for a key; `undefined` removes what is there. */
export interface StorageChange {
  key: string;
  value: unknown;
}

/**
 * A place on the device that outlives the program. All that the client keeps goes through it: `indexedDbStorage` in a browser, `asyncStorage` on a
 * phone, `memoryStorage` in tests. Values are JSON and come back as copies. Every call may reject (full, forbidden, broken): the client then goes on in
 * memory and says so.
 */
export interface ClientStorage {
  /** All entries whose key begins with `prefix`, ordered by key. */
  read(prefix: string): Promise<StorageEntry[]>;
  /**
   * Writes all changes, in their order; where the platform can, all or none. Resolves when they would survive the end of the program, and of the device
   * too unless they `mayWait`, as what the server has anyway. Writes happen in the order in which they were begun.
   */
  write(changes: readonly StorageChange[], options?: { mayWait: boolean }): Promise<void>;
  /** Forgets every entry whose key begins with `prefix`. */
  clear(prefix: string): Promise<void>;
}

import { deskCachePrefix } from "./kept-here";

export interface KeptFile {
  url: string;
  /** `null` where the address itself changes with the content. */
  revision: string | null;
}

/**
 * The desk's part of the program, beside what every browser keeps. It is kept only where somebody is at home at the desk, all of one version or nothing, so
 * that a start without a connection never lacks a piece.
 */
export class DeskProgram {
  readonly #files: readonly KeptFile[];
  readonly #cacheName: string;
  readonly #paths: ReadonlySet<string>;

  /** @param version changes with any of the files */
  constructor(files: readonly KeptFile[], version: string) {
    this.#files = files;
    this.#cacheName = deskCachePrefix + version;
    this.#paths = new Set(files.map(({ url }) => url));
  }

  /** Whether a path with its query is one of the desk's own. */
  has(path: string): boolean {
    return this.#paths.has(path);
  }

  match(path: string): Promise<Response | undefined> {
    return caches.match(path, { cacheName: this.#cacheName, ignoreVary: true });
  }

  /** Fetches what is not kept yet; rejects without a connection, and then nothing has changed. */
  async keep(): Promise<void> {
    const cache = await caches.open(this.#cacheName);
    if ((await cache.keys()).length === this.#files.length) return;
    await cache.addAll(this.#files.map(({ url, revision }) => new Request(url, { cache: revision === null ? "default" : "reload" })));
  }

  async drop(): Promise<void> {
    await caches.delete(this.#cacheName);
  }

  /** Drops other versions. */
  async dropOthers(): Promise<void> {
    const names = await caches.keys();
    await Promise.all(
      names.filter((name) => name.startsWith(deskCachePrefix) && name !== this.#cacheName).map((name) => caches.delete(name)),
    );
  }
}

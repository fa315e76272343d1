/** Something that a person has set on this device, kept under their name in the browser; other tabs follow. */
export class KeptSetting<T> {
  readonly #listeners = new Set<() => void>();
  readonly #fallback: T;
  readonly #read: (kept: unknown) => T | null;
  readonly #name: string;
  #storageKey: string | null = null;
  #value: T;

  /** @param read what of a kept value is understood; `null` for the fallback */
  constructor(name: string, fallback: T, read: (kept: unknown) => T | null) {
    this.#name = name;
    this.#fallback = fallback;
    this.#read = read;
    this.#value = fallback;
  }

  /** Reads what this user has set here; from now on it is kept under their name. Call it in the browser. */
  load(userId: string): void {
    const storageKey = `gympl-${this.#name}:${userId}`;
    if (storageKey === this.#storageKey) return;
    if (this.#storageKey === null) window.addEventListener("storage", ({ key }) => key === this.#storageKey && this.#reload());
    this.#storageKey = storageKey;
    this.#reload();
  }

  /** What is set. The same object until it changes. */
  current = (): T => this.#value;

  /** What is set where nobody has set anything. */
  fallback = (): T => this.#fallback;

  /** Calls `listener` when it has changed; the answer ends that. */
  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  set(value: T): void {
    this.#become(value);
    if (this.#storageKey === null) return;
    try {
      localStorage.setItem(this.#storageKey, JSON.stringify(value));
    } catch {
      // A browser that keeps nothing: it holds as long as the page does.
    }
  }

  #reload(): void {
    try {
      const kept = localStorage.getItem(this.#storageKey ?? "");
      this.#become(kept === null ? this.#fallback : (this.#read(JSON.parse(kept)) ?? this.#fallback));
    } catch {
      this.#become(this.#fallback);
    }
  }

  #become(value: T): void {
    this.#value = value;
    for (const listener of this.#listeners) listener();
  }
}

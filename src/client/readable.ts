import type { Readable } from "./chat-client.types";

interface Watched<T> {
  /** Whether two values look the same, so that the older object is kept. */
  isSame?: (before: T, after: T) => boolean;
  /** The first listener came. */
  onWatched?: () => void;
  /** The last listener left. */
  onUnwatched?: () => void;
}

/** Tells listeners once per microtask, however much changed in it: a frame of a hundred events draws the screen once. */
export class Notifier {
  #due = new Set<() => void>();

  schedule(flush: () => void): void {
    if (this.#due.size === 0) queueMicrotask(() => this.#flush());
    this.#due.add(flush);
  }

  #flush(): void {
    const due = this.#due;
    this.#due = new Set();
    for (const flush of due) flush();
  }
}

/** A value computed from what the client knows, when somebody asks for it. */
export class Source<T> implements Readable<T> {
  readonly #notifier: Notifier;
  readonly #compute: () => T;
  readonly #watched: Watched<T>;
  readonly #listeners = new Set<() => void>();
  readonly #fed = new Set<{ invalidate(): void }>();
  #known: { value: T } | null = null;
  #isStale = true;
  #told: T | undefined;

  constructor(notifier: Notifier, compute: () => T, watched: Watched<T> = {}) {
    this.#notifier = notifier;
    this.#compute = compute;
    this.#watched = watched;
  }

  get isWatched(): boolean {
    return this.#listeners.size > 0;
  }

  readonly getSnapshot = (): T => {
    if (!this.#known || this.#isStale) {
      const value = this.#compute();
      const isSame = this.#watched.isSame ?? Object.is;
      if (!this.#known || !isSame(this.#known.value, value)) this.#known = { value };
      this.#isStale = false;
    }
    return this.#known.value;
  };

  readonly subscribe = (listener: () => void): (() => void) => {
    // A wrapper, so that the same function given twice counts twice.
    const entry = () => listener();
    if (this.#listeners.size === 0) this.#told = this.getSnapshot();
    this.#listeners.add(entry);
    if (this.#listeners.size === 1) this.#watched.onWatched?.();
    return () => {
      if (this.#listeners.delete(entry) && this.#listeners.size === 0) this.#onUnwatched();
    };
  };

  /** Names a value that is computed from this one, until the answer is called. */
  feed(source: { invalidate(): void }): () => void {
    this.#fed.add(source);
    return () => void this.#fed.delete(source);
  }

  /** Says that what this is computed from may have changed. */
  invalidate(): void {
    this.#isStale = true;
    for (const source of this.#fed) source.invalidate();
    if (this.#listeners.size > 0) this.#notifier.schedule(this.#tell);
  }

  /** Forgets every listener. */
  end(): void {
    if (this.#listeners.size === 0) return;
    this.#listeners.clear();
    this.#onUnwatched();
  }

  #onUnwatched(): void {
    // What nobody is told any more is not held on to either.
    this.#told = undefined;
    this.#watched.onUnwatched?.();
  }

  readonly #tell = (): void => {
    if (this.#listeners.size === 0) return;
    const value = this.getSnapshot();
    if (Object.is(value, this.#told)) return;
    this.#told = value;
    for (const listener of [...this.#listeners]) listener();
  };
}

/** A value that is set from outside. */
export class Value<T> extends Source<T> {
  readonly #box: { value: T };

  constructor(notifier: Notifier, initial: T, watched: Watched<T> = {}) {
    const box = { value: initial };
    super(notifier, () => box.value, watched);
    this.#box = box;
  }

  get current(): T {
    return this.#box.value;
  }

  set(value: T): void {
    this.#box.value = value;
    this.invalidate();
  }
}

import type { Api } from "./api";
import { backoffMs } from "./backoff";
import type { ClientBase } from "./client-base";
import { Value } from "./readable";

/** Older than this it is read again when somebody begins to look. */
const freshMs = 30_000;

/** Something that is read when somebody needs it, and of which no event tells: the settings of a desk, say. */
export class CaseLookup<T> {
  readonly value: Value<T | null>;
  readonly #base: ClientBase;
  readonly #ask: (api: Api) => Promise<T>;
  #readAt = Number.NEGATIVE_INFINITY;
  #reading: Promise<void> | null = null;
  #failures = 0;

  constructor(base: ClientBase, ask: (api: Api) => Promise<T>) {
    this.#base = base;
    this.#ask = ask;
    this.value = new Value<T | null>(base.notifier, null, {
      onWatched: () => {
        if (base.clock.now() - this.#readAt >= freshMs) this.#readPatiently();
      },
    });
  }

  /** Reads it now; rejects when that fails, and what was known stays. */
  refresh(): Promise<void> {
    this.#reading ??= this.#base.connection
      .patiently(this.#ask)
      .then((read) => {
        this.#readAt = this.#base.clock.now();
        this.#failures = 0;
        this.value.set(read);
      })
      .finally(() => {
        this.#reading = null;
      });
    return this.#reading;
  }

  #readPatiently(): void {
    this.refresh().catch(() => {
      const delayMs = 1_000 + backoffMs(this.#failures++, this.#base.clock.random());
      this.#base.clock.after(delayMs, () => this.value.isWatched && this.#readPatiently());
    });
  }
}

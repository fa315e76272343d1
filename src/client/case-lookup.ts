import type { DeskNews } from "../shared/desk-news";
import type { Me } from "../shared/people";
import { deskGymsOf } from "../shared/permissions";
import { backoffMs } from "./backoff";
import type { ClientBase } from "./client-base";
import { newsOf } from "./desk-news";
import { whenOtherDesks } from "./other-desks";
import { Value } from "./readable";

/**
 * Something of a desk that changes rarely: its settings, say. It is read when somebody needs it, and again as soon as the news of the desk name another version
 * than the one that was known when it was read, or the viewer works at other desks: those may count the same.
 */
export class CaseLookup<T> {
  readonly value: Value<T | null>;
  readonly #base: ClientBase;
  readonly #ask: () => Promise<T>;
  readonly #part: Exclude<keyof DeskNews, "unseen">;
  /** `null`: read before any was known. */
  #readVersion: string | null = null;
  #reading: Promise<void> | null = null;
  #failures = 0;
  #isWaiting = false;
  #endNews: () => void = () => undefined;

  constructor(base: ClientBase, part: Exclude<keyof DeskNews, "unseen">, ask: () => Promise<T>) {
    this.#base = base;
    this.#part = part;
    this.#ask = ask;
    this.value = new Value<T | null>(base.notifier, null, {
      onWatched: () => {
        const ends = [newsOf(base).value, base.me].map((told) => told.subscribe(() => this.#readWhatChanged()));
        this.#endNews = () => {
          for (const end of ends) end();
        };
        this.#readWhatChanged();
      },
      onUnwatched: () => this.#endNews(),
    });
  }

  /** Reads it now; rejects when that fails, and what was known stays. */
  refresh(): Promise<void> {
    const version = this.#version();
    this.#reading ??= this.#ask()
      .then((read) => {
        this.#readVersion = version;
        this.#failures = 0;
        this.value.set(read);
      })
      .finally(() => {
        this.#reading = null;
      });
    return this.#reading;
  }

  #version(): string | null {
    const [news, me] = [newsOf(this.#base).value.getSnapshot(), this.#base.me.getSnapshot()];
    return news && me && [news[this.#part], ...deskGymsOf(me).map(({ id }) => id)].join();
  }

  #readWhatChanged(): void {
    const version = this.#version();
    const isKnown = this.value.current !== null && (version === null || version === this.#readVersion);
    if (isKnown || this.#reading !== null || this.#isWaiting || !this.value.isWatched) return;
    this.refresh().then(
      () => this.#readWhatChanged(),
      () => {
        this.#isWaiting = true;
        this.#base.clock.after(1_000 + backoffMs(this.#failures++, this.#base.clock.random()), () => {
          this.#isWaiting = false;
          this.#readWhatChanged();
        });
      },
    );
  }
}

/** The same of each desk at which the viewer works. */
export class DeskLookups<T> {
  readonly #base: ClientBase;
  readonly #make: (gymId: string | undefined) => CaseLookup<T>;
  readonly #lookups = new Map<string | undefined, CaseLookup<T>>();

  constructor(base: ClientBase, part: Exclude<keyof DeskNews, "unseen">, ask: (gymId: string | undefined) => Promise<T>) {
    this.#base = base;
    this.#make = (gymId) => new CaseLookup(base, part, () => ask(gymId));
    whenOtherDesks(base, (me) => this.#forgetGone(me));
  }

  /** That of a gym; without one, of the viewer's own. */
  of(gymId?: string): CaseLookup<T> {
    const key = gymId === this.#base.me.getSnapshot()?.gym.id ? undefined : gymId;
    let lookup = this.#lookups.get(key);
    if (!lookup) {
      lookup = this.#make(key);
      this.#lookups.set(key, lookup);
    }
    return lookup;
  }

  /** Of a gym at whose desk the viewer works no longer nothing is known. */
  #forgetGone(me: Me): void {
    const mine = new Set(deskGymsOf(me).map(({ id }) => id));
    for (const [gymId, { value }] of this.#lookups) if (gymId !== undefined && !mine.has(gymId)) value.set(null);
  }

  /** Reads those anew that somebody looks at, and that of the viewer's own gym; rejects when that fails. */
  async refresh(): Promise<void> {
    const due = [...this.#lookups].filter(([gymId, { value }]) => gymId === undefined || value.isWatched);
    await Promise.all(due.map(([, lookup]) => lookup.refresh()));
  }
}

import { readAppError } from "../shared/errors";
import type { Api, Unsubscribable } from "./api";
import { backoffMs } from "./backoff";
import type { Clock } from "./clock";
import type { Socket } from "./socket";

/** Begins a subscription on a socket; `again` begins it once more after it failed. */
export type Begin = (api: Api, again: (error: unknown) => void) => Unsubscribable;

interface Kept {
  begin: Begin;
  /** Whether it is begun again even after a refusal that asking again does not help. */
  isVital: boolean;
  running: Unsubscribable | null;
  failures: number;
}

/** What is subscribed to: begun on each socket, and again when it fails while the socket lives. */
export class Subscriptions {
  readonly #clock: Clock;
  readonly #checkSignIn: (error: unknown) => boolean;
  readonly #kept = new Set<Kept>();
  #socket: Socket | null = null;

  /** @param checkSignIn whether an error ended the sign-in, which was then dealt with */
  constructor(clock: Clock, checkSignIn: (error: unknown) => boolean) {
    this.#clock = clock;
    this.#checkSignIn = checkSignIn;
  }

  /** Keeps a subscription until the answer is called. */
  keep(begin: Begin, isVital: boolean): () => void {
    const kept: Kept = { begin, isVital, running: null, failures: 0 };
    this.#kept.add(kept);
    this.#begin(kept);
    return () => {
      this.#kept.delete(kept);
      kept.running?.unsubscribe();
      kept.running = null;
    };
  }

  /** A socket has opened. */
  opened(socket: Socket): void {
    this.#socket = socket;
    for (const kept of this.#kept) {
      kept.failures = 0;
      this.#begin(kept);
    }
  }

  /** The socket is gone, and with it what ran on it. */
  lost(): void {
    this.#socket = null;
    for (const kept of this.#kept) kept.running = null;
  }

  #begin(kept: Kept): void {
    const socket = this.#socket;
    if (!socket) return;
    socket.begin((api) => {
      if (socket !== this.#socket || !this.#kept.has(kept) || kept.running) return;
      kept.running = kept.begin(api, (error) => {
        if (socket !== this.#socket) return;
        kept.running = null;
        if (this.#checkSignIn(error)) return;
        const app = readAppError(error);
        if (app && !app.retry && !kept.isVital) return;
        const delayMs = app?.retryAfterMs ?? 250 + backoffMs(kept.failures++, this.#clock.random());
        this.#clock.after(delayMs, () => this.#begin(kept));
      });
    });
  }
}

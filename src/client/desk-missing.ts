import { readAppError } from "../shared/errors";
import { backoffMs } from "./backoff";
import type { Clock } from "./clock";

interface Parts {
  clock: Clock;
  /** Reads a conversation that the store does not know. */
  fetch: (conversationId: string) => Promise<void>;
  /** Whether events come. While they do not, nothing is asked for: their return asks for everything. */
  isListening: () => boolean;
  /** A conversation has come. */
  onHere: (conversationId: string) => void;
}

/**
 * Conversations whose cases are known and that are not here yet. Whoever waits in one stands in no list until it is, and no further event may ever tell
 * of them: what could not be read is read again until it is here or refused for good.
 */
export class MissingConversations {
  readonly #parts: Parts;
  readonly #failed = new Set<string>();
  #failures = 0;
  #isRetryDue = false;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  read(id: string): void {
    this.#parts.fetch(id).then(
      () => {
        this.#failed.delete(id);
        if (this.#failed.size === 0) this.#failures = 0;
        this.#parts.onHere(id);
      },
      (error: unknown) => {
        // "Not found" and "not yours" stay so.
        if (readAppError(error)?.retry === false) this.#failed.delete(id);
        else this.#again(id);
      },
    );
  }

  /** Reads again whatever could not be read. */
  readAgain(): void {
    for (const id of this.#failed) this.read(id);
  }

  /** The cases are no longer known either. */
  forget(): void {
    this.#failed.clear();
  }

  #again(id: string): void {
    this.#failed.add(id);
    if (this.#isRetryDue) return;
    this.#isRetryDue = true;
    const { clock, isListening } = this.#parts;
    clock.after(1_000 + backoffMs(this.#failures++, clock.random()), () => {
      this.#isRetryDue = false;
      if (isListening()) this.readAgain();
    });
  }
}

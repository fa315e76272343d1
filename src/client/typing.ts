import { limits } from "../shared/limits";
import type { Clock } from "./clock";
import type { Connection } from "./connection";
import { type Notifier, Value } from "./readable";

const nobody: readonly string[] = [];

interface Parts {
  connection: Connection;
  clock: Clock;
  notifier: Notifier;
}

interface Own {
  toldAt: number;
  cancelEnd: () => void;
}

/** Who types where. Nothing of it is kept, and what is lost is lost: it is over in a few seconds anyway. */
export class Typing {
  readonly #parts: Parts;
  readonly #typists = new Map<string, Value<readonly string[]>>();
  readonly #own = new Map<string, Own>();
  /** The last word on its way: calls are not answered in order, and "stopped" must not arrive behind the "typing" that follows it. */
  #lastTold: Promise<unknown> = Promise.resolve();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Others who type; asked for only while watched. */
  of(conversationId: string): Value<readonly string[]> {
    let typists = this.#typists.get(conversationId);
    if (!typists) {
      let end: () => void = () => undefined;
      typists = new Value<readonly string[]>(this.#parts.notifier, nobody, {
        isSame: (a, b) => a.length === b.length && a.every((id, at) => id === b[at]),
        onWatched: () => {
          end = this.#watch(conversationId);
        },
        onUnwatched: () => {
          end();
          this.of(conversationId).set(nobody);
        },
      });
      this.#typists.set(conversationId, typists);
    }
    return typists;
  }

  /** Whose message arrived has stopped typing, whatever the last word on it was. */
  arrived(conversationId: string, senderId: string): void {
    const typists = this.#typists.get(conversationId);
    if (typists?.current.includes(senderId)) typists.set(typists.current.filter((id) => id !== senderId));
  }

  /** Nobody is known to type without a connection. */
  lost(): void {
    for (const typists of this.#typists.values()) if (typists.current.length > 0) typists.set(nobody);
    for (const { cancelEnd } of this.#own.values()) cancelEnd();
    this.#own.clear();
    this.#lastTold = Promise.resolve();
  }

  /** Called at each key stroke. A typist who pauses ends by themselves. */
  set(conversationId: string, isTyping: boolean): void {
    const own = this.#own.get(conversationId);
    if (!isTyping) {
      if (own) this.#end(conversationId, own);
      return;
    }
    const now = this.#parts.clock.now();
    // Also when the device's clock was set back meanwhile.
    const isDue = !own || Math.abs(now - own.toldAt) >= limits.typingIntervalMs;
    own?.cancelEnd();
    const next: Own = {
      toldAt: isDue ? now : own.toldAt,
      cancelEnd: this.#parts.clock.after(limits.typingLifeMs - 1_000, () => this.#end(conversationId, next)),
    };
    this.#own.set(conversationId, next);
    if (isDue) this.#tell(conversationId, true);
  }

  #end(conversationId: string, own: Own): void {
    own.cancelEnd();
    if (this.#own.get(conversationId) !== own) return;
    this.#own.delete(conversationId);
    this.#tell(conversationId, false);
  }

  #tell(conversationId: string, isTyping: boolean): void {
    const tell = () => this.#parts.connection.call((api) => api.typing.set.mutate({ conversationId, isTyping }));
    // Refused or lost: the next key stroke says it again.
    this.#lastTold = this.#lastTold.then(tell).catch(() => undefined);
  }

  #watch(conversationId: string): () => void {
    return this.#parts.connection.keep((api, again) =>
      api.typing.onChange.subscribe({ conversationId }, { onData: ({ userIds }) => this.of(conversationId).set(userIds), onError: again }),
    );
  }
}

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

/**
 * Whose message came rests for so long, in which the word that they stopped may still be on its way. Whoever is said to type after that does: the message
 * had waited for a connection, or was written elsewhere, and its author is at the next one.
 */
const restMs = limits.typingIntervalMs;

interface Typists {
  shown: Value<readonly string[]>;
  /** Who types, as the server said last. */
  said: readonly string[];
  /** Who rests, with what keeps them from being shown again later. */
  resting: Map<string, () => void>;
}

interface Own {
  toldAt: number;
  cancelEnd: () => void;
}

/** Who types where. Nothing of it is kept, and what is lost is lost: it is over in a few seconds anyway. */
export class Typing {
  readonly #parts: Parts;
  readonly #typists = new Map<string, Typists>();
  readonly #own = new Map<string, Own>();
  /** The last word on its way: calls are not answered in order, and "stopped" must not arrive behind the "typing" that follows it. */
  #lastTold: Promise<unknown> = Promise.resolve();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Others who type; asked for only while watched. */
  of(conversationId: string): Value<readonly string[]> {
    const known = this.#typists.get(conversationId);
    if (known) return known.shown;
    let end: () => void = () => undefined;
    const shown = new Value<readonly string[]>(this.#parts.notifier, nobody, {
      isSame: (a, b) => a.length === b.length && a.every((id, at) => id === b[at]),
      onWatched: () => {
        end = this.#watch(conversationId, typists);
      },
      onUnwatched: () => {
        end();
        say(typists, nobody);
      },
    });
    const typists: Typists = { shown, said: nobody, resting: new Map() };
    this.#typists.set(conversationId, typists);
    return shown;
  }

  /** Whose message arrived has stopped typing, whatever the last word on it was. */
  arrived(conversationId: string, senderId: string): void {
    const typists = this.#typists.get(conversationId);
    if (!typists?.said.includes(senderId)) return;
    const { resting } = typists;
    const showAgain = () => {
      resting.delete(senderId);
      say(typists, typists.said);
    };
    resting.get(senderId)?.();
    resting.set(senderId, this.#parts.clock.after(restMs, showAgain));
    say(typists, typists.said);
  }

  /** Nobody is known to type without a connection. */
  lost(): void {
    for (const typists of this.#typists.values()) say(typists, nobody);
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

  #watch(conversationId: string, typists: Typists): () => void {
    return this.#parts.connection.keep((api, again) =>
      api.typing.onChange.subscribe({ conversationId }, { onData: ({ userIds }) => say(typists, userIds), onError: again }),
    );
  }
}

/** Who types is this from now on; who has stopped rests no longer. */
function say(typists: Typists, said: readonly string[]): void {
  const { shown, resting } = typists;
  typists.said = said;
  for (const [id, cancel] of resting) {
    if (said.includes(id)) continue;
    cancel();
    resting.delete(id);
  }
  const awake = said.filter((id) => !resting.has(id));
  if (awake.length + shown.current.length > 0) shown.set(awake);
}

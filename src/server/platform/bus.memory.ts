import type { Bus } from "./bus";
import type { Log } from "./log";

type Listener = (text: string) => void;

/** What buses of one process meet on. Tests make several buses on one broker: the nodes of an installation. */
export class MemoryBroker {
  #listeners = new Map<string, Set<Listener>>();
  /** While true nothing travels, as when Redis is away. */
  isDown = false;

  #nodes = 0;

  constructor(private readonly log?: Pick<Log, "error">) {}

  /** A bus of one node. */
  connect(): Bus {
    const own = new Set<AsyncDisposable>();
    let isClosed = false;
    this.#nodes++;
    return {
      publish: (topic, text) => {
        if (!isClosed) this.#send(topic, text);
      },
      subscribe: async (topic, listener) => {
        // Guarded here: a text on its way when the subscription ends is not heard.
        const heard = (text: string) => {
          if (own.has(subscription)) listener(text);
        };
        const listeners = this.#listeners.get(topic) ?? new Set();
        this.#listeners.set(topic, listeners.add(heard));
        const subscription: AsyncDisposable = {
          [Symbol.asyncDispose]: async () => {
            if (!own.delete(subscription)) return;
            listeners.delete(heard);
            if (listeners.size === 0) this.#listeners.delete(topic);
          },
        };
        own.add(subscription);
        return subscription;
      },
      reachesOthers: () => this.#nodes > 1,
      isHealthy: () => !isClosed && !this.isDown,
      close: async () => {
        if (!isClosed) this.#nodes--;
        isClosed = true;
        await Promise.all([...own].map((subscription) => subscription[Symbol.asyncDispose]()));
      },
    };
  }

  #send(topic: string, text: string): void {
    if (this.isDown) return;
    for (const listener of this.#listeners.get(topic) ?? []) {
      // Later, as over a network: who publishes is never run into by its own listeners, and one that fails stops no other.
      queueMicrotask(() => {
        try {
          listener(text);
        } catch (error) {
          this.log?.error({ topic, error: String(error) }, "a bus listener failed");
        }
      });
    }
  }
}

import type { Bus } from "../platform/bus";

/** The bus topics this process listens to: each is subscribed once, however many want it, and left when nobody does. */
export class Topics {
  readonly #open = new Map<string, { wanted: number; subscription: Promise<AsyncDisposable> }>();

  constructor(
    private readonly bus: Bus,
    private readonly heard: (text: string) => void,
  ) {}

  /** Resolves once all of them are heard. Each `want` is given back by one `release`. */
  async want(topics: Iterable<string>): Promise<void> {
    await Promise.all(
      [...topics].map((topic) => {
        const open = this.#open.get(topic);
        if (open) open.wanted++;
        const { subscription } = open ?? this.#subscribe(topic);
        return subscription;
      }),
    );
  }

  /** Resolves once those that nobody wants any more are left: all together, however many they are. */
  async release(topics: Iterable<string>): Promise<void> {
    const left: Promise<AsyncDisposable>[] = [];
    for (const topic of topics) {
      const open = this.#open.get(topic);
      if (!open || --open.wanted > 0) continue;
      this.#open.delete(topic);
      left.push(open.subscription);
    }
    await Promise.all(left.map(async (subscription) => (await subscription)[Symbol.asyncDispose]()));
  }

  #subscribe(topic: string) {
    const open = { wanted: 1, subscription: this.bus.subscribe(topic, this.heard) };
    this.#open.set(topic, open);
    return open;
  }
}

import { limits } from "../shared/limits";
import type { Viewing, ViewingState } from "../shared/viewing";
import type { ClientBase } from "./client-base";
import { Value } from "./readable";

type Viewers = Viewing["viewers"];
const nobody: Viewers = [];
/** Whoever only passes on the way through the queue is not told of. */
const settleMs = 250;

/** Who looks at which conversation, and what the viewer does. Nothing of it is kept. */
export class CaseViewing {
  readonly #base: ClientBase;
  readonly #viewers = new Map<string, Value<Viewers>>();
  #watched = 0;
  #end: (() => void) | null = null;
  #own: { conversationId: string; state: ViewingState } | null = null;
  /** What the server was told last. */
  #told: { conversationId: string; state: ViewingState } | null = null;
  #cancelTelling: () => void = () => undefined;

  constructor(base: ClientBase) {
    this.#base = base;
  }

  of(conversationId: string): Value<Viewers> {
    let viewers = this.#viewers.get(conversationId);
    if (!viewers) {
      viewers = new Value<Viewers>(this.#base.notifier, nobody, {
        isSame: (a, b) => a.length === b.length && a.every((one, at) => one.userId === b[at]?.userId && one.state === b[at]?.state),
        onWatched: () => {
          this.#watched++;
          this.#listen();
        },
        onUnwatched: () => {
          this.#watched--;
          this.#base.clock.after(1_000, () => this.#listen());
        },
      });
      this.#viewers.set(conversationId, viewers);
    }
    return viewers;
  }

  set(conversationId: string, state: ViewingState | "none"): void {
    if (state === "none") {
      if (this.#own?.conversationId !== conversationId) return;
      this.#own = null;
    } else {
      if (this.#own?.conversationId === conversationId && this.#own.state === state) return;
      this.#own = { conversationId, state };
    }
    this.#cancelTelling();
    this.#cancelTelling = this.#base.clock.after(settleMs, () => this.#tell());
  }

  #tell(): void {
    const [own, told] = [this.#own, this.#told];
    this.#told = own;
    if (told && told.conversationId !== own?.conversationId) this.#say(told.conversationId, "none");
    if (!own) return;
    this.#say(own.conversationId, own.state);
    this.#cancelTelling = this.#base.clock.after(limits.viewingIntervalMs, () => this.#tell());
  }

  /** What is lost is said again soon, or over soon. */
  #say(conversationId: string, state: ViewingState | "none"): void {
    this.#base.connection.call((api) => api.support.setViewing.mutate({ conversationId, state })).catch(() => undefined);
  }

  #listen(): void {
    if (this.#watched > 0 && !this.#end) {
      this.#end = this.#base.connection.keep((api, again) => {
        let isFirst = true;
        return api.support.onViewing.subscribe(undefined, {
          onData: (frame) => {
            // The first frame is everybody who is there: what was known on an earlier socket is over.
            if (isFirst) this.#clear();
            isFirst = false;
            for (const { conversationId, viewers } of frame) this.of(conversationId).set(viewers);
          },
          onError: again,
        });
      });
    } else if (this.#watched === 0 && this.#end) {
      this.#end();
      this.#end = null;
      this.#clear();
    }
  }

  #clear(): void {
    for (const viewers of this.#viewers.values()) if (viewers.current.length > 0) viewers.set(nobody);
  }
}

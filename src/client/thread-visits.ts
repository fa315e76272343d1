import type { MessagePage } from "../shared/messages";
import type { Store } from "./store";
import { endOf, startOver, type Window } from "./thread-window";

/** The place of a page: the newest, or those before or after a `seq`, or those around a `seq` or a message. */
export interface PagePlace {
  before?: number;
  after?: number;
  around?: number;
  aroundId?: string;
  limit?: number;
}

interface Parts {
  store: Store;
  page: (conversationId: string, where: PagePlace) => Promise<MessagePage>;
  /** Reads a conversation that the store does not know. */
  fetch: (conversationId: string) => Promise<void>;
}

/** Windows that show the surroundings of an older message, with something missing between them and the newest. */
export class Visits {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Loads the page after the window; a second call while one is under way joins it. */
  loadAfter(id: string, window: Window): Promise<void> {
    const state = this.#parts.store.get(id);
    const { life } = window;
    if (window.start === null || window.visited === null || !state) return Promise.resolve();
    window.loadingAfter ??= this.#parts
      .page(id, { after: endOf(window, state) })
      .then((page) => {
        if (window.life === life) this.#parts.store.addMessages(id, page.messages);
      })
      .finally(() => {
        window.loadingAfter = null;
        window.source.invalidate();
      });
    window.source.invalidate();
    return window.loadingAfter;
  }

  /** Answers whether the message is shown then: there may be no such message, or everything started over on the way. */
  async goTo(id: string, window: Window, messageId: string): Promise<boolean> {
    const { store, page, fetch } = this.#parts;
    const isShown = () => window.source.getSnapshot().messages.some((one) => one.id === messageId);
    if (isShown()) return true;
    const { life } = window;
    if (!store.get(id)) await fetch(id);
    const around = await page(id, { aroundId: messageId });
    const target = around.messages.find((one) => one.id === messageId);
    if (!target || life !== window.life) return isShown();
    startOver(window);
    this.#begin(id, window, { seq: target.seq, around });
    return true;
  }

  /** Everything was forgotten while somebody was at an older message: what stands there is read again. */
  async again(id: string, window: Window, seq: number): Promise<void> {
    const { life } = window;
    const around = await this.#parts.page(id, { around: seq });
    if (life === window.life) this.#begin(id, window, { seq, around });
  }

  #begin(id: string, window: Window, { seq, around }: { seq: number; around: MessagePage }): void {
    const { store } = this.#parts;
    store.addMessages(id, around.messages);
    const start = around.messages[0]?.seq ?? 1;
    Object.assign(window, { start, hasMoreBefore: around.hasMoreBefore, isThin: false, status: "ready", error: null });
    const state = store.get(id);
    window.visited = state && endOf(window, state) < state.lastSeq ? seq : null;
    window.source.invalidate();
  }
}

import { actorOf, mayTakePart } from "../shared/permissions";
import type { OutboxMessage } from "./chat-client.types";
import type { Outbox } from "./outbox";
import { type Notifier, Source } from "./readable";
import type { Store } from "./store";
import type { Sync } from "./sync";

interface Parts {
  outbox: Outbox;
  store: Store;
  sync: Sync;
  notifier: Notifier;
}

const none: readonly OutboxMessage[] = [];

/**
 * Refused messages in conversations that the viewer is no longer part of. No list leads there any more, so they are shown by themselves until their
 * author has read them and deletes them.
 */
export class Stranded {
  readonly messages: Source<readonly OutboxMessage[]>;
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.messages = new Source(parts.notifier, () => this.#compute(), { isSame });
    parts.store.listen(() => this.messages.invalidate());
    parts.sync.me.feed(this.messages);
  }

  #compute(): readonly OutboxMessage[] {
    const failed = this.#parts.outbox.failed();
    return failed.length === 0 ? none : failed.filter((one) => this.#isStranded(one));
  }

  #isStranded({ conversationId, error }: OutboxMessage): boolean {
    const me = this.#parts.sync.me.current;
    const state = this.#parts.store.get(conversationId);
    // What is not known may only be beyond the loaded pages: then the refusal says whether it is the viewer's.
    if (!state || !me) return error?.code === "NOT_A_PARTICIPANT";
    const participates = state.participants.some(({ id, leftAt }) => id === me.id && leftAt === null);
    return !mayTakePart(actorOf(me), state, participates);
  }
}

function isSame(a: readonly OutboxMessage[], b: readonly OutboxMessage[]): boolean {
  return a.length === b.length && a.every((one, at) => one === b[at]);
}

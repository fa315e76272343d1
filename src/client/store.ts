import {
  applyConversation,
  applyEvent,
  applyMessages,
  type ConversationChange,
  type ConversationState,
  conversationOf,
} from "../shared/apply-event";
import type { Conversation, ConversationSummary } from "../shared/conversations";
import type { Message } from "../shared/messages";

/** Messages that a conversation may have while nobody looks at it: one that was read lately, and any other … */
const latelyReadMax = 200;
const otherMax = 100;
/** … and how many, the newest, are kept past that. */
const keptMessages = 50;

/**
 * Every conversation this client knows, each as one `ConversationState`. All changes are joins (shared/apply-event.ts), so what comes
 * twice, late or by another way changes nothing.
 */
export class Store {
  /** Empty until the viewer is known; nothing is applied before. */
  viewerId = "";
  readonly #conversations = new Map<string, ConversationState>();
  readonly #heard = new Map<string, number>();
  readonly #listeners = new Set<(id: string) => void>();
  /** Whether somebody reads the conversation now. */
  isWatched: (id: string) => boolean = () => false;
  /** Whether somebody did lately: whoever comes back soon finds what they had scrolled up to. */
  wasReadLately: (id: string) => boolean = () => false;
  /** Older messages of this conversation were forgotten. */
  onTrimmed: (id: string) => void = () => undefined;

  get(id: string): ConversationState | undefined {
    return this.#conversations.get(id);
  }

  all(): Iterable<ConversationState> {
    return this.#conversations.values();
  }

  /**
   * Up to this version every change of what is loaded has been heard. A state may be ahead of it: the acknowledgement of a message may come before
   * the events of what happened just before.
   */
  heard(id: string): number {
    return this.#heard.get(id) ?? 0;
  }

  /** Calls back, at once, with the id of each conversation that changed. */
  listen(listener: (id: string) => void): void {
    this.#listeners.add(listener);
  }

  /** Applies one event; whether the conversation it is about is known. */
  apply(event: ConversationChange): boolean {
    const id = conversationOf(event);
    const before = this.#conversations.get(id);
    if (!before && event.type !== "conversation") return false;
    this.#heard.set(id, Math.max(this.heard(id), versionOf(event)));
    this.#put(id, applyEvent(before, event, this.viewerId));
    return true;
  }

  /** Applies a snapshot: of a list, a get, a creation. */
  introduce(conversation: Conversation | ConversationSummary): void {
    const { id, version } = conversation;
    const before = this.#conversations.get(id);
    if (!before) this.#heard.set(id, version);
    this.#put(id, applyConversation(before, conversation, this.viewerId));
  }

  /** Takes up what the device kept of a conversation; of what is known already only the messages, and how far everything was heard with them. */
  restore(state: ConversationState, heard: number): void {
    const known = this.#conversations.get(state.id);
    this.#heard.set(state.id, known ? Math.min(this.heard(state.id), heard) : heard);
    this.#put(state.id, applyMessages(known ?? applyConversation(undefined, state, this.viewerId), state.messages, this.viewerId));
  }

  /** Raises how far the viewer has read, before the server says so. */
  raiseOwn(conversationId: string, readSeq: number, readAt: string): void {
    const state = this.#conversations.get(conversationId);
    if (!state) return;
    const raise = { userId: this.viewerId, deliveredSeq: 0, readSeq: Math.min(readSeq, state.lastSeq), readAt };
    this.#put(conversationId, applyEvent(state, { type: "receipt", conversationId, version: state.version, ...raise }, this.viewerId));
  }

  /** Applies messages of a page or an acknowledgement; those of unknown conversations are dropped. */
  addMessages(conversationId: string, messages: readonly Message[]): void {
    const before = this.#conversations.get(conversationId);
    if (before) this.#put(conversationId, applyMessages(before, messages, this.viewerId));
  }

  /**
   * Forgets everything and knows these instead: after a resync, when old and new may contradict each other. In the same life of the database a
   * conversation at the version up to which everything was heard is the same, and its messages are kept; answers which.
   */
  reload(conversations: readonly ConversationSummary[], isSameLife: boolean): ReadonlySet<string> {
    const before = new Map(this.#conversations);
    const kept = new Set<string>();
    this.#conversations.clear();
    for (const conversation of conversations) {
      const { id, version } = conversation;
      const known = before.get(id);
      const fresh = applyConversation(undefined, conversation, this.viewerId);
      const isSame = isSameLife && known !== undefined && known.version === version && this.heard(id) === version;
      this.#conversations.set(id, isSame ? applyMessages(fresh, known.messages, this.viewerId) : fresh);
      this.#heard.set(id, version);
      if (isSame) kept.add(id);
    }
    for (const id of before.keys()) if (!this.#conversations.has(id)) this.#heard.delete(id);
    for (const id of new Set([...before.keys(), ...this.#conversations.keys()])) this.#tell(id);
    return kept;
  }

  /** Forgets the older messages of a conversation that nobody reads. */
  trim(id: string): void {
    const state = this.#conversations.get(id);
    if (!state || this.isWatched(id) || state.messages.length <= (this.wasReadLately(id) ? latelyReadMax : otherMax)) return;
    this.#conversations.set(id, { ...state, messages: state.messages.slice(-keptMessages) });
    this.onTrimmed(id);
    this.#tell(id);
  }

  #put(id: string, after: ConversationState | undefined): void {
    if (!after || after === this.#conversations.get(id)) return;
    this.#conversations.set(id, after);
    this.#tell(id);
    this.trim(id);
  }

  #tell(id: string): void {
    for (const listener of this.#listeners) listener(id);
  }
}

function versionOf(event: ConversationChange): number {
  if (event.type === "message") return event.message.version;
  return event.type === "conversation" ? event.conversation.version : event.version;
}

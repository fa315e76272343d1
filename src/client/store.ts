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

/** Messages kept of a conversation that nobody looks at: past the first number, the newest of them are kept. */
const unwatchedMessagesMax = 200;
const unwatchedMessagesKept = 50;

/**
 * Every conversation this client knows, each as one `ConversationState`. All changes are joins (shared/apply-event.ts), so what comes
 * twice, late or by another way changes nothing.
 */
export class Store {
  /** Empty until the viewer is known; nothing is applied before. */
  viewerId = "";
  readonly #conversations = new Map<string, ConversationState>();
  readonly #listeners = new Set<(id: string) => void>();
  /** Whether somebody reads the conversation now. */
  isWatched: (id: string) => boolean = () => false;
  /** Older messages of this conversation were forgotten. */
  onTrimmed: (id: string) => void = () => undefined;

  get(id: string): ConversationState | undefined {
    return this.#conversations.get(id);
  }

  all(): Iterable<ConversationState> {
    return this.#conversations.values();
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
    this.#put(id, applyEvent(before, event, this.viewerId));
    return true;
  }

  /** Applies a snapshot: of a list, a get, a creation. */
  introduce(conversation: Conversation | ConversationSummary): void {
    this.#put(conversation.id, applyConversation(this.#conversations.get(conversation.id), conversation, this.viewerId));
  }

  /** Applies messages of a page or an acknowledgement; those of unknown conversations are dropped. */
  addMessages(conversationId: string, messages: readonly Message[]): void {
    const before = this.#conversations.get(conversationId);
    if (before) this.#put(conversationId, applyMessages(before, messages, this.viewerId));
  }

  /** Forgets everything and knows these instead: after a resync, when old and new may contradict each other. */
  replace(conversations: readonly ConversationSummary[]): void {
    const known = [...this.#conversations.keys()];
    this.#conversations.clear();
    for (const conversation of conversations) {
      this.#conversations.set(conversation.id, applyConversation(undefined, conversation, this.viewerId));
    }
    for (const id of new Set([...known, ...this.#conversations.keys()])) this.#tell(id);
  }

  /** Forgets the older messages of a conversation that nobody reads. */
  trim(id: string): void {
    const state = this.#conversations.get(id);
    if (!state || this.isWatched(id) || state.messages.length <= unwatchedMessagesMax) return;
    this.#conversations.set(id, { ...state, messages: state.messages.slice(-unwatchedMessagesKept) });
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

/**
 * What a screen, on any platform, sees of the chat: values that can be read at once and watched, and verbs.
 * `createChatClient` (chat-client.ts) makes one; `sendStateOf` (send-state.ts) and `conversationName` (conversation-name.ts) are pure.
 * A verb that is refused rejects with something `readAppError` reads; without a connection for ten seconds, as UNAVAILABLE.
 */
import type { ConversationState } from "../shared/apply-event";
import type { ConversationPage, ConversationSummary } from "../shared/conversations";
import type { AppErrorShape } from "../shared/errors";
import type { Message } from "../shared/messages";
import type { Me, Person, PersonPage, Role } from "../shared/people";
import type { Presence, PresenceStatus } from "../shared/presence";
import type { Case, DeskView, QueueFilters, QueueItem } from "../shared/support";
import type { ClientStorage } from "./client-storage";
import type { Clock } from "./clock";

/** A value that can be read now and watched. The same object as long as nothing changed, as React's useSyncExternalStore wants it. */
export interface Readable<T> {
  getSnapshot(): T;
  /** Calls `listener` after each change; the answer ends that. What is costly to keep (typing, presence) runs only while somebody watches. */
  subscribe(listener: () => void): () => void;
}

export type ConnectionStatus =
  /** The first connection is being made. */
  | "connecting"
  /** Everything on the screen is current. */
  | "live"
  /** Connected again, and reading what was missed. */
  | "catching-up"
  /** No connection. Messages wait in the outbox; `retryAt` says when the next try is due. */
  | "offline"
  /** The sign-in has ended. */
  | "signed-out";

export interface ConnectionState {
  status: ConnectionStatus;
  /** Messages that wait to be sent. */
  queued: number;
  /** Epoch milliseconds, while offline. */
  retryAt: number | null;
  /** The server cannot do what was asked of it; it is asked again by itself. */
  isTroubled: boolean;
}

/** pending → sent → delivered → read, or failed. Only the viewer's own messages have one. */
export type SendState = "pending" | "sent" | "delivered" | "read" | "failed";

/** A message that the server has not acknowledged yet. */
export interface OutboxMessage {
  id: string;
  conversationId: string;
  content: string;
  replyToId: string | null;
  /** Of the desk: `seq` of the newest message that the writer had seen. Where others have written since, it is refused. */
  afterSeq?: number;
  /** Epoch milliseconds of this device's clock. */
  writtenAt: number;
  state: "pending" | "failed";
  /** Why it failed. */
  error: AppErrorShape | null;
  /** `false`: the device's storage refused it (`DeviceState` says so too), and it would not survive the end of this page. */
  isKept?: boolean;
}

export interface DeviceState {
  /**
   * `reading`: what the device kept is being read. `ready`: what is written survives the end of the page. `failing`: the storage is full, forbidden or
   * broken; nothing is lost while the page lives. `none`: this client keeps nothing.
   */
  storage: "reading" | "ready" | "failing" | "none";
  /** Whether this tab is the one that sends and writes down for all tabs of this user. */
  leads: boolean;
}

export type LoadStatus = "loading" | "ready" | "error";

export interface ConversationList {
  status: LoadStatus;
  /** Newest activity first. */
  items: readonly ConversationState[];
  hasMore: boolean;
}

/**
 * A conversation as it is read: the loaded messages without a gap up to the newest, then what waits in the outbox. After `goToMessage` it may be the
 * surroundings of an older message instead (`hasMoreAfter`), until `showNewest`, the next `send`, or until nobody has watched it.
 */
export interface Thread {
  status: LoadStatus;
  conversation: ConversationState | undefined;
  /** Ascending `seq`, dense. */
  messages: readonly Message[];
  outbox: readonly OutboxMessage[];
  hasMoreBefore: boolean;
  isLoadingBefore: boolean;
  /** The newest message is not among `messages`: `loadAfter` reads on, and what waits in the outbox comes after what is missing. */
  hasMoreAfter: boolean;
  isLoadingAfter: boolean;
  error: AppErrorShape | null;
}

export interface Queue {
  status: LoadStatus;
  items: readonly QueueItem[];
  /** How many cases each view has without filters; of `resolved` at most `limits.resolvedCountMax`: so many, or more. */
  counts: Readonly<Record<DeskView, number>>;
  hasMore: boolean;
  /** Goes up with each page: also one that brought nothing to show was read. */
  pagesRead: number;
}

export interface ChatClient {
  /** Connects, loads the first screen and stays connected until `stop`. */
  start(): void;
  /** Closes the connection. What is known stays readable, and `start` opens it again. */
  stop(): Promise<void>;
  /**
   * Stops, forgets everything of this user on this device (also what was not sent), and signs the other tabs of this user out. The cookie or token
   * ends by whoever made it, before.
   */
  signOut(): Promise<void>;

  /** The viewer: as the device knew them, then as the server says. `null` until either did. */
  readonly me: Readable<Me | null>;
  readonly connection: Readable<ConnectionState>;
  /** Unread messages over all conversations that are not muted or archived, loaded or not. */
  readonly totalUnread: Readable<number>;
  /** How many ms the server's clock is ahead of this device's. */
  readonly clockOffsetMs: Readable<number>;
  /** Whether what people write is kept on this device. */
  readonly device: Readable<DeviceState>;

  conversations(view: "inbox" | "archived"): Readable<ConversationList>;
  loadMoreConversations(view: "inbox" | "archived"): Promise<void>;
  /** While watched, its newest messages are loaded and kept. */
  thread(conversationId: string): Readable<Thread>;
  loadBefore(conversationId: string): Promise<void>;
  loadAfter(conversationId: string): Promise<void>;
  /** Has the thread show this message, and what stands around it if that is not loaded; `false` when there is none in this conversation. */
  goToMessage(conversationId: string, messageId: string): Promise<boolean>;
  /** Has the thread lead to the newest message again. */
  showNewest(conversationId: string): void;
  /** Others who type in a conversation, by user id. */
  typing(conversationId: string): Readable<readonly string[]>;
  presence(userId: string): Readable<Presence>;
  /** The support queue of the viewer's desk, kept live. Staff only. */
  queue(view: DeskView, filters?: QueueFilters): Readable<Queue>;
  loadMoreQueue(view: DeskView, filters?: QueueFilters): Promise<void>;
  /** The current case of a support conversation, when the viewer works at its desk. */
  caseOf(conversationId: string): Readable<Case | null>;

  /** The unsent text of a conversation, the same in all tabs; empty when there is none. */
  draft(conversationId: string): Readable<string>;
  /** To be called at each key stroke. Kept on the device within a moment. */
  setDraft(conversationId: string, text: string): void;

  /**
   * Puts a message into the outbox and answers its id at once. It is in the thread's `outbox` as soon as the device has kept it, a few milliseconds later.
   * Throws AppError when the text cannot be a message, and OUTBOX_FULL when too many wait. At a desk `afterSeq` is the `seq` of the newest message that the
   * writer saw: where others have written since, the message fails with CONVERSATION_MOVED_ON.
   */
  send(conversationId: string, content: string, beside?: { replyToId?: string | null; afterSeq?: number }): string;
  /** Refused messages in conversations that the viewer is no longer part of, which no list leads to: to be read, and to `discard`. */
  readonly stranded: Readable<readonly OutboxMessage[]>;
  retry(messageId: string): void;
  discard(messageId: string): void;
  /** Says that everything up to `seq` was visible. Cheap: repeated and lower marks are dropped, quick ones joined. */
  markRead(conversationId: string, seq: number): void;
  /** To be called at each key stroke; tells the others at most every `limits.typingIntervalMs`, and that it ended. */
  setTyping(conversationId: string, isTyping: boolean): void;
  setStatus(status: PresenceStatus): void;

  searchUsers(query: string, options?: { role?: Role; cursor?: string | null }): Promise<PersonPage>;
  /** Who these are, of those who take part in a conversation or ever did: its messages may be of people who left long ago. A hundred at a time. */
  peopleOf(conversationId: string, userIds: readonly string[]): Promise<Person[]>;
  startDirect(userId: string): Promise<ConversationSummary>;
  createGroup(name: string, participantIds: string[]): Promise<ConversationSummary>;
  openSupport(topic?: string): Promise<ConversationSummary>;
  addParticipants(conversationId: string, participantIds: string[]): Promise<void>;
  removeParticipant(conversationId: string, userId: string): Promise<void>;
  leave(conversationId: string): Promise<void>;
  rename(conversationId: string, name: string): Promise<void>;
  setArchived(conversationId: string, archived: boolean): Promise<void>;
  setMuted(conversationId: string, mutedUntil: string | null): Promise<void>;
}

/** How a message of the viewer's stands with the others in the conversation. In a group, `delivered` and `read` mean everybody. */
export type SendStateOf = (message: Message, conversation: ConversationState, viewerId: string) => SendState;

/** What the device says of itself. Hints: the client believes its own heartbeat more. Absent: always online and seen. */
export interface Platform {
  /** In a browser `navigator.onLine`. */
  isOnline(): boolean;
  /** In a browser the `online` and `offline` events of `window`; the answer ends that. */
  onOnlineChange(listener: () => void): () => void;
  /** In a browser `document.visibilityState === "visible"`. */
  isVisible(): boolean;
  /** In a browser the `visibilitychange` event of `document`; the answer ends that. */
  onVisibilityChange(listener: () => void): () => void;
}

/** The tabs of one device, where a platform has such. Absent: there is one, and it leads. */
export interface Tabs {
  /** Tells the other tabs, never the one that tells. In a browser a BroadcastChannel. */
  openChannel(name: string, onMessage: (data: unknown) => void): TabChannel;
  /**
   * Stands in line for a lock that one tab holds at a time, and that a killed tab lets go of; the answer lets go. Calls `onLead` when it is held, and
   * `onLost` when another tab took it by force. In a browser the Web Locks. Absent: every tab believes to be alone, and ids keep messages single.
   */
  lead?: (name: string, options: { isForced: boolean; onLead: () => void; onLost: () => void }) => () => void;
}

export interface TabChannel {
  post(data: unknown): void;
  close(): void;
}

/** The head of an inbox (`conversations.list` without a cursor) that came with the page, and whose it is. */
export interface ServedList {
  viewer: Me;
  list: ConversationPage;
}

export interface ChatClientOptions {
  /** The server's tRPC WebSocket: wss://host/api/trpc. */
  url: string;
  /** Fetches a chat token, at each connection and before it ends. Absent: the browser's session cookie signs in. */
  getToken?: () => Promise<string>;
  /** Absent: the platform's own. */
  WebSocket?: typeof WebSocket;
  /** Absent: the system's. */
  clock?: Clock;
  platform?: Platform;
  /** Where this client keeps what must survive it. Absent: nothing does. */
  storage?: ClientStorage;
  /** Who is signed in, if it is known: what the device kept of them is shown before the server has answered. Absent: whoever was last here. */
  userId?: string;
  tabs?: Tabs;
  /** What the inbox shows from the first moment, before anything was read or heard. What the server says later comes on top of it. */
  served?: ServedList;
}

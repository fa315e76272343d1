import type { ConversationSummary } from "../shared/conversations";
import type { Me } from "../shared/people";
import type { ChatClient, ChatClientOptions, ConnectionState } from "./chat-client.types";
import { systemClock } from "./clock";
import { Connection } from "./connection";
import { ConversationLists } from "./conversation-lists";
import { Desk } from "./desk";
import { Outbox } from "./outbox";
import { memoryOutboxStorage } from "./outbox-storage";
import { silentPlatform } from "./platform";
import { Presence } from "./presence";
import { Notifier, Source, Value } from "./readable";
import { Receipts } from "./receipts";
import { Store } from "./store";
import { Sync } from "./sync";
import { Threads } from "./threads";
import { Typing } from "./typing";

/** A chat client for any platform with a WebSocket. It does nothing before `start`. */
export function createChatClient(options: ChatClientOptions): ChatClient {
  const parts = createParts(options);
  const { connection, sync, lists, threads, outbox, receipts, typing, presence, desk } = parts;
  wire(parts);
  sync.start();
  return {
    start() {
      presence.start();
      connection.start();
    },
    async stop() {
      outbox.stop();
      presence.stop();
      threads.stop();
      connection.stop();
    },
    me: sync.me,
    connection: parts.state,
    totalUnread: lists.totalUnread,
    clockOffsetMs: parts.clockOffset,
    conversations: (view) => lists.list(view),
    loadMoreConversations: (view) => lists.loadMore(view),
    thread: (id) => threads.thread(id),
    loadBefore: (id) => threads.loadBefore(id),
    typing: (id) => typing.of(id),
    presence: (userId) => presence.of(userId),
    queue: (view) => desk.queue(view),
    loadMoreQueue: (view) => desk.loadMore(view),
    caseOf: (id) => desk.caseOf(id),
    send(conversationId, content, replyToId = null) {
      const id = outbox.add(conversationId, content, replyToId);
      typing.set(conversationId, false);
      return id;
    },
    retry: (id) => outbox.retry(id),
    discard: (id) => outbox.discard(id),
    markRead: (id, seq) => receipts.markRead(id, seq),
    setTyping: (id, isTyping) => typing.set(id, isTyping),
    setStatus: (status) => presence.setStatus(status),
    ...verbs(parts),
  };
}

type Parts = ReturnType<typeof createParts>;

function createParts(options: ChatClientOptions) {
  const clock = options.clock ?? systemClock;
  const platform = options.platform ?? silentPlatform;
  const notifier = new Notifier();
  const store = new Store();
  const connection = new Connection(options, { clock, platform, notifier });
  const lists = new ConversationLists({ store, connection, notifier, now: () => clock.now() });
  const sync = new Sync({ connection, store, lists, clock, notifier });
  const clockOffset = new Value(notifier, 0);
  const outbox = new Outbox({
    connection,
    store,
    clock,
    storage: options.outboxStorage ?? memoryOutboxStorage(),
    onChange: (id) => {
      threads.invalidate(id);
      state.invalidate();
    },
    // The server stamped it somewhere between the send and the answer.
    onSent: ({ createdAt }, tookMs) => clockOffset.set(Math.round(Date.parse(createdAt) - (clock.now() - tookMs / 2))),
  });
  const fetch = (id: string) => sync.fetch(id);
  const threads = new Threads({
    store,
    connection,
    clock,
    notifier,
    fetch,
    isReady: () => sync.isLoaded,
    outboxOf: (id) => outbox.of(id),
  });
  const state = new Source(notifier, () => connectionState(connection, sync, outbox), { isSame: sameState });
  const receipts = new Receipts({ connection, store, clock });
  const typing = new Typing({ connection, clock, notifier });
  const presence = new Presence({ connection, platform, clock, notifier });
  const desk = new Desk({ connection, store, clock, notifier, fetch });
  return { clock, store, connection, lists, sync, clockOffset, outbox, threads, state, receipts, typing, presence, desk };
}

/** Who hears of what. */
function wire({ connection, sync, state, outbox, threads, receipts, typing, presence, desk }: Parts): void {
  connection.onOpen = () => presence.resume();
  connection.onHeard = () => presence.heard();
  connection.onLost = () => {
    sync.lost();
    desk.lost();
    typing.lost();
    presence.lost();
  };
  connection.state.feed(state);
  sync.isCurrent.feed(state);
  sync.isCurrent.subscribe(() => {
    if (!sync.isCurrent.current) return;
    outbox.resume();
    receipts.resume();
  });
  sync.onMe = (me: Me) => {
    desk.setViewer(me);
    void outbox.own(me.id);
  };
  sync.onEvent = desk.onEvent = (event) => {
    if (event.type === "message") typing.arrived(event.message.conversationId, event.message.senderId);
  };
  sync.onLoaded = () => {
    threads.restart();
    desk.restart();
  };
  sync.catchUp = () => threads.catchUp();
}

function connectionState({ state }: Connection, sync: Sync, outbox: Outbox): ConnectionState {
  const { link, retryAt } = state.current;
  const queued = outbox.countPending();
  if (link === "signed-out") return { status: "signed-out", queued, retryAt: null };
  if (link === "waiting") return { status: "offline", queued, retryAt };
  if (link === "open")
    return { status: sync.isCurrent.current ? "live" : sync.wasCurrent ? "catching-up" : "connecting", queued, retryAt: null };
  return { status: sync.wasCurrent ? "offline" : "connecting", queued, retryAt: null };
}

function sameState(a: ConnectionState, b: ConnectionState): boolean {
  return a.status === b.status && a.queued === b.queued && a.retryAt === b.retryAt;
}

/** What a person asks for and waits for. Everything but making a group may be asked twice, so a cut connection does not show. */
function verbs({ connection, store }: Parts) {
  const known = (summary: ConversationSummary) => {
    store.introduce(summary);
    return summary;
  };
  const done = () => undefined;
  return {
    searchUsers: (query, { role, cursor } = {}) => connection.patiently((api) => api.users.search.query({ query, role, cursor })),
    startDirect: (userId) =>
      connection.patiently((api) => api.conversations.create.mutate({ type: "direct", participantIds: [userId] })).then(known),
    createGroup: (name, participantIds) =>
      connection.patiently((api) => api.conversations.create.mutate({ type: "group", name, participantIds }), false).then(known),
    openSupport: (topic) => connection.patiently((api) => api.support.open.mutate(topic === undefined ? undefined : { topic })).then(known),
    addParticipants: (conversationId, participantIds) =>
      connection.patiently((api) => api.conversations.addParticipants.mutate({ conversationId, participantIds })).then(done),
    removeParticipant: (conversationId, userId) =>
      connection.patiently((api) => api.conversations.removeParticipant.mutate({ conversationId, userId })).then(done),
    leave: (conversationId) => connection.patiently((api) => api.conversations.leave.mutate({ conversationId })).then(done),
    rename: (conversationId, name) => connection.patiently((api) => api.conversations.rename.mutate({ conversationId, name })).then(done),
    setArchived: (conversationId, archived) =>
      connection.patiently((api) => api.conversations.setArchived.mutate({ conversationId, archived })).then(done),
    setMuted: (conversationId, mutedUntil) =>
      connection.patiently((api) => api.conversations.setMuted.mutate({ conversationId, mutedUntil })).then(done),
  } satisfies Partial<ChatClient>;
}

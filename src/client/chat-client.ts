import type { Me } from "../shared/people";
import type { ChatClient, ChatClientOptions, ConnectionState, DeviceState, ServedList } from "./chat-client.types";
import { verbs } from "./chat-verbs";
import { putOnBase } from "./client-base";
import { systemClock } from "./clock";
import { Connection } from "./connection";
import { ConversationLists } from "./conversation-lists";
import { serverTimeOf } from "./cursor";
import { Desk } from "./desk";
import { Device } from "./device";
import { Drafts } from "./drafts";
import { Keeper } from "./keeper";
import { worthOf } from "./kept-worth";
import { Leadership } from "./leadership";
import { Memory } from "./memory";
import { Outbox } from "./outbox";
import { silentPlatform } from "./platform";
import { Presence } from "./presence";
import { Notifier, Source, Value } from "./readable";
import { Receipts } from "./receipts";
import { Store } from "./store";
import { Stranded } from "./stranded";
import { Sync } from "./sync";
import { TabTalk } from "./tabs";
import { Threads } from "./threads";
import { Typing } from "./typing";

/** The offset of the clock is known within seconds from what the server says anyway; more than this apart, that is taken. */
const coarseMs = 30_000;

/** A chat client for any platform with a WebSocket. It does nothing before `start`. */
export function createChatClient(options: ChatClientOptions): ChatClient {
  const parts = createParts(options);
  const { connection, sync, lists, threads, outbox, receipts, typing, presence, desk, drafts, memory } = parts;
  wire(parts);
  if (options.served) begin(parts, options.served);
  const client: ChatClient = {
    start() {
      presence.start();
      memory.start();
      connection.start();
    },
    async stop() {
      presence.stop();
      threads.stop();
      connection.stop();
      await memory.stop();
    },
    async signOut() {
      presence.stop();
      threads.stop();
      const isWiped = memory.wipe();
      connection.endSignIn();
      await isWiped;
    },
    me: sync.me,
    connection: parts.state,
    device: parts.deviceState,
    totalUnread: lists.totalUnread,
    clockOffsetMs: parts.clockOffset,
    conversations: (view) => lists.list(view),
    loadMoreConversations: (view) => lists.loadMore(view),
    thread: (id) => threads.thread(id),
    loadBefore: (id) => threads.loadBefore(id),
    loadAfter: (id) => threads.loadAfter(id),
    goToMessage: (id, messageId) => threads.goTo(id, messageId),
    showNewest: (id) => threads.showNewest(id),
    typing: (id) => typing.of(id),
    presence: (userId) => presence.of(userId),
    queue: (view, filters) => desk.queue(view, filters),
    loadMoreQueue: (view, filters) => desk.loadMore(view, filters),
    caseOf: (id) => desk.caseOf(id),
    stranded: parts.stranded.messages,
    draft: (id) => drafts.of(id),
    setDraft: (id, text) => drafts.set(id, text),
    send(conversationId, content, beside) {
      const id = outbox.add(conversationId, content, beside);
      threads.showNewest(conversationId);
      parts.state.invalidate();
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
  return putOnBase(client, { ...parts, me: sync.me });
}

type Parts = ReturnType<typeof createParts>;

function createBase(options: ChatClientOptions) {
  const clock = options.clock ?? systemClock;
  const platform = options.platform ?? silentPlatform;
  const notifier = new Notifier();
  const connection = new Connection(options, { clock, platform, notifier });
  return { clock, platform, notifier, store: new Store(), connection };
}

function createParts(options: ChatClientOptions) {
  const base = createBase(options);
  const { clock, notifier, connection } = base;
  const clockOffset = new Value(notifier, 0);
  const now = () => clock.now() + clockOffset.current;
  const lists = new ConversationLists({ ...base, now });
  const sync = new Sync({ ...base, lists });
  const fetch = (id: string) => sync.fetch(id);
  const threads: Threads = new Threads({
    ...base,
    fetch,
    isReady: () => sync.isLoaded,
    isAway: () => connection.state.current.link === "waiting",
    outboxOf: (id) => outbox.of(id),
  });
  const state: Source<ConnectionState> = new Source(notifier, () => connectionState(connection, sync, outbox), { isSame: sameState });
  const device: Device = new Device({
    storage: options.storage,
    clock,
    onHealth: () => deviceState.invalidate(),
    onRetry: () => outbox.saveAgain(),
    onForgotten: () => keeper.writeAgain(),
  });
  const talk = new TabTalk(options.tabs);
  const leadership: Leadership = new Leadership({
    tabs: options.tabs,
    talk,
    clock,
    canWork: () => connection.isOpen,
    couldWork: () => sync.isConfirmed && outbox.countPending() > 0,
    onChange: (leads) => {
      deviceState.invalidate();
      if (leads) memory.lead();
    },
  });
  const deviceState = new Source<DeviceState>(notifier, () => ({ storage: device.health, leads: leadership.leads }), {
    isSame: (a, b) => a.storage === b.storage && a.leads === b.leads,
  });
  const outbox: Outbox = new Outbox({
    ...base,
    device,
    talk,
    maySend: () => leadership.leads && sync.isConfirmed && connection.isOpen,
    onWaiting: () => leadership.demand(),
    onChange: (id) => {
      threads.invalidate(id);
      state.invalidate();
      stranded.messages.invalidate();
    },
    // The server stamped it somewhere between the send and the answer.
    onSent: ({ createdAt }, tookMs) => clockOffset.set(Math.round(Date.parse(createdAt) - (clock.now() - tookMs / 2))),
  });
  const stranded: Stranded = new Stranded({ ...base, outbox, sync });
  const receipts = new Receipts({ ...base, onRead: (conversationId, seq) => talk.tell({ type: "read", conversationId, seq }) });
  const desk = new Desk({ ...base, fetch, now });
  const drafts = new Drafts({ ...base, device, talk });
  const keeper: Keeper = new Keeper({ ...base, device, leads: () => leadership.leads, ...worthOf({ sync, lists, desk, receipts }) });
  const memory: Memory = new Memory({
    ...base,
    userId: options.userId,
    device,
    talk,
    leadership,
    sync,
    lists,
    threads,
    desk,
    outbox,
    drafts,
    receipts,
    keeper,
  });
  return {
    ...base,
    lists,
    sync,
    clockOffset,
    outbox,
    stranded,
    threads,
    state,
    deviceState,
    receipts,
    typing: new Typing(base),
    presence: new Presence(base),
    desk,
    drafts,
    keeper,
    memory,
  };
}

/** Shows what the page came with. */
function begin({ store, lists }: Parts, { viewer, list }: ServedList): void {
  store.viewerId = viewer.id;
  for (const conversation of list.items) store.introduce(conversation);
  lists.restore(list.nextCursor === null);
}

/** Who hears of what. */
function wire({
  connection,
  sync,
  state,
  outbox,
  threads,
  receipts,
  typing,
  presence,
  desk,
  memory,
  keeper,
  clock,
  clockOffset,
}: Parts): void {
  connection.onOpen = () => presence.resume();
  connection.onHeard = () => presence.heard();
  connection.onLost = () => {
    sync.lost();
    desk.lost();
    typing.lost();
    presence.lost();
  };
  connection.state.feed(state);
  connection.troubled.feed(state);
  connection.state.feed({
    invalidate() {
      if (connection.state.current.link === "waiting") threads.openKnown();
      if (connection.state.current.link === "signed-out") memory.signedOut();
    },
  });
  sync.isCurrent.feed(state);
  sync.isCurrent.subscribe(() => {
    if (!sync.isCurrent.current) return;
    outbox.resume();
    receipts.resume();
  });
  sync.onMe = (me: Me) => {
    desk.setViewer(me);
    memory.meet(me);
  };
  sync.onEvent = desk.onEvent = (event) => {
    if (event.type === "message") typing.arrived(event.message.conversationId, event.message.senderId);
  };
  sync.onLoaded = (reloaded, isOtherLife) => {
    if (isOtherLife) receipts.forget();
    if (reloaded) threads.restart(reloaded);
    receipts.reapply();
    desk.restart();
  };
  sync.onCursor = (cursor) => {
    keeper.touch();
    // Until a message of the viewer's says it to the millisecond, good enough for a clock that is hours off.
    const offsetMs = (serverTimeOf(cursor) ?? clock.now()) - clock.now();
    if (Math.abs(offsetMs - clockOffset.current) > coarseMs) clockOffset.set(offsetMs);
  };
  sync.catchUp = () => threads.catchUp();
}

function connectionState({ state, troubled }: Connection, sync: Sync, outbox: Outbox): ConnectionState {
  const { link, retryAt } = state.current;
  const known = { queued: outbox.countPending(), retryAt: null, isTroubled: troubled.current > 0 };
  if (link === "signed-out") return { ...known, status: "signed-out" };
  if (link === "waiting") return { ...known, status: "offline", retryAt };
  const hasSomething = sync.wasCurrent || sync.isRestored;
  if (link === "open") return { ...known, status: sync.isCurrent.current ? "live" : hasSomething ? "catching-up" : "connecting" };
  return { ...known, status: sync.wasCurrent ? "offline" : "connecting" };
}

function sameState(a: ConnectionState, b: ConnectionState): boolean {
  return a.status === b.status && a.queued === b.queued && a.retryAt === b.retryAt && a.isTroubled === b.isTroubled;
}

import type { Me } from "../shared/people";
import type { Platform } from "./chat-client.types";
import type { ConversationLists } from "./conversation-lists";
import type { Desk } from "./desk";
import type { Device } from "./device";
import type { Kept } from "./device-records";
import type { Drafts } from "./drafts";
import type { Keeper } from "./keeper";
import type { Leadership } from "./leadership";
import type { Outbox } from "./outbox";
import type { Receipts } from "./receipts";
import type { Store } from "./store";
import type { Sync } from "./sync";
import type { TabNews, TabTalk } from "./tabs";
import type { Threads } from "./threads";

interface Parts {
  /** Who is signed in, if the app knows it. */
  userId: string | undefined;
  platform: Platform;
  device: Device;
  talk: TabTalk;
  leadership: Leadership;
  store: Store;
  sync: Sync;
  lists: ConversationLists;
  threads: Threads;
  desk: Desk;
  outbox: Outbox;
  drafts: Drafts;
  receipts: Receipts;
  keeper: Keeper;
}

/**
 * What outlives this page and is shared with the other tabs: it is taken up at the start, before the server has said anything, and let go at the end.
 * The server's word then comes on top of it, by versions, so that nothing kept overrules what is newer.
 */
export class Memory {
  readonly #parts: Parts;
  #userId: string | null = null;
  #isRunning = false;
  #isListening = false;
  #unwatch: () => void = () => undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
    parts.talk.onNews = (news) => this.#hear(news);
  }

  /** Takes up what there is, and has the client listen to the server after that. */
  start(): void {
    if (this.#isRunning) return;
    this.#isRunning = true;
    this.#unwatch = this.#parts.platform.onVisibilityChange(() => {
      if (!this.#parts.platform.isVisible()) this.#writeDown();
    });
    if (this.#userId !== null) this.#takePart(this.#userId);
    if (this.#isListening) return;
    this.#isListening = true;
    if (this.#parts.device.health === "none") this.#parts.sync.start();
    else void this.#begin();
  }

  /** Writes down what is left to write, and lets the other tabs go on. */
  async stop(): Promise<void> {
    if (!this.#isRunning) return;
    this.#isRunning = false;
    this.#parts.drafts.flush();
    await this.#parts.keeper.flush();
    // Unless it was started again meanwhile.
    if (!this.#isRunning) this.#pause();
  }

  /** Forgets everything of this user, and has the other tabs do so. */
  async wipe(): Promise<void> {
    if (this.#userId !== null) this.#parts.talk.open(this.#userId);
    this.#parts.talk.tell({ type: "signed-out" });
    this.#parts.keeper.stop();
    await this.#parts.device.wipe();
    this.#pause();
  }

  /** It is known who the viewer is. */
  meet(me: Me): void {
    if (this.#userId === null) void this.#own(me.id, false);
  }

  /** The sign-in has ended: what people wrote waits for them, what the server has is no longer theirs to see here. */
  signedOut(): void {
    this.#pause();
    void this.#parts.device.forgetSnapshot();
  }

  /** This tab sends and writes down from now on. */
  lead(): void {
    this.#parts.keeper.lead();
    this.#parts.receipts.takeOver();
    void this.#parts.outbox.lead();
  }

  #pause(): void {
    this.#isRunning = false;
    this.#unwatch();
    this.#parts.keeper.stop();
    this.#parts.leadership.stop();
    this.#parts.talk.close();
  }

  async #begin(): Promise<void> {
    const { userId, device, sync } = this.#parts;
    const known = userId ?? (await device.lastViewer());
    if (known !== null) await this.#own(known, true);
    sync.start();
  }

  async #own(userId: string, isBeforeServer: boolean): Promise<void> {
    const { device, drafts, outbox, keeper, talk } = this.#parts;
    this.#userId = userId;
    device.open(userId);
    talk.open(userId);
    const takeUp = ({ waiting, drafts: texts, conversations }: Kept) => {
      drafts.restore(texts);
      outbox.own(waiting);
      return conversations.map(({ conversation }) => conversation.id);
    };
    const kept = await device.read(takeUp);
    if (isBeforeServer) this.#restore(kept);
    const onDevice = takeUp(kept);
    keeper.start(onDevice);
    if (this.#isRunning) this.#takePart(userId);
  }

  #takePart(userId: string): void {
    const { talk, leadership, keeper } = this.#parts;
    talk.open(userId);
    keeper.start([]);
    leadership.start(userId);
  }

  #restore({ snapshot, conversations }: Kept): void {
    const { store, sync, lists, threads, desk, receipts } = this.#parts;
    if (!snapshot) return;
    const { me, cursor, deskCursor, cases, counts } = snapshot;
    sync.restore(me, cursor);
    const ids = new Set(snapshot.ids);
    for (const { conversation, heard } of conversations) if (ids.has(conversation.id)) store.restore(conversation, heard);
    if (deskCursor !== null && counts !== null) desk.restore({ cursor: deskCursor, cases, counts });
    receipts.adopt(snapshot.marks);
    lists.restore(snapshot.isWhole);
    threads.openKnown();
  }

  #writeDown(): void {
    this.#parts.drafts.flush();
    void this.#parts.keeper.flush();
  }

  #hear(news: TabNews): void {
    const { outbox, drafts, receipts, leadership, sync } = this.#parts;
    if (news.type === "waiting" || news.type === "gone") outbox.hear(news);
    else if (news.type === "draft") drafts.hear(news.conversationId, news.text);
    else if (news.type === "read") receipts.hear(news.conversationId, news.seq);
    else if (news.type === "is-led?") leadership.asked();
    else if (news.type === "led") {
      outbox.tellAll();
      leadership.answered();
    } else if (news.type === "signed-out") {
      this.#parts.keeper.stop();
      this.#parts.device.close();
      sync.endSignIn();
    }
  }
}

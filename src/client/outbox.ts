import { uuidv7 } from "uuidv7";
import { AppError, type AppErrorShape } from "../shared/errors";
import type { Message } from "../shared/messages";
import { messageRefusal } from "../shared/text";
import type { OutboxMessage } from "./chat-client.types";
import type { Clock } from "./clock";
import type { Connection } from "./connection";
import type { Device } from "./device";
import { recordChange } from "./device-records";
import { keptLimits } from "./kept-limits";
import { OutboxLanes, type WaitingMessage } from "./outbox-lanes";
import { OutboxSender } from "./outbox-sender";
import type { Store } from "./store";
import type { TabNews, TabTalk } from "./tabs";

interface Parts {
  connection: Connection;
  store: Store;
  clock: Clock;
  device: Device;
  talk: TabTalk;
  /** Whether this tab sends, and the server knows it by the name of those who wrote. */
  maySend: () => boolean;
  /** Something waits that this tab may not send. */
  onWaiting: () => void;
  /** The outbox of this conversation changed. */
  onChange: (conversationId: string) => void;
  onSent: (message: Message, tookMs: number) => void;
}

/**
 * What is written and not yet acknowledged: first on the device, then on the screen, then on its way (`OutboxSender`). A message keeps its id through
 * every try, so that the server stores it once; it is done when the acknowledgement or its event arrives, whichever is first. One that the server
 * refuses stands aside, with the reason, and holds up nothing. All tabs of a user show the same messages, and one of them sends.
 */
export class Outbox {
  readonly #parts: Parts;
  readonly #lanes: OutboxLanes;
  readonly #sender: OutboxSender;
  /** On their way to the device, and not shown before. */
  #entering: WaitingMessage[] = [];
  #isWriting = false;
  /** Written before it was known who writes here; null from then on. */
  #unowned: string[] | null = [];

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#lanes = new OutboxLanes(parts.onChange);
    this.#sender = new OutboxSender({
      lanes: this.#lanes,
      connection: parts.connection,
      clock: parts.clock,
      maySend: parts.maySend,
      onSent: (message, sent, tookMs) => this.#onSent(message, sent, tookMs),
      onRefused: (message, error) => this.#onRefused(message, error),
    });
    parts.store.listen((id) => this.#dropArrived(id));
  }

  /** The same array until it changes, in the order of writing. */
  of(conversationId: string): readonly OutboxMessage[] {
    return this.#lanes.of(conversationId);
  }

  /** What was refused, over all conversations, in the order of writing. */
  failed(): readonly OutboxMessage[] {
    return this.#lanes.all().filter(({ state }) => state === "failed");
  }

  countPending(): number {
    return this.#lanes.countPending() + this.#entering.length;
  }

  /** Puts a message at the end and answers its id. Throws AppError when it cannot be a message, and OUTBOX_FULL. */
  add(
    conversationId: string,
    content: string,
    { replyToId = null, afterSeq }: { replyToId?: string | null; afterSeq?: number } = {},
  ): string {
    const refusal = messageRefusal(content);
    if (refusal) throw new AppError(refusal);
    if (this.#lanes.count + this.#entering.length >= keptLimits.outboxMessages) throw new AppError("OUTBOX_FULL");
    const id = uuidv7();
    this.#enter({
      id,
      conversationId,
      content,
      replyToId,
      ...(afterSeq !== undefined && { afterSeq }),
      writtenAt: this.#parts.clock.now(),
      state: "pending",
      error: null,
      place: this.#lanes.nextPlace(),
    });
    return id;
  }

  /** Sends a failed message again, after those that wait now. */
  retry(id: string): void {
    const message = this.#lanes.get(id);
    if (message?.state !== "failed") return;
    // Another message owns that id for ever; this one needs its own.
    const isTaken = message.error?.code === "MESSAGE_ID_TAKEN";
    const again: WaitingMessage = {
      ...message,
      id: isTaken ? uuidv7() : id,
      state: "pending",
      error: null,
      place: this.#lanes.nextPlace(),
    };
    if (isTaken) this.#drop(message);
    this.#show(again);
    void this.#save([again]);
  }

  discard(id: string): void {
    const entering = this.#entering.find((one) => one.id === id);
    this.#entering = this.#entering.filter((one) => one !== entering);
    const message = this.#lanes.get(id) ?? entering;
    if (message) this.#drop(message);
  }

  /** Takes up what this user left on the device. What was written here before anybody knew whose it is comes after it. */
  own(left: readonly WaitingMessage[]): void {
    this.#takeUp(left);
    const unowned = new Set(this.#unowned);
    this.#unowned = null;
    const before = this.#lanes.all().filter(({ id }) => unowned.has(id));
    const after = before.map((message) => ({ ...message, place: this.#lanes.nextPlace() }));
    for (const message of after) this.#lanes.put(message);
    if (after.length > 0) void this.#save(after);
    this.#goOn();
  }

  /** This tab sends from now on: for itself, and for the one that did. */
  async lead(): Promise<void> {
    this.#takeUp(await this.#parts.device.readWaiting());
    this.resume();
  }

  /** Goes on with everything that waits: there is a connection. */
  resume(): void {
    this.#saveUnkept();
    this.#goOn();
  }

  /** What the device refused is offered to it again. */
  saveAgain(): void {
    this.#saveUnkept();
  }

  /** Tells the other tabs of everything that waits here, in case the one that sends has not heard of it. */
  tellAll(): void {
    for (const message of this.#lanes.all()) this.#parts.talk.tell({ type: "waiting", message });
  }

  /** What another tab says. */
  hear(news: Extract<TabNews, { type: "waiting" | "gone" }>): void {
    if (news.type === "waiting") {
      const message = news.message as WaitingMessage;
      if (!this.#hasArrived(message)) this.#lanes.put(message);
      this.#goOn();
      return;
    }
    if (news.sent) this.#parts.store.addMessages(news.conversationId, [news.sent]);
    this.#lanes.remove(news.id);
  }

  #goOn(): void {
    if (this.#lanes.countPending() === 0) return;
    if (this.#parts.maySend()) this.#sender.goAll();
    else this.#parts.onWaiting();
  }

  #takeUp(left: readonly WaitingMessage[]): void {
    for (const message of left) {
      if (this.#hasArrived(message)) void this.#erase(message.id);
      else if (!this.#lanes.get(message.id)) this.#lanes.put(message);
    }
  }

  /** Onto the device, and then onto the screen. */
  #enter(message: WaitingMessage): void {
    if (!this.#parts.device.isOpen) {
      this.#unowned?.push(message.id);
      this.#show(message);
    } else {
      this.#entering.push(message);
      if (!this.#isWriting) void this.#writeEntering();
    }
  }

  async #writeEntering(): Promise<void> {
    this.#isWriting = true;
    while (this.#entering.length > 0) {
      const batch = [...this.#entering];
      const show = (isKept: boolean) => {
        for (const message of batch) if (this.#entering.includes(message)) this.#show(isKept ? message : { ...message, isKept });
        this.#entering = this.#entering.filter((one) => !batch.includes(one));
      };
      // People see what they wrote even if the storage hangs.
      const cancel = this.#parts.clock.after(keptLimits.showWithinMs, () => show(false));
      const isKept = await this.#save(batch);
      cancel();
      show(isKept);
    }
    this.#isWriting = false;
  }

  #show(message: WaitingMessage): void {
    if (this.#hasArrived(message)) {
      void this.#erase(message.id);
      return;
    }
    this.#lanes.put(message);
    this.#parts.talk.tell({ type: "waiting", message });
    if (this.#parts.maySend()) this.#sender.go(message.conversationId);
    else this.#parts.onWaiting();
  }

  /** Writes messages down, and notes how that went on those that are shown. */
  async #save(messages: readonly WaitingMessage[]): Promise<boolean> {
    const { device } = this.#parts;
    if (!device.isOpen) return false;
    const isKept = await device.write(messages.map(({ isKept: _, ...message }) => recordChange(device.keys.outbox + message.id, message)));
    for (const { id } of messages) {
      const shown = this.#lanes.get(id);
      if (shown && (shown.isKept ?? true) !== isKept) this.#lanes.put({ ...shown, isKept });
    }
    return isKept;
  }

  #saveUnkept(): void {
    const unkept = this.#lanes.all().filter(({ isKept }) => isKept === false);
    if (unkept.length > 0) void this.#save(unkept);
  }

  /** A row that could not be removed is sent once more at the next start, and its id makes that harmless. */
  async #erase(id: string): Promise<void> {
    const { device } = this.#parts;
    if (device.isOpen) await device.write([recordChange(device.keys.outbox + id, undefined)]);
  }

  #drop({ id, conversationId }: WaitingMessage, sent?: Message): void {
    this.#lanes.remove(id);
    this.#parts.talk.tell({ type: "gone", id, conversationId, sent });
    void this.#erase(id);
  }

  #onSent(message: WaitingMessage, sent: Message, tookMs: number): void {
    this.#parts.onSent(sent, tookMs);
    this.#parts.store.addMessages(message.conversationId, [sent]);
    this.#drop(message, sent);
  }

  #onRefused(message: WaitingMessage, error: AppErrorShape): void {
    if (!this.#lanes.get(message.id)) return;
    const failed: WaitingMessage = { ...message, state: "failed", error };
    this.#lanes.put(failed);
    this.#parts.talk.tell({ type: "waiting", message: failed });
    void this.#save([failed]);
  }

  #hasArrived({ id, conversationId }: WaitingMessage): boolean {
    return this.#parts.store.get(conversationId)?.messages.some((one) => one.id === id) ?? false;
  }

  #dropArrived(conversationId: string): void {
    for (const message of this.#lanes.of(conversationId)) if (this.#hasArrived(message)) this.#drop(message);
  }
}

import type { Clock } from "./clock";
import type { Device } from "./device";
import { type DraftRecord, recordChange } from "./device-records";
import { keptLimits } from "./kept-limits";
import { type Notifier, Value } from "./readable";
import type { Store } from "./store";
import type { TabTalk } from "./tabs";

interface Parts {
  clock: Clock;
  notifier: Notifier;
  device: Device;
  talk: TabTalk;
  store: Store;
}

/** The unsent texts, by conversation: kept on the device and the same in all tabs, within a moment. */
export class Drafts {
  readonly #parts: Parts;
  readonly #texts = new Map<string, Value<string>>();
  /** When each was last changed, the oldest first. */
  readonly #changedAt = new Map<string, number>();
  readonly #unwritten = new Set<string>();
  /** At whose desk each was written, where it was at one. */
  readonly #desks = new Map<string, string>();
  /** `null`: not known yet. */
  #deskGymIds: readonly string[] | null = null;
  #isDue = false;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  of(conversationId: string): Value<string> {
    let text = this.#texts.get(conversationId);
    if (!text) {
      text = new Value<string>(this.#parts.notifier, "");
      this.#texts.set(conversationId, text);
    }
    return text;
  }

  set(conversationId: string, text: string): void {
    if (this.of(conversationId).current === text) return;
    this.#put(conversationId, text, this.#parts.clock.now());
    this.#unwritten.add(conversationId);
    // What was sent must not come back as a draft after the page was killed.
    if (text === "") this.flush();
    else if (!this.#isDue) {
      this.#isDue = true;
      this.#parts.clock.after(keptLimits.draftEveryMs, () => this.flush());
    }
  }

  /** What the device had. A text that was changed meanwhile stays. */
  restore(drafts: ReadonlyMap<string, DraftRecord>): void {
    const oldestFirst = [...drafts].sort(([, a], [, b]) => a.at - b.at);
    for (const [conversationId, { text, at, deskGymId }] of oldestFirst) {
      if (this.#changedAt.has(conversationId)) continue;
      if (deskGymId !== undefined) this.#desks.set(conversationId, deskGymId);
      this.#put(conversationId, text, at);
    }
    this.#dropOfOthers();
    if (this.#unwritten.size > 0) this.flush();
  }

  /** Another tab has changed it. */
  hear(conversationId: string, text: string): void {
    this.#unwritten.delete(conversationId);
    this.#put(conversationId, text, this.#parts.clock.now());
  }

  /** The viewer works at the desks of these gyms: what was being written at another is forgotten, in all tabs and on the device. */
  keepOnly(deskGymIds: readonly string[]): void {
    this.#deskGymIds = deskGymIds;
    this.#dropOfOthers();
  }

  /** Writes down what has changed. */
  flush(): void {
    this.#isDue = false;
    const { device, talk } = this.#parts;
    const changes = [...this.#unwritten].map((conversationId) => {
      const text = this.of(conversationId).current;
      talk.tell({ type: "draft", conversationId, text });
      const isKept = text !== "" && text.length <= keptLimits.draftCharacters;
      const record = { text, at: this.#changedAt.get(conversationId) ?? 0, deskGymId: this.#desks.get(conversationId) };
      return recordChange(device.keys.drafts + conversationId, isKept ? record : undefined);
    });
    if (!device.isOpen) return;
    this.#unwritten.clear();
    for (const conversationId of this.#tooMany()) changes.push(recordChange(device.keys.drafts + conversationId, undefined));
    if (changes.length > 0) void device.write(changes);
  }

  #put(conversationId: string, text: string, at: number): void {
    this.#changedAt.delete(conversationId);
    this.#changedAt.set(conversationId, at);
    const desk = this.#deskOf(conversationId);
    if (desk !== undefined) this.#desks.set(conversationId, desk);
    this.of(conversationId).set(text);
  }

  /** The gym at whose desk the viewer writes; undefined in a conversation of their own, or one that is not known. A note's text is under its conversation's id and more. */
  #deskOf(key: string): string | undefined {
    const { store } = this.#parts;
    const known = store.get(key.split("/", 1).join());
    return known?.type === "support" && known.memberId !== store.viewerId ? known.gymId : undefined;
  }

  #dropOfOthers(): void {
    const kept = this.#deskGymIds;
    if (kept) for (const [conversationId, desk] of this.#desks) if (!kept.includes(desk)) this.set(conversationId, "");
  }

  /** The oldest drafts past the bound: they stay as long as this page lives. */
  #tooMany(): string[] {
    const written = [...this.#changedAt.keys()].filter((id) => this.of(id).current !== "");
    return written.slice(0, Math.max(0, written.length - keptLimits.drafts));
  }
}

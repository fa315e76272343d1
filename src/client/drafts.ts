import type { Clock } from "./clock";
import type { Device } from "./device";
import { type DraftRecord, recordChange } from "./device-records";
import { keptLimits } from "./kept-limits";
import { type Notifier, Source, Value } from "./readable";
import type { TabTalk } from "./tabs";

interface Parts {
  clock: Clock;
  notifier: Notifier;
  device: Device;
  talk: TabTalk;
}

/** The unsent texts, by conversation: kept on the device and the same in all tabs, within a moment. */
export class Drafts {
  readonly #parts: Parts;
  readonly #texts = new Map<string, Value<string>>();
  /** When each was last changed, the oldest first. */
  readonly #changedAt = new Map<string, number>();
  readonly #unwritten = new Set<string>();
  /** Under which ids there is a text, the one that was changed longest ago first. */
  readonly written: Source<readonly string[]>;
  #isDue = false;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.written = new Source<readonly string[]>(parts.notifier, () =>
      [...this.#changedAt.keys()].filter((id) => this.of(id).current !== ""),
    );
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
    for (const [conversationId, { text, at }] of oldestFirst) if (!this.#changedAt.has(conversationId)) this.#put(conversationId, text, at);
    if (this.#unwritten.size > 0) this.flush();
  }

  /** Another tab has changed it. */
  hear(conversationId: string, text: string): void {
    this.#unwritten.delete(conversationId);
    this.#put(conversationId, text, this.#parts.clock.now());
  }

  /** Writes down what has changed. */
  flush(): void {
    this.#isDue = false;
    const { device, talk } = this.#parts;
    const changes = [...this.#unwritten].map((conversationId) => {
      const text = this.of(conversationId).current;
      talk.tell({ type: "draft", conversationId, text });
      const isKept = text !== "" && text.length <= keptLimits.draftCharacters;
      return recordChange(device.keys.drafts + conversationId, isKept ? { text, at: this.#changedAt.get(conversationId) ?? 0 } : undefined);
    });
    if (!device.isOpen) return;
    this.#unwritten.clear();
    for (const conversationId of this.#tooMany()) changes.push(recordChange(device.keys.drafts + conversationId, undefined));
    if (changes.length > 0) void device.write(changes);
  }

  #put(conversationId: string, text: string, at: number): void {
    this.#changedAt.delete(conversationId);
    this.#changedAt.set(conversationId, at);
    this.of(conversationId).set(text);
    this.written.invalidate();
  }

  /** The oldest drafts past the bound: they stay as long as this page lives. */
  #tooMany(): string[] {
    const written = this.written.getSnapshot();
    return written.slice(0, Math.max(0, written.length - keptLimits.drafts));
  }
}

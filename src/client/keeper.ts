import type { ConversationState } from "../shared/apply-event";
import type { Clock } from "./clock";
import { tailStart } from "./dense-run";
import type { Device } from "./device";
import { type ConversationRecord, recordChange, type SnapshotRecord } from "./device-records";
import { keptLimits } from "./kept-limits";
import type { Store } from "./store";

interface Parts {
  device: Device;
  store: Store;
  clock: Clock;
  leads: () => boolean;
  /** How far everything in the store is known; null while that cannot be said. */
  snapshot: () => Omit<SnapshotRecord, "ids"> | null;
  /** Which conversations are worth keeping, the most important first. */
  worthKeeping: () => readonly ConversationState[];
}

/**
 * Writes down what the screens show, so that the next start begins with it. The conversations of one write and the cursor beside them are of one
 * moment, and one tab alone writes: what is on the device is never older than its cursor says.
 */
export class Keeper {
  readonly #parts: Parts;
  readonly #changed = new Set<string>();
  /** The conversations that the device has. */
  readonly #onDevice = new Set<string>();
  #isDue = false;
  #isWriting = false;
  #isStopped = true;

  constructor(parts: Parts) {
    this.#parts = parts;
    parts.store.listen((id) => {
      this.#changed.add(id);
      this.touch();
    });
  }

  /** Begins, knowing which conversations the device has already. */
  start(onDevice: Iterable<string>): void {
    for (const id of onDevice) this.#onDevice.add(id);
    this.#isStopped = false;
  }

  stop(): void {
    this.#isStopped = true;
  }

  /** The store, or how far it is known, has changed. */
  touch(): void {
    if (this.#isDue || this.#isStopped || !this.#parts.leads()) return;
    this.#isDue = true;
    this.#parts.clock.after(keptLimits.writeEveryMs, () => {
      this.#isDue = false;
      void this.flush();
    });
  }

  /** This tab writes from now on. What the one before it wrote is not known: everything is written again. */
  lead(): void {
    this.writeAgain();
    this.touch();
  }

  /** Nothing is known of what the device has: with the next change everything is written. */
  writeAgain(): void {
    for (const { id } of this.#parts.store.all()) this.#changed.add(id);
  }

  /** Writes down now what has changed since. */
  async flush(): Promise<void> {
    const { device, leads, snapshot } = this.#parts;
    if (this.#isStopped || this.#isWriting || !leads() || !device.isOpen) return;
    const record = snapshot();
    if (!record) return;
    this.#isWriting = true;
    const { changes, kept } = this.#collect();
    const changed = [...this.#changed];
    this.#changed.clear();
    // Last, so that where writes are not all or none the cursor is never ahead of the conversations.
    const isKept = await device.writeSnapshot([...changes, recordChange(device.keys.snapshot, { ...record, ids: [...kept] })]);
    this.#isWriting = false;
    if (isKept) {
      this.#onDevice.clear();
      for (const id of kept) this.#onDevice.add(id);
    } else {
      for (const id of changed) this.#changed.add(id);
    }
    if (isKept && this.#changed.size > 0) this.touch();
  }

  /** What differs between the device and what is worth keeping. */
  #collect() {
    const { device, worthKeeping } = this.#parts;
    const kept = new Set<string>();
    const changes = [];
    let characters = 0;
    for (const state of worthKeeping()) {
      const record = this.#recordOf(state, characters < keptLimits.messageCharacters);
      // Beside its text, a message has as many characters of ids and times.
      characters += record.conversation.messages.reduce((sum, { content }) => sum + content.length + 300, 0);
      kept.add(state.id);
      if (this.#changed.has(state.id) || !this.#onDevice.has(state.id))
        changes.push(recordChange(device.keys.conversations + state.id, record));
    }
    for (const id of this.#onDevice) if (!kept.has(id)) changes.push(recordChange(device.keys.conversations + id, undefined));
    return { changes, kept };
  }

  #recordOf(state: ConversationState, hasRoom: boolean): ConversationRecord {
    const start = tailStart(state.messages) ?? 0;
    const newest = state.messages.filter(({ seq }) => seq >= start).slice(hasRoom ? -keptLimits.messagesPerConversation : -1);
    return { conversation: { ...state, messages: newest }, heard: this.#parts.store.heard(state.id) };
  }
}

import type { ClientStorage, StorageChange } from "./client-storage";
import type { Clock } from "./clock";
import { type Kept, keptOf, keysOf, recordChange, viewerKey } from "./device-records";
import { keptLimits } from "./kept-limits";

/** A storage that refused is asked again after this long. */
const retryMs = 15_000;

type Health = "reading" | "ready" | "failing" | "none";

interface Parts {
  storage: ClientStorage | undefined;
  clock: Clock;
  onHealth: () => void;
  /** The storage may take again what it refused. */
  onRetry: () => void;
  /** The snapshot was taken away to make room. */
  onForgotten: () => void;
}

/** What this device keeps of one user. Nothing here rejects: a storage that fails is said (`health`), and the client goes on without it. */
export class Device {
  readonly #parts: Parts;
  #userId: string | null = null;
  #health: Health;
  #cancelRetry: () => void = () => undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#health = parts.storage ? "reading" : "none";
  }

  get health(): Health {
    return this.#health;
  }

  /** Whether there is a storage, and it is known whose things to keep. */
  get isOpen(): boolean {
    return this.#userId !== null && this.#parts.storage !== undefined;
  }

  get keys(): ReturnType<typeof keysOf> {
    return keysOf(this.#userId ?? "");
  }

  /** Who was last here, or null. */
  async lastViewer(): Promise<string | null> {
    const entries = await this.#attempt((storage) => storage.read(viewerKey), keptLimits.readWithinMs);
    const value = entries?.find(({ key }) => key === viewerKey)?.value as { userId?: unknown } | undefined;
    return typeof value?.userId === "string" ? value.userId : null;
  }

  /** From now on keeps this user's things. */
  open(userId: string): void {
    if (this.#parts.storage) this.#userId = userId;
  }

  /** Everything kept of the user. What takes too long is given up here, and comes to `late` when it does arrive. */
  async read(late: (kept: Kept) => void): Promise<Kept> {
    const { storage, clock } = this.#parts;
    const userId = this.#userId;
    const nothing = keptOf("", []);
    if (!storage || userId === null) return nothing;
    const reading = storage.read(keysOf(userId).all).then((entries) => keptOf(userId, entries));
    return new Promise((resolve) => {
      let isGivenUp = false;
      const cancel = clock.after(keptLimits.readWithinMs, () => {
        isGivenUp = true;
        this.#fail();
        resolve(nothing);
      });
      reading.then(
        (kept) => {
          cancel();
          this.#set("ready");
          if (isGivenUp) late(kept);
          else resolve(kept);
        },
        () => {
          cancel();
          this.#fail();
          resolve(nothing);
        },
      );
    });
  }

  /** The messages that wait, as they are on the device now. */
  async readWaiting(): Promise<Kept["waiting"]> {
    const userId = this.#userId;
    if (userId === null) return [];
    const entries = await this.#attempt((storage) => storage.read(keysOf(userId).outbox));
    return keptOf(userId, entries ?? []).waiting;
  }

  /**
   * Writes; whether it is kept. What people wrote is worth more than what the server has anyway: when there is no room, the snapshot goes first.
   */
  async write(changes: readonly StorageChange[]): Promise<boolean> {
    if (!this.isOpen) return false;
    const isKept =
      (await this.#try((storage) => storage.write(changes))) ||
      ((await this.forgetSnapshot()) && (await this.#try((storage) => storage.write(changes))));
    if (isKept) this.#set("ready");
    else this.#fail();
    return isKept;
  }

  /** Writes what the server has too; whether it is kept. That it is not changes nothing for people. */
  async writeSnapshot(changes: readonly StorageChange[]): Promise<boolean> {
    const userId = this.#userId;
    if (userId === null || this.#health !== "ready") return false;
    return this.#try((storage) => storage.write([...changes, { key: viewerKey, value: { userId } }], { mayWait: true }));
  }

  /** Forgets what the server has too, and who was last here. */
  async forgetSnapshot(): Promise<boolean> {
    if (!this.isOpen) return false;
    this.#parts.onForgotten();
    const { conversations, snapshot } = this.keys;
    const isDone = await this.#try((storage) => storage.write([recordChange(snapshot, undefined), { key: viewerKey, value: undefined }]));
    return (await this.#try((storage) => storage.clear(conversations))) && isDone;
  }

  /** Forgets everything of the user, and keeps nothing more. */
  async wipe(): Promise<void> {
    const { storage } = this.#parts;
    if (!storage || this.#userId === null) return;
    const { all } = this.keys;
    this.close();
    await this.#try((place) => place.write([{ key: viewerKey, value: undefined }]));
    await this.#try((place) => place.clear(all));
  }

  /** Keeps nothing more. */
  close(): void {
    this.#userId = null;
    this.#cancelRetry();
  }

  async #try(work: (storage: ClientStorage) => Promise<void>): Promise<boolean> {
    return (await this.#attempt((storage) => work(storage).then(() => true))) ?? false;
  }

  /** The answer, or undefined when the storage refuses or, where asked, takes too long. */
  #attempt<T>(work: (storage: ClientStorage) => Promise<T>, withinMs?: number): Promise<T | undefined> {
    const { storage, clock } = this.#parts;
    if (!storage) return Promise.resolve(undefined);
    return new Promise((resolve) => {
      const cancel = withinMs === undefined ? () => undefined : clock.after(withinMs, () => resolve(undefined));
      // Any refusal, thrown or rejected, means the same here: it is not kept, and `health` says so.
      Promise.resolve()
        .then(() => work(storage))
        .then(resolve, () => resolve(undefined))
        .finally(cancel);
    });
  }

  #fail(): void {
    this.#set("failing");
    this.#cancelRetry();
    this.#cancelRetry = this.#parts.clock.after(retryMs, () => this.#parts.onRetry());
  }

  #set(health: Health): void {
    if (this.#health === health) return;
    this.#health = health;
    this.#parts.onHealth();
  }
}

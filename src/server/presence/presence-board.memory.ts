/**
 * The board in memory. Each process keeps its own connections and tells the others, over the bus, only what changed; a short word every
 * heartbeat says that it is alive. The bus may lose a telling: they are counted, and who notices a gap asks for everything. A process that is
 * killed says nothing more, and its people are gone when its life has run out.
 */
import { randomUUID } from "node:crypto";
import { limits } from "../../shared/limits";
import type { Presence, PresenceStatus } from "../../shared/presence";
import type { Bus } from "../platform/bus";
import type { Clock } from "../platform/clock";
import type { Log } from "../platform/log";
import { LocalConnections } from "./local-connections";
import { PeerBoards, type PeerEntry, PeerMessage } from "./peer-boards";
import { type LastSeen, leaveGraceMs, type PresenceBoard, strongerStatus, tellDelayMs } from "./presence-board";

interface Parts {
  bus: Bus;
  clock: Clock;
  log: Log;
  lastSeen: LastSeen;
}

type Watcher = (presence: Presence) => void;

const topic = "presence";
const sweepIntervalMs = 1_000;
const saveIntervalMs = 60_000;
const entriesPerMessageMax = 500;
const recentlySeenMax = 10_000;

/** Opens the board of this process and asks the others who is there. */
export async function openMemoryPresenceBoard(parts: Parts): Promise<PresenceBoard> {
  const board = new MemoryPresenceBoard(parts);
  await board.start();
  return board;
}

class MemoryPresenceBoard implements PresenceBoard {
  readonly #parts: Parts;
  readonly #id = randomUUID();
  readonly #local = new LocalConnections({
    lifeMs: limits.presenceLifeMs,
    graceMs: leaveGraceMs,
    perUserMax: limits.socketsPerUserMax,
  });
  readonly #peers = new PeerBoards({ lifeMs: limits.presenceLifeMs, graceMs: leaveGraceMs });
  readonly #watchers = new Map<string, Set<Watcher>>();
  /** What watchers were last told; nobody who is offline stands here. */
  readonly #told = new Map<string, PresenceStatus>();
  /** What the other boards were last told of the connections here. */
  readonly #published = new Map<string, PresenceStatus>();
  readonly #dirty = new Set<string>();
  /** When people were last here (epoch milliseconds), for those whose row may not say it yet. The oldest make way. */
  readonly #recentlySeen = new Map<string, number>();
  #tellings = 0;
  #isAskedForAll = false;
  #telling: Disposable | undefined;
  #closing: (Disposable | AsyncDisposable)[] = [];
  /** Epoch milliseconds. */
  readonly #unsaved = new Map<string, number>();
  #saving: Promise<void> | undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  async start(): Promise<void> {
    const { bus, clock } = this.#parts;
    this.#closing = [
      await bus.subscribe(topic, (text) => this.#hear(text)),
      clock.every(sweepIntervalMs, () => this.#sweep()),
      clock.every(limits.heartbeatIntervalMs, () => this.#publish({ type: "changed", from: this.#id, n: this.#tellings, users: [] })),
      clock.every(saveIntervalMs, () => this.#saveAllPresent()),
    ];
    this.#publish({ type: "ask", from: this.#id, to: null });
  }

  beat(userId: string, connectionId: string, status: PresenceStatus): void {
    if (this.#local.beat(connectionId, { userId, status, at: this.#parts.clock.monotonic() })) this.#touch(userId);
  }

  leave(connectionId: string): void {
    const userId = this.#local.leave(connectionId, this.#parts.clock.monotonic());
    if (userId) this.#touch(userId);
  }

  async read(userIds: readonly string[]): Promise<Presence[]> {
    const asked = [...new Set(userIds)];
    const absent = asked.filter((userId) => this.#statusOf(userId) === null);
    const saved = absent.length > 0 ? await this.#parts.lastSeen.read(absent) : new Map<string, number>();
    return asked.map((userId) => this.#presenceOf(userId, saved.get(userId)));
  }

  async watch(userIds: readonly string[], onChange: Watcher): Promise<AsyncDisposable> {
    // A function of its own, so that one listener can watch twice and end once.
    const watcher: Watcher = (presence) => onChange(presence);
    const watched = new Set(userIds);
    for (const userId of watched) this.#watchers.set(userId, (this.#watchers.get(userId) ?? new Set()).add(watcher));
    return {
      [Symbol.asyncDispose]: async () => {
        for (const userId of watched) {
          const others = this.#watchers.get(userId);
          others?.delete(watcher);
          if (others?.size === 0) this.#watchers.delete(userId);
        }
      },
    };
  }

  async close(): Promise<void> {
    this.#telling?.[Symbol.dispose]();
    this.#publish({ type: "bye", from: this.#id });
    for (const part of this.#closing.splice(0)) {
      if (Symbol.asyncDispose in part) await part[Symbol.asyncDispose]();
      else part[Symbol.dispose]();
    }
    this.#watchers.clear();
    this.#saveAllPresent();
    await this.#saving;
  }

  #statusOf(userId: string): PresenceStatus | null {
    return strongerStatus(this.#local.statusOf(userId), this.#peers.statusOf(userId));
  }

  #presenceOf(userId: string, savedSeenAt = 0): Presence {
    const status = this.#statusOf(userId);
    const seenAt = status ? this.#parts.clock.now() : Math.max(savedSeenAt, this.#recentlySeen.get(userId) ?? 0);
    return { userId, status: status ?? "offline", lastSeenAt: seenAt > 0 ? new Date(seenAt).toISOString() : null };
  }

  #touch(userId: string): void {
    this.#dirty.add(userId);
    this.#tellSoon();
  }

  #tellSoon(): void {
    this.#telling ??= this.#parts.clock.after(tellDelayMs, () => {
      this.#telling = undefined;
      this.#tell();
    });
  }

  /** Tells the other boards what changed here, and the watchers what changed anywhere. */
  #tell(): void {
    const changed: PeerEntry[] = [];
    const gone = new Map<string, number>();
    for (const userId of this.#dirty) {
      const local = this.#local.statusOf(userId);
      if (local !== (this.#published.get(userId) ?? null)) {
        const seenAt = this.#localSeenAt(userId) ?? this.#recentlySeen.get(userId) ?? this.#parts.clock.now();
        changed.push([userId, local, seenAt]);
        if (local) this.#published.set(userId, local);
        else this.#published.delete(userId);
        if (!local) gone.set(userId, seenAt);
      }
      this.#tellWatchers(userId);
    }
    this.#dirty.clear();
    this.#tellPeers(changed);
    if (gone.size > 0) this.#save(gone);
  }

  #tellWatchers(userId: string): void {
    const status = this.#statusOf(userId);
    if (status === (this.#told.get(userId) ?? null)) return;
    if (status) this.#told.set(userId, status);
    else {
      this.#told.delete(userId);
      // What another board meant to say about them was lost: they were here until just now.
      if (!this.#recentlySeen.has(userId)) this.#noteSeen(userId, this.#parts.clock.now());
    }
    const watchers = this.#watchers.get(userId);
    if (!watchers) return;
    const presence = this.#presenceOf(userId);
    for (const watcher of [...watchers]) watcher(presence);
  }

  #tellPeers(changed: readonly PeerEntry[]): void {
    const isAll = this.#isAskedForAll;
    this.#isAskedForAll = false;
    const entry = ([userId, status]: [string, PresenceStatus]): PeerEntry => [userId, status, this.#localSeenAt(userId) ?? 0];
    const users = isAll ? [...this.#published].map(entry) : changed;
    for (let at = 0; at < users.length || (isAll && at === 0); at += entriesPerMessageMax) {
      this.#tellings++;
      const part = users.slice(at, at + entriesPerMessageMax);
      this.#publish({ type: isAll && at === 0 ? "all" : "changed", from: this.#id, n: this.#tellings, users: part });
    }
  }

  #publish(message: PeerMessage): void {
    this.#parts.bus.publish(topic, JSON.stringify(message));
  }

  #hear(text: string): void {
    let message: PeerMessage;
    try {
      message = PeerMessage.parse(JSON.parse(text));
    } catch (error) {
      // Another release may say more than this one understands.
      this.#parts.log.warn({ error: error instanceof Error ? error.name : "unknown" }, "a presence telling was not understood");
      return;
    }
    if (message.from === this.#id) return;
    if (message.type === "ask") {
      if (message.to !== null && message.to !== this.#id) return;
      this.#isAskedForAll = true;
      this.#tellSoon();
      return;
    }
    const { touched, seen, missed } = this.#peers.hear(message, this.#parts.clock.monotonic());
    if (missed) this.#publish({ type: "ask", from: this.#id, to: message.from });
    for (const [userId, seenAt] of seen) this.#noteSeen(userId, seenAt);
    // The board that told has waited already.
    for (const userId of touched) this.#tellWatchers(userId);
  }

  #sweep(): void {
    const { clock } = this.#parts;
    const offset = clock.now() - clock.monotonic();
    for (const ended of [this.#local.expire(clock.monotonic()), this.#peers.expire(clock.monotonic())]) {
      for (const [userId, seenAt] of ended) {
        this.#noteSeen(userId, seenAt + offset);
        this.#touch(userId);
      }
    }
  }

  /** When somebody who is here was last heard on a connection of this process, epoch milliseconds. */
  #localSeenAt(userId: string): number | undefined {
    const { clock } = this.#parts;
    const seenAt = this.#local.seenAt(userId);
    return seenAt === undefined ? undefined : Math.round(seenAt + clock.now() - clock.monotonic());
  }

  #noteSeen(userId: string, seenAt: number): void {
    const known = this.#recentlySeen.get(userId) ?? 0;
    this.#recentlySeen.delete(userId);
    this.#recentlySeen.set(userId, Math.max(known, Math.round(seenAt)));
    if (this.#recentlySeen.size <= recentlySeenMax) return;
    for (const oldest of this.#recentlySeen.keys()) {
      this.#recentlySeen.delete(oldest);
      break;
    }
  }

  #saveAllPresent(): void {
    const seen = new Map<string, number>();
    for (const userId of this.#local.userIds()) seen.set(userId, this.#localSeenAt(userId) ?? 0);
    if (seen.size > 0) this.#save(seen);
  }

  /** One statement at a time; what comes meanwhile is joined, so that a slow database is not asked ever more. */
  #save(seen: ReadonlyMap<string, number>): void {
    for (const [userId, seenAt] of seen) this.#unsaved.set(userId, Math.max(seenAt, this.#unsaved.get(userId) ?? 0));
    this.#saving ??= this.#saveUnsaved().finally(() => {
      this.#saving = undefined;
    });
  }

  async #saveUnsaved(): Promise<void> {
    while (this.#unsaved.size > 0) {
      const seen = new Map(this.#unsaved);
      this.#unsaved.clear();
      try {
        await this.#parts.lastSeen.save(seen);
      } catch (error) {
        // It only decorates: the next minute's note makes it good for all who are still here.
        this.#parts.log.warn({ error: error instanceof Error ? error.message : "unknown", users: seen.size }, "last seen was not saved");
      }
    }
  }
}

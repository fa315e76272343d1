import type { PresenceStatus } from "../../shared/presence";
import { strongerStatus } from "./presence-board";

interface Connection {
  userId: string;
  status: PresenceStatus;
  /** Monotonic milliseconds of the last beat, or of the closing. */
  at: number;
}

/**
 * The connections of this process. Both maps stand in the order of time (an entry that moves is taken out and put back), so that finding
 * what has run out costs what has run out, not what is here. All times are monotonic milliseconds, passed in.
 */
export class LocalConnections {
  readonly #lifeMs: number;
  readonly #graceMs: number;
  readonly #perUserMax: number;
  readonly #open = new Map<string, Connection>();
  readonly #closed = new Map<string, Connection>();
  readonly #byUser = new Map<string, Set<string>>();

  constructor({ lifeMs, graceMs, perUserMax }: { lifeMs: number; graceMs: number; perUserMax: number }) {
    this.#lifeMs = lifeMs;
    this.#graceMs = graceMs;
    this.#perUserMax = perUserMax;
  }

  /** Notes a sign of life and answers whether the user's state may have changed by it. */
  beat(connectionId: string, { userId, status, at }: Connection): boolean {
    // Calls on one socket may overtake each other: what comes from a socket after its closing counts for nothing.
    if (this.#closed.has(connectionId)) return false;
    const before = this.#open.get(connectionId);
    if (before && before.userId !== userId) this.#remove(connectionId);
    this.#open.delete(connectionId);
    this.#open.set(connectionId, { userId, status, at });
    const own = this.#byUser.get(userId) ?? new Set();
    this.#byUser.set(userId, own.add(connectionId));
    // Somebody who is back needs no grace for the connection they came from.
    for (const id of [...own]) if (this.#closed.has(id)) this.#remove(id);
    this.#dropOldest(own);
    return before?.userId !== userId || before.status !== status;
  }

  /** The connection closed. Answers its user when it was known. */
  leave(connectionId: string, at: number): string | undefined {
    const connection = this.#open.get(connectionId);
    if (!connection) return undefined;
    this.#open.delete(connectionId);
    this.#closed.set(connectionId, { ...connection, at });
    const own = this.#byUser.get(connection.userId) ?? new Set();
    if ([...own].some((id) => this.#open.has(id))) this.#remove(connectionId);
    return connection.userId;
  }

  /** Removes what has run out. Answers when each user concerned was last here. */
  expire(at: number): Map<string, number> {
    const ended = new Map<string, number>();
    for (const [map, lifeMs] of [
      [this.#open, this.#lifeMs],
      [this.#closed, this.#graceMs],
    ] as const) {
      for (const [id, connection] of map) {
        if (at - connection.at < lifeMs) break;
        this.#remove(id);
        ended.set(connection.userId, Math.max(connection.at, ended.get(connection.userId) ?? 0));
      }
    }
    return ended;
  }

  statusOf(userId: string): PresenceStatus | null {
    let best: PresenceStatus | null = null;
    for (const { status } of this.#of(userId)) best = strongerStatus(best, status);
    return best;
  }

  /** When the user was last here, `undefined` when they are not. */
  seenAt(userId: string): number | undefined {
    let last: number | undefined;
    for (const { at } of this.#of(userId)) last = Math.max(last ?? at, at);
    return last;
  }

  /** Everybody who is here. */
  userIds(): IterableIterator<string> {
    return this.#byUser.keys();
  }

  /** Connections that are kept, the closed ones in their grace among them. */
  get size(): number {
    return this.#open.size + this.#closed.size;
  }

  *#of(userId: string): Iterable<Connection> {
    for (const id of this.#byUser.get(userId) ?? []) {
      const connection = this.#open.get(id) ?? this.#closed.get(id);
      if (connection) yield connection;
    }
  }

  #dropOldest(own: ReadonlySet<string>): void {
    if (own.size <= this.#perUserMax) return;
    for (const id of this.#open.keys()) {
      if (!own.has(id)) continue;
      this.#remove(id);
      return;
    }
  }

  #remove(connectionId: string): void {
    const connection = this.#open.get(connectionId) ?? this.#closed.get(connectionId);
    this.#open.delete(connectionId);
    this.#closed.delete(connectionId);
    if (!connection) return;
    const own = this.#byUser.get(connection.userId);
    own?.delete(connectionId);
    if (own?.size === 0) this.#byUser.delete(connection.userId);
  }
}

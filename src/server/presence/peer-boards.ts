import * as z from "zod";
import { PresenceStatus } from "../../shared/presence";
import { strongerStatus } from "./presence-board";

const Entry = z.tuple([
  z.string(),
  PresenceStatus.nullable(),
  /** When they were last here, epoch milliseconds. */
  z.number(),
]);
export type PeerEntry = z.infer<typeof Entry>;

/** What boards tell each other. `n` counts a board's tellings, so that one that was lost is noticed. */
export const PeerMessage = z.discriminatedUnion("type", [
  /** Users whose state on that board changed. Empty, with the last `n`: the board is alive. */
  z.object({ type: z.literal("changed"), from: z.string(), n: z.number(), users: z.array(Entry) }),
  /** The first part of everything on that board; what was known of it before is forgotten. */
  z.object({ type: z.literal("all"), from: z.string(), n: z.number(), users: z.array(Entry) }),
  /** Asks one board, or every board (`null`), for everything. */
  z.object({ type: z.literal("ask"), from: z.string(), to: z.string().nullable() }),
  /** The board closes. */
  z.object({ type: z.literal("bye"), from: z.string() }),
]);
export type PeerMessage = z.infer<typeof PeerMessage>;

interface Peer {
  n: number;
  /** Monotonic milliseconds. */
  heardAt: number;
  /** How long it counts without a word. */
  lifeMs: number;
  users: Map<string, PresenceStatus>;
}

export interface Heard {
  /** Users whose state may have changed. */
  touched: Set<string>;
  /** When they were last here, epoch milliseconds. */
  seen: Map<string, number>;
  /** A telling was missed: this board must be asked for everything. */
  missed: boolean;
}

/** What the boards of the other processes said. One that falls silent is forgotten, and everybody on it with it. */
export class PeerBoards {
  readonly #peers = new Map<string, Peer>();
  readonly #lifeMs: number;
  readonly #graceMs: number;

  constructor({ lifeMs, graceMs }: { lifeMs: number; graceMs: number }) {
    this.#lifeMs = lifeMs;
    this.#graceMs = graceMs;
  }

  /** Takes in what a board told. @param at monotonic milliseconds */
  hear(message: Exclude<PeerMessage, { type: "ask" }>, at: number): Heard {
    const heard: Heard = { touched: new Set(), seen: new Map(), missed: false };
    const known = this.#peers.get(message.from);
    if (message.type === "bye") {
      // Its people are on their way to another process, as after a reload.
      if (known) Object.assign(known, { heardAt: at, lifeMs: this.#graceMs });
      return heard;
    }
    const peer: Peer = known ?? { n: -1, heardAt: at, lifeMs: this.#lifeMs, users: new Map() };
    this.#peers.set(message.from, peer);
    if (message.type === "all") {
      for (const userId of peer.users.keys()) heard.touched.add(userId);
      peer.users.clear();
    } else {
      heard.missed = message.n !== peer.n + (message.users.length > 0 ? 1 : 0);
    }
    Object.assign(peer, { n: message.n, heardAt: at, lifeMs: this.#lifeMs });
    for (const [userId, status, seenAt] of message.users) {
      if (status) peer.users.set(userId, status);
      else peer.users.delete(userId);
      heard.touched.add(userId);
      heard.seen.set(userId, seenAt);
    }
    return heard;
  }

  /** Forgets boards that fell silent; answers who was on them, and when the board was last heard. */
  expire(at: number): Map<string, number> {
    const ended = new Map<string, number>();
    for (const [id, peer] of this.#peers) {
      if (at - peer.heardAt < peer.lifeMs) continue;
      this.#peers.delete(id);
      for (const userId of peer.users.keys()) ended.set(userId, Math.max(peer.heardAt, ended.get(userId) ?? 0));
    }
    return ended;
  }

  statusOf(userId: string): PresenceStatus | null {
    let best: PresenceStatus | null = null;
    for (const { users } of this.#peers.values()) best = strongerStatus(best, users.get(userId) ?? null);
    return best;
  }
}

import type { Presence, PresenceStatus } from "../../shared/presence";

/**
 * Who is here. A user is present while one of their connections has beaten within `limits.presenceLifeMs`; with several, busy wins over online
 * and online over away. Every process has a board, and the boards of one installation tell each other.
 * Nothing here asks who may know what: that is for the verbs beside it.
 */
export interface PresenceBoard {
  /** A sign of life of one connection. Cheap: a beat that changes nothing is told to nobody. */
  beat(userId: string, connectionId: string, status: PresenceStatus): void;
  /** The connection closed. Its user is gone after `leaveGraceMs`, unless they are back by then: a reload does not flap. */
  leave(connectionId: string): void;
  /** The present state, one for each different id asked, in that order; a stranger's is `offline`, never seen. */
  read(userIds: readonly string[]): Promise<Presence[]>;
  /**
   * Calls `onChange` for each change of state of these users, coalesced over `tellDelayMs`, from the moment the promise resolves until
   * disposed. What they are now is not told: watch first, then read. `onChange` must not throw.
   */
  watch(userIds: readonly string[], onChange: (presence: Presence) => void): Promise<AsyncDisposable>;
  /** Tells the other boards that this process ends, and frees everything. */
  close(): Promise<void>;
}

/** How long after a connection closed its user still counts as present. */
export const leaveGraceMs = 5_000;
/** Changes of a user within this time are told as one. */
export const tellDelayMs = 100;

/** Where it is kept when somebody was last here. */
export interface LastSeen {
  /** Epoch milliseconds by user id; those never seen are left out. */
  read(userIds: readonly string[]): Promise<Map<string, number>>;
  /** Notes the times (epoch milliseconds by user id); a later one that is known already stays. */
  save(seen: ReadonlyMap<string, number>): Promise<void>;
}

/** The better of two states: busy was said on purpose and wins, then online, then away, then nothing. */
export function strongerStatus(a: PresenceStatus | null, b: PresenceStatus | null): PresenceStatus | null {
  return rank(a) >= rank(b) ? a : b;
}

const order: readonly (PresenceStatus | null)[] = [null, "away", "online", "busy"];

function rank(status: PresenceStatus | null): number {
  return order.indexOf(status);
}

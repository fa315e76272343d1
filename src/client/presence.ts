import { limits } from "../shared/limits";
import type { PresenceStatus, Presence as UserPresence } from "../shared/presence";
import type { Platform } from "./chat-client.types";
import type { Clock } from "./clock";
import type { Connection } from "./connection";
import { type Notifier, Value } from "./readable";

/** A list that scrolls watches and unwatches many people: the question is put once it has settled. */
const settleMs = 150;
/** A page that nobody looked at for this long says that its user is away. */
const awayAfterMs = 60_000;

interface Parts {
  connection: Connection;
  platform: Platform;
  clock: Clock;
  notifier: Notifier;
}

/** Who is here: one question for everybody whom the screen shows, and the viewer's own heartbeat. */
export class Presence {
  readonly #parts: Parts;
  readonly #users = new Map<string, Value<UserPresence>>();
  readonly #watched = new Set<string>();
  #asked = "";
  #isDue = false;
  #endQuestion: () => void = () => undefined;
  #chosen: PresenceStatus = "online";
  #isAway = false;
  #beatAt = 0;
  #cancelAway: () => void = () => undefined;
  #cancelBeat: () => void = () => undefined;
  #unwatchPlatform: () => void = () => undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  of(userId: string): Value<UserPresence> {
    let user = this.#users.get(userId);
    if (!user) {
      const unknown: UserPresence = { userId, status: "offline", lastSeenAt: null };
      user = new Value<UserPresence>(this.#parts.notifier, unknown, {
        isSame: (a, b) => a.status === b.status && a.lastSeenAt === b.lastSeenAt,
        onWatched: () => {
          this.#watched.add(userId);
          this.#settle();
        },
        onUnwatched: () => {
          this.#watched.delete(userId);
          this.#settle();
        },
      });
      this.#users.set(userId, user);
    }
    return user;
  }

  setStatus(status: PresenceStatus): void {
    this.#chosen = status;
    this.#beat();
  }

  start(): void {
    this.#unwatchPlatform();
    this.#unwatchPlatform = this.#parts.platform.onVisibilityChange(() => this.#onVisibility());
    this.#onVisibility();
  }

  stop(): void {
    this.#unwatchPlatform();
    this.#cancelAway();
    this.lost();
  }

  /** There is a connection. */
  resume(): void {
    this.#beat();
  }

  /** Something arrived. Browsers hold back the timers of pages that nobody sees, but not what the network brings. */
  heard(): void {
    // Also when the device's clock was set back meanwhile.
    if (Math.abs(this.#parts.clock.now() - this.#beatAt) >= limits.heartbeatIntervalMs) this.#beat();
  }

  lost(): void {
    this.#cancelBeat();
  }

  #onVisibility(): void {
    this.#cancelAway();
    const setAway = (isAway: boolean) => {
      if (this.#isAway === isAway) return;
      this.#isAway = isAway;
      this.#beat();
    };
    if (this.#parts.platform.isVisible()) setAway(false);
    else this.#cancelAway = this.#parts.clock.after(awayAfterMs, () => setAway(true));
  }

  #beat(): void {
    this.#cancelBeat();
    const { connection, clock } = this.#parts;
    if (!connection.isOpen) return;
    const status = this.#isAway && this.#chosen === "online" ? "away" : this.#chosen;
    this.#beatAt = clock.now();
    // A lost beat is made good by the next one.
    connection.call((api) => api.presence.set.mutate({ status })).catch(() => undefined);
    this.#cancelBeat = clock.after(limits.heartbeatIntervalMs, () => this.#beat());
  }

  #settle(): void {
    if (this.#isDue) return;
    this.#isDue = true;
    this.#parts.clock.after(settleMs, () => {
      this.#isDue = false;
      this.#ask();
    });
  }

  /** Asks about everybody who is watched now. The answer begins with the present state of each. */
  #ask(): void {
    const userIds = [...this.#watched].slice(0, limits.presenceUsersMax);
    const key = [...userIds].sort().join();
    if (key === this.#asked) return;
    this.#asked = key;
    const endBefore = this.#endQuestion;
    this.#endQuestion =
      userIds.length === 0
        ? () => undefined
        : this.#parts.connection.keep((api, again) =>
            api.presence.onChange.subscribe({ userIds }, { onData: (presence) => this.of(presence.userId).set(presence), onError: again }),
          );
    endBefore();
  }
}

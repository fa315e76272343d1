/** Who may stay on a socket: there are five seconds to sign in, and so many sockets of one user, and of one address while nobody has. */
import type { Services } from "../api/services";
import type { PlaceKind } from "../platform/places";

/** Close codes of ours; 4000–4999 are for applications. */
export const closeCodes = {
  /** The sign-in ended, or there never was one. */
  signedOut: 4401,
  /** Too many sockets of one user. */
  tooMany: 4429,
  /** Not now: come back later. */
  tryLater: 1013,
  restarting: 1012,
  badSignIn: 1008,
} as const;

/** From the connection until somebody has signed in on it. Who was refused hears why meanwhile. */
const signInMsMax = 5_000;

type End = readonly [code: number, reason: string];

/** Why a socket ends on which nobody signed in, by how far it came. */
const ends = {
  silent: [closeCodes.badSignIn, "connectionParams expected"],
  // Nothing is wrong with the caller: it was we who could not say.
  asked: [closeCodes.tryLater, "try again later"],
  refused: [closeCodes.signedOut, "not signed in"],
} as const satisfies Record<string, End>;

interface Door {
  services: Pick<Services, "clock" | "rateLimits">;
  /** The caller's network address. */
  address: string;
  /** Closes the socket. */
  close: (code: number, reason: string) => void;
}

/** Watches one socket from its opening to its end. */
export class Admission {
  #state: keyof typeof ends = "silent";
  #isOver = false;
  /** Gone once somebody has signed in. */
  #patience: Disposable | null;
  /** The place it holds: among the strangers, then among its user's sockets. */
  #place: Disposable | null = null;
  readonly #door: Door;

  constructor(door: Door) {
    this.#door = door;
    this.#patience = door.services.clock.after(signInMsMax, () => this.#close(ends[this.#state]));
    void this.#hold(["strangers", door.address], () => this.#patience !== null, [closeCodes.tryLater, "too many callers"]);
  }

  /** Something came that may be a sign-in. */
  heard(): void {
    if (this.#state === "silent") this.#state = "asked";
  }

  /** What came of it: who signed in, if anybody did. */
  decide(userId: string | undefined): void {
    this.#state = "refused";
    if (userId === undefined) return;
    this.#settle();
    void this.#hold(["sockets", userId], () => !this.#isOver, [closeCodes.tooMany, "too many sockets"]);
  }

  /** The socket has closed. */
  end(): void {
    this.#isOver = true;
    this.#settle();
  }

  #settle(): void {
    this.#patience?.[Symbol.dispose]();
    this.#patience = null;
    this.#place?.[Symbol.dispose]();
    this.#place = null;
  }

  /** Takes a place and keeps it while it is wanted; without one the socket ends. */
  async #hold([kind, key]: [PlaceKind, string], isWanted: () => boolean, full: End): Promise<void> {
    const place = await this.#door.services.rateLimits.hold(kind, key);
    if (!isWanted()) place?.[Symbol.dispose]();
    else if (place) this.#place = place;
    else this.#close(full);
  }

  #close([code, reason]: End): void {
    this.#door.close(code, reason);
  }
}

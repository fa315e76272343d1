/** Who may stay on a socket: there are five seconds to sign in, and so many sockets of one user, and of one address while nobody has. */
import type { WebSocket } from "ws";
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

export interface Admission {
  /** Something came that may be a sign-in. */
  heard(): void;
  /** What came of it: who signed in, if anybody did. */
  decide(userId: string | undefined): void;
}

interface Door {
  services: Pick<Services, "clock" | "rateLimits">;
  /** The caller's network address. */
  address: string;
  /** Closes the socket. */
  close: (code: number, reason: string) => void;
}

/** Begins to watch a socket that was just opened. */
export function watchAdmission(client: WebSocket, { services, address, close }: Door): Admission {
  const ends = {
    silent: () => close(closeCodes.badSignIn, "connectionParams expected"),
    // Nothing is wrong with the caller: it was we who could not say.
    asked: () => close(closeCodes.tryLater, "try again later"),
    refused: () => close(closeCodes.signedOut, "not signed in"),
  };
  let state: keyof typeof ends = "silent";
  let isDecided = false;

  const hold = async (kind: PlaceKind, key: string, full: () => void): Promise<Disposable> => {
    const place = await services.rateLimits.hold(kind, key);
    if (!place) full();
    return place ?? { [Symbol.dispose]: () => undefined };
  };
  const stranger = hold("strangers", address, () => {
    if (!isDecided) close(closeCodes.tryLater, "too many callers");
  });
  const patience = services.clock.after(signInMsMax, () => ends[state]());
  const settle = () => {
    isDecided = true;
    patience[Symbol.dispose]();
    void stranger.then((place) => place[Symbol.dispose]());
  };
  onClose(client, settle);

  return {
    heard() {
      if (state === "silent") state = "asked";
    },
    decide(userId) {
      state = "refused";
      if (userId === undefined) return;
      settle();
      const place = hold("sockets", userId, () => close(closeCodes.tooMany, "too many sockets"));
      onClose(client, () => void place.then((one) => one[Symbol.dispose]()));
    },
  };
}

/** Calls back when the socket has closed: it may have closed already, while its sign-in was looked up. */
export function onClose(client: WebSocket, callback: () => void): void {
  if (client.readyState === client.CLOSED) callback();
  else client.once("close", callback);
}

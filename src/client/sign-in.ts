import { readAppError } from "../shared/errors";
import { limits } from "../shared/limits";
import { backoffMs } from "./backoff";
import type { Clock } from "./clock";
import { ConnectionLost } from "./connection-lost";

/** How long the app may take to fetch a token. */
const tokenWithinMs = 20_000;
/** Tokens are renewed well before they end. */
const renewMs = limits.chatTokenLifeMs * 0.6;

/** Whether the server said that nobody is signed in any more. */
export function endsSignIn(error: unknown): boolean {
  const code = readAppError(error)?.code;
  return code === "UNAUTHENTICATED" || code === "SESSION_ENDED";
}

/** The chat tokens that sign a connection in, where no cookie does. */
export class SignIn {
  readonly #getToken: (() => Promise<string>) | undefined;
  readonly #clock: Clock;
  #cancel: () => void = () => undefined;

  constructor(getToken: (() => Promise<string>) | undefined, clock: Clock) {
    this.#getToken = getToken;
    this.#clock = clock;
  }

  get isByToken(): boolean {
    return this.#getToken !== undefined;
  }

  /** A token, or null when the cookie signs in. One that does not come is given up, so that a later try may get it. */
  ask(): Promise<string | null> {
    const getToken = this.#getToken;
    if (!getToken) return Promise.resolve(null);
    return new Promise((resolve, reject) => {
      const cancel = this.#clock.after(tokenWithinMs, () => reject(new ConnectionLost()));
      getToken().then(resolve, reject).finally(cancel);
    });
  }

  /** Renews the sign-in of the socket that is open now, again and again until `stop`. */
  keepFresh(renew: (token: string) => Promise<unknown>): void {
    this.stop();
    if (this.#getToken) this.#renewAfter(renewMs, renew);
  }

  stop(): void {
    this.#cancel();
    this.#cancel = () => undefined;
  }

  #renewAfter(delayMs: number, renew: (token: string) => Promise<unknown>): void {
    let isStopped = false;
    const cancelTimer = this.#clock.after(delayMs, () => {
      void this.#try(renew).then((nextMs) => {
        if (!isStopped) this.#renewAfter(nextMs, renew);
      });
    });
    this.#cancel = () => {
      isStopped = true;
      cancelTimer();
    };
  }

  /** Renews once; answers in how many ms to do so again. */
  async #try(renew: (token: string) => Promise<unknown>): Promise<number> {
    try {
      const token = await this.ask();
      if (token !== null) await renew(token);
      return renewMs;
    } catch {
      // The old one holds for a while yet, and a sign-in that has ended is noticed by every other call.
      return 1_000 + backoffMs(3, this.#clock.random());
    }
  }
}

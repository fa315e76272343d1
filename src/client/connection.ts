import { readAppError } from "../shared/errors";
import { limits } from "../shared/limits";
import type { Api, Unsubscribable } from "./api";
import { backoffMs } from "./backoff";
import type { ChatClientOptions, Platform } from "./chat-client.types";
import type { Clock } from "./clock";
import { ConnectionLost } from "./connection-lost";
import { type Notifier, Value } from "./readable";
import { Socket } from "./socket";

/** A connection that held this long was a good one: the next trouble is met without the waiting of earlier ones. */
const steadyMs = 5_000;
/** How long a call of the screen waits for a connection before it is refused. */
const patienceMs = 10_000;
/** How long the app may take to fetch a token. */
const tokenWithinMs = 20_000;
/** Sign-ins by token are renewed well before they end. */
const renewMs = limits.chatTokenLifeMs * 0.6;

export interface LinkState {
  link: "idle" | "opening" | "open" | "waiting" | "signed-out";
  /** Epoch milliseconds of the next try, while waiting. */
  retryAt: number | null;
}

/** Begins a subscription on a new socket; `again` begins it once more after it failed. */
export type Begin = (api: Api, again: (error: unknown) => void) => Unsubscribable;

interface Kept {
  begin: Begin;
  /** Whether it is begun again even after a refusal that asking again does not help. */
  isVital: boolean;
  running: Unsubscribable | null;
  failures: number;
}

/** Keeps one socket open, and on it what is subscribed to. */
export class Connection {
  readonly state: Value<LinkState>;
  /** Called when a socket has opened, before anything else is begun on it. */
  onOpen: () => void = () => undefined;
  onLost: () => void = () => undefined;
  /** Called whenever anything arrives. */
  onHeard: () => void = () => undefined;
  readonly #options: Pick<ChatClientOptions, "url" | "getToken" | "WebSocket">;
  readonly #clock: Clock;
  readonly #platform: Platform;
  readonly #kept = new Set<Kept>();
  readonly #waiters = new Set<() => void>();
  #socket: Socket | null = null;
  #attempt = 0;
  #refusals = 0;
  #openedAt = 0;
  #cancelRetry: () => void = () => undefined;
  #cancelRenewal: () => void = () => undefined;
  #unwatch: (() => void)[] = [];
  /** Raised with each try and at each end, so that a late token opens nothing. */
  #life = 0;

  constructor(options: ChatClientOptions, parts: { clock: Clock; platform: Platform; notifier: Notifier }) {
    this.#options = options;
    this.#clock = parts.clock;
    this.#platform = parts.platform;
    this.state = new Value<LinkState>(parts.notifier, { link: "idle", retryAt: null });
  }

  get isOpen(): boolean {
    return this.#socket?.isOpen ?? false;
  }

  /** Throws where there is no WebSocket and none was passed in. */
  start(): void {
    if (!(this.#options.WebSocket ?? globalThis.WebSocket)) throw new Error("This platform has no WebSocket: pass one in the options.");
    if (this.state.current.link !== "idle" && this.state.current.link !== "signed-out") return;
    this.#refusals = 0;
    this.#attempt = 0;
    if (this.#unwatch.length === 0) this.#watchPlatform();
    void this.#connect();
  }

  stop(): void {
    for (const end of this.#unwatch.splice(0)) end();
    this.#end({ link: "idle", retryAt: null });
  }

  /** Ends everything as if nobody were signed in; `start` begins anew. */
  endSignIn(): void {
    this.#end({ link: "signed-out", retryAt: null });
  }

  /** Makes a call now. Rejects with ConnectionLost when there is no connection, or when it is cut before the answer. */
  call<T>(work: (api: Api) => Promise<T>): Promise<T> {
    const socket = this.#socket;
    if (!socket?.isOpen) return Promise.reject(new ConnectionLost());
    return socket.call(work).then(
      (answer) => {
        this.#refusals = 0;
        return answer;
      },
      (error: unknown) => {
        if (socket === this.#socket) this.#checkSignIn(error);
        throw error;
      },
    );
  }

  /** Makes a call as soon as there is a connection; rejects when there is none for ten seconds. One that is cut off is made again if it may be. */
  async patiently<T>(work: (api: Api) => Promise<T>, isRepeatable = true): Promise<T> {
    const until = this.#clock.now() + patienceMs;
    for (;;) {
      await this.#opened(until - this.#clock.now());
      try {
        return await this.call(work);
      } catch (error) {
        if (!(error instanceof ConnectionLost) || !isRepeatable || this.#clock.now() >= until) throw error;
      }
    }
  }

  /** Keeps a subscription, on this socket and on every later one, until the answer is called. One that is refused waits for the next socket. */
  keep(begin: Begin): () => void {
    return this.#keep({ begin, isVital: false, running: null, failures: 0 });
  }

  /** The same for what the chat cannot do without: it is begun again whatever the refusal. */
  keepAlways(begin: Begin): () => void {
    return this.#keep({ begin, isVital: true, running: null, failures: 0 });
  }

  #keep(kept: Kept): () => void {
    this.#kept.add(kept);
    this.#begin(kept);
    return () => {
      this.#kept.delete(kept);
      kept.running?.unsubscribe();
      kept.running = null;
    };
  }

  #begin(kept: Kept): void {
    const socket = this.#socket;
    if (!socket?.isOpen) return;
    socket.begin((api) => {
      if (socket !== this.#socket || !this.#kept.has(kept) || kept.running) return;
      kept.running = kept.begin(api, (error) => {
        if (socket !== this.#socket) return;
        kept.running = null;
        if (this.#checkSignIn(error)) return;
        const app = readAppError(error);
        if (app && !app.retry && !kept.isVital) return;
        this.#clock.after(app?.retryAfterMs ?? 250 + backoffMs(kept.failures++, this.#clock.random()), () => this.#begin(kept));
      });
    });
  }

  async #connect(): Promise<void> {
    const life = ++this.#life;
    this.#cancelRetry();
    this.state.set({ link: "opening", retryAt: null });
    let token: string | null = null;
    try {
      token = await this.#askToken();
    } catch (error) {
      if (life !== this.#life) return;
      const code = readAppError(error)?.code;
      if (code === "UNAUTHENTICATED" || code === "SESSION_ENDED") this.#end({ link: "signed-out", retryAt: null });
      else this.#retry();
      return;
    }
    if (life !== this.#life) return;
    this.#socket = new Socket({
      url: this.#options.url,
      token,
      WebSocket: this.#options.WebSocket,
      clock: this.#clock,
      onOpen: () => this.#onOpen(),
      onLost: () => this.#lost(),
      onHeard: () => this.onHeard(),
    });
  }

  /** A token, or null when the cookie signs in. One that does not come is given up, so that a later try may get it. */
  #askToken(): Promise<string | null> {
    const { getToken } = this.#options;
    if (!getToken) return Promise.resolve(null);
    return new Promise((resolve, reject) => {
      const cancel = this.#clock.after(tokenWithinMs, () => reject(new ConnectionLost()));
      getToken().then(resolve, reject).finally(cancel);
    });
  }

  #onOpen(): void {
    this.#openedAt = this.#clock.now();
    this.state.set({ link: "open", retryAt: null });
    this.onOpen();
    for (const kept of this.#kept) {
      kept.failures = 0;
      this.#begin(kept);
    }
    for (const wake of [...this.#waiters]) wake();
    if (this.#options.getToken) this.#renewLater(renewMs);
  }

  #lost(): void {
    this.#dropSocket();
    if (this.#openedAt > 0 && this.#clock.now() - this.#openedAt >= steadyMs) this.#attempt = 0;
    this.#openedAt = 0;
    this.#retry();
  }

  #dropSocket(): void {
    this.#cancelRenewal();
    this.#socket?.close();
    this.#socket = null;
    for (const kept of this.#kept) kept.running = null;
    this.onLost();
  }

  #retry(): void {
    const delayMs = backoffMs(this.#attempt++, this.#clock.random());
    this.state.set({ link: "waiting", retryAt: this.#clock.now() + delayMs });
    this.#cancelRetry();
    this.#cancelRetry = this.#clock.after(delayMs, () => void this.#connect());
  }

  #end(state: LinkState): void {
    this.#life++;
    this.#cancelRetry();
    this.#dropSocket();
    this.state.set(state);
    for (const wake of [...this.#waiters]) wake();
  }

  /** Whether this error says that the sign-in has ended. A token may simply be too old: a fresh one is tried once. */
  #checkSignIn(error: unknown): boolean {
    const code = readAppError(error)?.code;
    if (code !== "UNAUTHENTICATED" && code !== "SESSION_ENDED") return false;
    if (this.#options.getToken && this.#refusals++ === 0) {
      this.#dropSocket();
      this.#retry();
    } else {
      this.#end({ link: "signed-out", retryAt: null });
    }
    return true;
  }

  #renewLater(delayMs: number): void {
    this.#cancelRenewal = this.#clock.after(delayMs, () => {
      const { getToken } = this.#options;
      if (!getToken) return;
      const life = this.#life;
      getToken()
        .then((token) => this.call((api) => api.auth.renew.mutate({ token })))
        .then(
          () => life === this.#life && this.isOpen && this.#renewLater(renewMs),
          () => life === this.#life && this.isOpen && this.#renewLater(backoffMs(3, this.#clock.random()) + 1_000),
        );
    });
  }

  /** Resolves when there is a connection; rejects after `withinMs`, or at once when nobody is signed in. */
  #opened(withinMs: number): Promise<void> {
    if (this.isOpen) return Promise.resolve();
    const { link } = this.state.current;
    if (link === "signed-out" || withinMs <= 0) return Promise.reject(new ConnectionLost());
    return new Promise((resolve, reject) => {
      const settle = () => {
        this.#waiters.delete(settle);
        cancel();
        if (this.isOpen) resolve();
        else reject(new ConnectionLost());
      };
      const cancel = this.#clock.after(withinMs, settle);
      this.#waiters.add(settle);
    });
  }

  /** The platform's word is a hint: it makes the next try or check happen now, and never keeps one from happening. */
  #watchPlatform(): void {
    const hurry = () => {
      if (this.#socket) this.#socket.check();
      else if (this.state.current.link === "waiting") void this.#connect();
    };
    this.#unwatch = [
      this.#platform.onOnlineChange(() => {
        if (this.#platform.isOnline()) hurry();
        else if (this.#socket) this.#lost();
      }),
      this.#platform.onVisibilityChange(() => {
        if (this.#platform.isVisible()) hurry();
      }),
    ];
  }
}

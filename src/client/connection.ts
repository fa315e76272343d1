import { readAppError } from "../shared/errors";
import type { Api } from "./api";
import { backoffMs } from "./backoff";
import type { ChatClientOptions, Platform } from "./chat-client.types";
import { type Clock, pause } from "./clock";
import { ConnectionLost } from "./connection-lost";
import { type Notifier, Value } from "./readable";
import { endsSignIn, SignIn } from "./sign-in";
import { Socket } from "./socket";
import { type Begin, Subscriptions } from "./subscriptions";

/** A connection that held this long was a good one: the next trouble is met without the waiting of earlier ones. */
const steadyMs = 5_000;
/** How long a call of the screen waits for a connection, or for a server that cannot answer it, before it is refused. */
const patienceMs = 10_000;
/** What people did is not given up as soon: a database that is started again is back by then. */
export const insistently: Patience = { forMs: 60_000 };

interface Patience {
  /** Whether the call may be made again when it is not known what became of it; it may unless this says otherwise. */
  isRepeatable?: boolean;
  /** For how long it is made again while the server cannot do it. */
  forMs?: number;
}

export interface LinkState {
  link: "idle" | "opening" | "open" | "waiting" | "signed-out";
  /** Epoch milliseconds of the next try, while waiting. */
  retryAt: number | null;
}

/** Keeps one socket open, and on it what is subscribed to. */
export class Connection {
  readonly state: Value<LinkState>;
  /** How many calls the server could not do and is asked to do again. */
  readonly troubled: Value<number>;
  /** Called when a socket has opened, before anything else is begun on it. */
  onOpen: () => void = () => undefined;
  onLost: () => void = () => undefined;
  /** Called whenever anything arrives. */
  onHeard: () => void = () => undefined;
  readonly #options: Pick<ChatClientOptions, "url" | "WebSocket">;
  readonly #signIn: SignIn;
  readonly #clock: Clock;
  readonly #platform: Platform;
  readonly #subscriptions: Subscriptions;
  readonly #waiters = new Set<() => void>();
  #socket: Socket | null = null;
  #attempt = 0;
  #refusals = 0;
  #openedAt = 0;
  #cancelRetry: () => void = () => undefined;
  #unwatch: (() => void)[] = [];
  /** Raised with each try and at each end, so that a late token opens nothing. */
  #life = 0;

  constructor(options: ChatClientOptions, parts: { clock: Clock; platform: Platform; notifier: Notifier }) {
    this.#options = options;
    this.#clock = parts.clock;
    this.#platform = parts.platform;
    this.#signIn = new SignIn(options.getToken, parts.clock);
    this.#subscriptions = new Subscriptions(parts.clock, (error) => this.#checkSignIn(error));
    this.state = new Value<LinkState>(parts.notifier, { link: "idle", retryAt: null });
    this.troubled = new Value(parts.notifier, 0);
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

  /**
   * Makes a call as soon as there is a connection; rejects when there is none for ten seconds. One that is cut off is made again if it may be, and so is one
   * that the server cannot do now.
   */
  async patiently<T>(work: (api: Api) => Promise<T>, { isRepeatable = true, forMs = patienceMs }: Patience = {}): Promise<T> {
    const startedAt = this.#clock.now();
    let until = startedAt + patienceMs;
    let refusals = 0;
    try {
      for (;;) {
        await this.#opened(until - this.#clock.now());
        try {
          return await this.call(work);
        } catch (error) {
          if (!isRepeatable || readAppError(error)?.code !== "UNAVAILABLE") throw error;
          const now = this.#clock.now();
          if (now >= (error instanceof ConnectionLost ? until : startedAt + forMs)) throw error;
          if (error instanceof ConnectionLost) continue;
          until = now + patienceMs;
          if (refusals++ === 0) this.troubled.set(this.troubled.current + 1);
          await pause(this.#clock, backoffMs(refusals, this.#clock.random(), { maxMs: 4_000 }));
        }
      }
    } finally {
      if (refusals > 0) this.troubled.set(this.troubled.current - 1);
    }
  }

  /** Keeps a subscription, on this socket and on every later one, until the answer is called. One that is refused waits for the next socket. */
  keep(begin: Begin): () => void {
    return this.#subscriptions.keep(begin, false);
  }

  /** The same for what the chat cannot do without: it is begun again whatever the refusal. */
  keepAlways(begin: Begin): () => void {
    return this.#subscriptions.keep(begin, true);
  }

  async #connect(): Promise<void> {
    const life = ++this.#life;
    this.#cancelRetry();
    this.state.set({ link: "opening", retryAt: null });
    let token: string | null = null;
    try {
      token = await this.#signIn.ask();
    } catch (error) {
      if (life !== this.#life) return;
      if (endsSignIn(error)) this.endSignIn();
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

  #onOpen(): void {
    this.#openedAt = this.#clock.now();
    this.state.set({ link: "open", retryAt: null });
    this.onOpen();
    if (this.#socket) this.#subscriptions.opened(this.#socket);
    for (const wake of [...this.#waiters]) wake();
    this.#signIn.keepFresh((token) => this.call((api) => api.auth.renew.mutate({ token })));
  }

  #lost(): void {
    this.#dropSocket();
    if (this.#openedAt > 0 && this.#clock.now() - this.#openedAt >= steadyMs) this.#attempt = 0;
    this.#openedAt = 0;
    this.#retry();
  }

  #dropSocket(): void {
    this.#signIn.stop();
    this.#socket?.close();
    this.#socket = null;
    this.#subscriptions.lost();
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
    if (!endsSignIn(error)) return false;
    if (this.#signIn.isByToken && this.#refusals++ === 0) {
      this.#dropSocket();
      this.#retry();
    } else {
      this.endSignIn();
    }
    return true;
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

import { createTRPCClient, createWSClient, TRPCClientError, type TRPCWebSocketClient, wsLink } from "@trpc/client";
import type { AppRouter } from "../server/api/root";
import type { Api } from "./api";
import type { Clock } from "./clock";
import { ConnectionLost } from "./connection-lost";
import { Heartbeat } from "./heartbeat";
import { Pace } from "./pace";

/** A socket that is not open after this long is given up: a network that swallows everything does not say so. */
const openWithinMs = 10_000;

interface Options {
  url: string;
  token: string | null;
  WebSocket: typeof WebSocket | undefined;
  clock: Clock;
  onOpen: () => void;
  /** Once, whatever the reason. */
  onLost: () => void;
  /** Whenever anything arrives. */
  onHeard: () => void;
}

/**
 * One life of one WebSocket: the stock tRPC client and link, used until the first trouble and then thrown away. Coming back is the connection's
 * work, not the stock client's: it waits with jitter, wakes when the network returns, and does not wait for the close handshake of a dead peer.
 */
export class Socket {
  readonly api: Api;
  readonly #client: TRPCWebSocketClient;
  readonly #clock: Clock;
  readonly #pace: Pace;
  readonly #lost = new Set<() => void>();
  readonly #onLost: () => void;
  readonly #onHeard: () => void;
  #heartbeat: Heartbeat | null = null;
  #cancelOpenTimer: () => void;
  #isLost = false;

  constructor({ url, token, WebSocket, clock, onOpen, onLost, onHeard }: Options) {
    this.#clock = clock;
    this.#pace = new Pace(clock);
    this.#onLost = onLost;
    this.#onHeard = onHeard;
    this.#client = createWSClient({
      url,
      WebSocket,
      ...(token !== null && { connectionParams: { token } }),
    });
    this.api = createTRPCClient<AppRouter>({ links: [wsLink({ client: this.#client })] });
    this.#cancelOpenTimer = clock.after(openWithinMs, () => this.#lose());
    this.#client.connectionState.subscribe({
      next: ({ state, error }) => {
        // Every trouble ends here: not reached, closed, broken, or asked by the server to come back.
        if (state === "connecting" && error) this.#lose();
        // A turn later the sign-in has been sent, and calls begun now are not held up behind it.
        if (state === "pending") clock.after(0, () => this.#open(onOpen));
      },
    });
  }

  get isOpen(): boolean {
    return this.#heartbeat !== null && !this.#isLost;
  }

  /** Makes a call. Rejects with ConnectionLost as soon as the socket is lost, without waiting for its close handshake. */
  call<T>(work: (api: Api) => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const onLost = () => reject(new ConnectionLost());
      if (this.#isLost) return onLost();
      this.#lost.add(onLost);
      const settle = () => this.#lost.delete(onLost);
      this.#pace.begin(() => {
        work(this.api)
          .then(resolve, (error: unknown) => reject(isAnswer(error) ? error : new ConnectionLost()))
          .finally(settle);
      });
    });
  }

  /** Begins something in its turn, unless the socket is lost by then. */
  begin(work: (api: Api) => void): void {
    this.#pace.begin(() => {
      if (!this.#isLost) work(this.api);
    });
  }

  /** Asks at once whether the other side is still there. */
  check(): void {
    this.#heartbeat?.check();
  }

  close(): void {
    this.#lose(false);
  }

  #open(onOpen: () => void): void {
    const connection = this.#client.connection;
    if (this.#isLost || connection?.state !== "open") return;
    this.#cancelOpenTimer();
    this.#heartbeat = new Heartbeat(connection.ws, this.#clock, { onDead: () => this.#lose(), onHeard: this.#onHeard });
    onOpen();
  }

  #lose(isTold = true): void {
    if (this.#isLost) return;
    this.#isLost = true;
    this.#cancelOpenTimer();
    this.#heartbeat?.stop();
    this.#pace.clear();
    // Ends the stock client's own attempts; it waits for answers that may never come, so its socket is closed beside it.
    this.#client.close().catch(() => undefined);
    this.#client.connection?.ws?.close();
    for (const reject of this.#lost) reject();
    this.#lost.clear();
    if (isTold) this.#onLost();
  }
}

/** Whether the server said this; otherwise the stock client tells of a connection that is gone. */
function isAnswer(error: unknown): boolean {
  return error instanceof TRPCClientError && Boolean(error.data);
}

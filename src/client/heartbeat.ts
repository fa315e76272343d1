import type { Clock } from "./clock";

/** A silent connection is asked after this long … */
const silenceMs = 10_000;
/** … and counts as dead when nothing at all comes within this long. Together 15 s. */
const answerMs = 5_000;
/** A page that was just shown again, or a network that just came back, is told sooner. */
const hurriedAnswerMs = 3_000;

/** WebSocket.OPEN, which not every implementation passed in has as a static. */
const openState = 1;

/**
 * Notices a connection that is half open (its socket lives, nothing arrives), which a WebSocket itself does not tell for minutes.
 * Speaks the PING and PONG texts of tRPC's own protocol.
 */
export class Heartbeat {
  readonly #socket: WebSocket;
  readonly #clock: Clock;
  readonly #onDead: () => void;
  #cancel: () => void = () => undefined;

  constructor(socket: WebSocket, clock: Clock, onDead: () => void) {
    this.#socket = socket;
    this.#clock = clock;
    this.#onDead = onDead;
    socket.addEventListener("message", this.#onMessage);
    this.#rest();
  }

  /** Asks now. */
  check(): void {
    this.#ask(hurriedAnswerMs);
  }

  stop(): void {
    this.#cancel();
    this.#socket.removeEventListener("message", this.#onMessage);
  }

  // Whatever comes is a sign of life.
  readonly #onMessage = (): void => this.#rest();

  #rest(): void {
    this.#cancel();
    this.#cancel = this.#clock.after(silenceMs, () => this.#ask(answerMs));
  }

  #ask(withinMs: number): void {
    this.#cancel();
    if (this.#socket.readyState === openState) {
      this.#socket.send("PING");
      this.#cancel = this.#clock.after(withinMs, this.#onDead);
    } else {
      this.#onDead();
    }
  }
}

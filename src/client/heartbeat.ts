import type { Clock } from "./clock";

/** A silent connection is asked after this long … */
const silenceMs = 10_000;
/** … and counts as dead when nothing at all comes within this long. Together 15 s. */
const answerMs = 5_000;
/** A page that was just shown again, or a network that just came back, is told sooner. */
const hurriedAnswerMs = 3_000;

/** WebSocket.OPEN, which not every implementation passed in has as a static. */
const openState = 1;

interface Listener {
  /** Once. */
  onDead: () => void;
  /** Whenever anything arrives. */
  onHeard: () => void;
}

/**
 * Notices a connection that is half open (its socket lives, nothing arrives), which a WebSocket itself does not tell for minutes.
 * Speaks the PING and PONG texts of tRPC's own protocol.
 */
export class Heartbeat {
  readonly #socket: WebSocket;
  readonly #clock: Clock;
  readonly #listener: Listener;
  #heardAt: number;
  #cancel: () => void = () => undefined;

  constructor(socket: WebSocket, clock: Clock, listener: Listener) {
    this.#socket = socket;
    this.#clock = clock;
    this.#listener = listener;
    this.#heardAt = clock.now();
    socket.addEventListener("message", this.#onMessage);
    this.#rest(silenceMs);
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
  readonly #onMessage = (): void => {
    this.#heardAt = this.#clock.now();
    this.#listener.onHeard();
  };

  #rest(forMs: number): void {
    this.#cancel();
    this.#cancel = this.#clock.after(forMs, () => {
      const silentMs = this.#clock.now() - this.#heardAt;
      // A clock that was set back must not make this wait for as long.
      if (silentMs >= 0 && silentMs < silenceMs) this.#rest(silenceMs - silentMs);
      else this.#ask(answerMs);
    });
  }

  #ask(withinMs: number): void {
    this.#cancel();
    if (this.#socket.readyState !== openState) {
      this.#listener.onDead();
      return;
    }
    let isAnswered = false;
    const onAnswer = () => {
      isAnswered = true;
    };
    this.#socket.addEventListener("message", onAnswer, { once: true });
    this.#socket.send("PING");
    this.#cancel = this.#clock.after(withinMs, () => {
      this.#socket.removeEventListener("message", onAnswer);
      if (isAnswered) this.#rest(silenceMs);
      else this.#listener.onDead();
    });
  }
}

import type { Clock } from "../platform/clock";
import type { FrameSocket } from "./frame-socket";

/** How often each socket is looked at: before a client that hears nothing asks, which it does after ten seconds. */
const roundMs = 9_000;
/** A round is made in so many turns: thousands of sockets are written to a few at a time, and nobody's message waits for all of them. */
const turnsPerRound = 40;
/** Rounds without a byte after which a socket is asked whether anybody is there … */
const silentRoundsMax = 3;
/** … and after which it is ended, unanswered. */
const unansweredRoundsMax = 5;

/**
 * Gives silent sockets a sign of life, asks those that give none themselves, in tRPC's own words, and ends those that do not answer. The sign is the
 * answer to a question that the client need not ask any more: thousands of questions, each at its own moment, cost several times what the same
 * signs cost together. One timer for all of them, instead of tRPC's for each, which cost memory at every socket and time at every message.
 */
export class KeepAlive implements Disposable {
  readonly #sockets = new Set<FrameSocket>();
  readonly #turns: Disposable;
  /** Of this round: the sockets that were not looked at yet, how many they were meant to be, and the turns that are left for them. */
  #next: Iterator<FrameSocket> = this.#sockets.values();
  #due = 0;
  #turnsLeft = 0;

  constructor(clock: Pick<Clock, "every">) {
    this.#turns = clock.every(roundMs / turnsPerRound, () => this.#turn());
  }

  add(socket: FrameSocket): void {
    this.#sockets.add(socket);
  }

  remove(socket: FrameSocket): void {
    this.#sockets.delete(socket);
  }

  [Symbol.dispose](): void {
    this.#turns[Symbol.dispose]();
  }

  #turn(): void {
    if (this.#turnsLeft === 0) {
      this.#turnsLeft = turnsPerRound;
      this.#next = this.#sockets.values();
      this.#due = this.#sockets.size;
    }
    const share = Math.ceil(this.#due / this.#turnsLeft);
    this.#turnsLeft--;
    this.#due -= share;
    for (let count = 0; count < share; count++) {
      const { value, done } = this.#next.next();
      if (done) return;
      look(value);
    }
  }
}

function look(socket: FrameSocket): void {
  const { bytesRead } = socket;
  socket.silentRounds = bytesRead === socket.heardBytes ? socket.silentRounds + 1 : 0;
  socket.heardBytes = bytesRead;
  if (socket.silentRounds >= unansweredRoundsMax) socket.terminate();
  else if (socket.silentRounds === silentRoundsMax && socket.readyState === socket.OPEN) socket.send("PING");
  // What still waits to be written is a sign too.
  else if (!socket.wasSpokenTo && socket.bufferedAmount === 0) socket.send("PONG");
  socket.wasSpokenTo = false;
}

import type { Duplex } from "node:stream";
import { WebSocket } from "ws";
import { textFrame } from "../delivery/batch";
import type { Socket } from "../delivery/listener";

/** What a silent client is answered, or told before it asks: nothing goes with it. */
const pong = "PONG";
const pongFrame = textFrame(pong);

/**
 * A WebSocket to which whole frames can be written as they are: one frame, put together once, for a thousand sockets. `ws` would frame it again
 * for each. What is said in one turn of the event loop (an answer, and the event that it caused) leaves in one write.
 */
export class FrameSocket extends WebSocket implements Socket {
  /** What `KeepAlive` knows of it: bytes that had come at its last look, for how many looks nothing more has, and whether anything was said since. */
  heardBytes = 0;
  silentRounds = 0;
  wasSpokenTo = false;
  #stream: (Duplex & { readonly bytesRead?: number }) | null = null;
  #isHolding = false;

  /** To be called once, before anything is said: what is underneath. `ws` writes to it too, at once and in order, since nothing is compressed. */
  over(stream: Duplex): void {
    this.#stream = stream;
  }

  /** Bytes that have come so far. */
  get bytesRead(): number {
    return this.#stream?.bytesRead ?? 0;
  }

  write(frame: Buffer): void {
    // After the closing handshake has begun nothing may follow (RFC 6455, 5.5.1).
    if (this.readyState !== WebSocket.OPEN) return;
    this.wasSpokenTo = true;
    this.#stream?.write(frame);
  }

  override send(text: string): void {
    if (text !== pong) this.#hold();
    this.write(text === pong ? pongFrame : textFrame(text));
  }

  /** Holds what is written back until this turn is over. */
  #hold(): void {
    if (this.#isHolding || !this.#stream) return;
    this.#isHolding = true;
    this.#stream.cork();
    process.nextTick(() => {
      this.#isHolding = false;
      this.#stream?.uncork();
    });
  }
}

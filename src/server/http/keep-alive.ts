import type { Clock } from "../platform/clock";
import type { FrameSocket } from "./frame-socket";

/** How often all sockets are looked at. */
const lookMs = 10_000;
/** Looks without a byte after which a socket is asked whether anybody is there … */
const silentLooksMax = 3;
/** … and after which it is ended, unanswered. */
const unansweredLooksMax = 4;

/**
 * Asks silent sockets for a sign of life, in tRPC's own words, and ends those that give none. One look at all of them instead of tRPC's timers for
 * each, which cost memory at every socket and time at every message.
 */
export class KeepAlive implements Disposable {
  readonly #sockets = new Set<FrameSocket>();
  readonly #looks: Disposable;

  constructor(clock: Pick<Clock, "every">) {
    this.#looks = clock.every(lookMs, () => this.#look());
  }

  add(socket: FrameSocket): void {
    this.#sockets.add(socket);
  }

  remove(socket: FrameSocket): void {
    this.#sockets.delete(socket);
  }

  [Symbol.dispose](): void {
    this.#looks[Symbol.dispose]();
  }

  #look(): void {
    for (const socket of this.#sockets) {
      const { bytesRead } = socket;
      if (bytesRead !== socket.heardBytes) {
        socket.heardBytes = bytesRead;
        socket.silentLooks = 0;
        continue;
      }
      socket.silentLooks++;
      if (socket.silentLooks >= unansweredLooksMax) socket.terminate();
      else if (socket.silentLooks === silentLooksMax && socket.readyState === socket.OPEN) socket.send("PING");
    }
  }
}

import { limits } from "../../shared/limits";
import type { Role } from "../../shared/people";
import type { ConversationKey } from "./told";

/** What a listener needs of a socket; `ws` sockets have it. */
export interface Socket {
  readonly bufferedAmount: number;
  send(data: string): void;
  close(code: number, reason: string): void;
  terminate(): void;
}

/** The close code that asks a client to come back: it was too slow, and resumes from its cursor. */
const tooSlowCode = 1013;

/** The close code of a server that starts over. */
const comeBackCode = 1012;
const closeGraceMs = 2_000;
const resyncJson = '{"type":"resync"}';

/**
 * One durable subscription of one socket. It holds events back until its gap has been read and tRPC has told it the request's id (`open`),
 * and from then on writes tRPC frames straight to the socket: a subscription loop per listener and event would cost three times as much.
 */
export class Listener {
  /** What waits to be framed; `null` once closed. */
  #pending: string[] | null = [];
  #requestId: string | null = null;
  /** The conversations it hears as one who takes part; the hub keeps this. */
  readonly hears = new Set<Followed>();

  constructor(
    readonly actor: ListeningActor,
    readonly kind: "member" | "desk",
    readonly socket: Socket,
  ) {}

  get isOpen(): boolean {
    return this.#requestId !== null && this.#pending !== null;
  }

  get isClosed(): boolean {
    return this.#pending === null;
  }

  /** Takes an event (serialized) for the next frame. More than a resume's worth held back becomes one `resync`. */
  push(json: string): void {
    if (!this.#pending) return;
    if (this.#pending.length >= limits.resumeEventsMax) this.#pending = [resyncJson];
    else if (this.#pending[0] !== resyncJson) this.#pending.push(json);
  }

  /**
   * Begins: what was read of the gap goes first, in the frame that tRPC sends as the subscription's first value; what arrived meanwhile follows
   * with the next flush. A frame may repeat what another one said; it never leaves anything out.
   */
  open(requestId: string, cursor: string, gap: readonly string[]): string {
    this.#requestId = requestId;
    return frame(requestId, cursor, gap.join(","));
  }

  /**
   * Writes what waits as one frame. A reader who does not keep up is cut off, with the code that means "come back".
   * @returns how many events were written
   */
  flush(cursor: string): number {
    if (!this.#pending?.length || this.#requestId === null) return 0;
    const count = this.#pending.length;
    const events = count === 1 ? (this.#pending[0] ?? "") : this.#pending.join(",");
    this.#pending = [];
    if (this.socket.bufferedAmount > limits.socketQueueBytesMax) {
      this.#end(tooSlowCode, "too slow");
      return 0;
    }
    this.socket.send(frame(this.#requestId, cursor, events));
    return count;
  }

  /** Ends it and its socket: the client comes back and resumes. */
  sendAway(): void {
    this.#end(comeBackCode, "start afresh");
  }

  close(): void {
    this.#pending = null;
  }

  /** A peer that does not answer the closing is not waited for. */
  #end(code: number, reason: string): void {
    this.close();
    this.socket.close(code, reason);
    setTimeout(() => this.socket.terminate(), closeGraceMs).unref();
  }
}

/** A tRPC subscription frame with a tracked value: exactly what its own adapter would write. */
function frame(requestId: string, cursor: string, events: string): string {
  return `{"id":${requestId},"jsonrpc":"2.0","result":{"type":"data","data":{"id":"${cursor}","data":{"events":[${events}]}},"id":"${cursor}"}}`;
}

/** Who listens. */
export interface ListeningActor {
  id: string;
  role: Role;
  gymId: string;
}

/** A conversation that somebody on this process listens to. */
export interface Followed {
  readonly key: ConversationKey;
  /** Everything up to this version has been handed to the listeners. */
  version: number;
  /** The listeners of those who take part, by user. */
  readonly members: Map<string, Set<Listener>>;
}

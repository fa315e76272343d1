import { limits } from "../../shared/limits";
import type { Role } from "../../shared/people";
import { Batch, subscriptionValue } from "./batch";
import type { ConversationKey } from "./told";

/** What a listener needs of a socket. */
export interface Socket {
  /** Bytes written that have not left yet. */
  readonly bufferedAmount: number;
  /** Writes a whole WebSocket frame as it is. Does nothing once the socket is closing. */
  write(frame: Buffer): void;
  close(code: number, reason: string): void;
  terminate(): void;
}

/** The close code that asks a client to come back: it was too slow, and resumes from its cursor. */
const tooSlowCode = 1013;

/** The close code of a server that starts over. */
const comeBackCode = 1012;
const closeGraceMs = 2_000;
const onlyResync = Batch.empty.plus('{"type":"resync"}');

/**
 * One durable subscription of one socket. It holds events back until its gap has been read and tRPC has told it the request's id (`open`),
 * and from then on writes tRPC frames straight to the socket: a subscription loop per listener and event would cost three times as much.
 */
export class Listener {
  /** What waits to be framed; `null` once closed. */
  #pending: Batch | null = Batch.empty;
  #requestId: string | null = null;
  /** How long the first frame is, in bytes, while it may not have left yet. */
  #firstBytes = 0;
  /** The conversations it hears as one who takes part; the hub keeps this. */
  readonly hears = new Set<Followed>();
  /** How many ticks had begun when everything that it hears was followed: the later ones look for it too. */
  followsSince = Number.POSITIVE_INFINITY;

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

  /** Takes an event (serialized) for the next frame. More than a resume's worth held back, or too long, becomes one `resync`. */
  push(json: string): void {
    if (!this.#pending || this.#pending === onlyResync) return;
    const isTooMuch = this.#pending.count >= limits.resumeEventsMax || this.#pending.length > limits.resumeLengthMax;
    this.#pending = isTooMuch ? onlyResync : this.#pending.plus(json);
  }

  /**
   * Begins: what was read of the gap goes first, in the frame that tRPC sends as the subscription's first value; what arrived meanwhile follows
   * with the next flush. A frame may repeat what another one said; it never leaves anything out.
   */
  open(requestId: string, cursor: string, gap: readonly string[]): string {
    this.#requestId = requestId;
    const first = subscriptionValue(requestId, cursor, gap.join(","));
    this.#firstBytes = Buffer.byteLength(first);
    return first;
  }

  /**
   * Writes what waits as one frame. A reader who does not keep up is cut off, with the code that means "come back".
   * @returns how many events were written
   */
  flush(cursor: string): number {
    const batch = this.#pending;
    if (!batch?.count || this.#requestId === null) return 0;
    this.#pending = Batch.empty;
    const waiting = this.socket.bufferedAmount;
    if (waiting <= limits.socketQueueBytesMax) this.#firstBytes = 0;
    if (waiting > limits.socketQueueBytesMax + this.#firstBytes) {
      this.#end(tooSlowCode, "too slow");
      return 0;
    }
    this.socket.write(batch.frame(this.#requestId, cursor));
    return batch.count;
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

/** Who listens. */
export interface ListeningActor {
  id: string;
  role: Role;
  /** At whose desks they work. */
  deskGymIds: readonly string[];
}

/** A conversation that somebody on this process listens to. */
export interface Followed {
  readonly key: ConversationKey;
  /** Everything up to this version has been handed to the listeners. */
  version: number;
  /** Set while that version is not known: what changed at or after this moment (ISO, the database's clock) may be missing. */
  unknownSince?: string | undefined;
  /** The listeners of those who take part, by user. */
  readonly members: Map<string, Set<Listener>>;
}

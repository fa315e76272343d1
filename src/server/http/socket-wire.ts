import { AppError } from "../../shared/errors";
import { limits } from "../../shared/limits";
import { wireEncoder } from "../delivery/wire";

/** Calls of one socket that may be answered at a time; the next are read when some are done. */
const callsInFlightMax = 64;

interface Regulated {
  readonly bufferedAmount: number;
  readonly isPaused: boolean;
  pause(): void;
  resume(): void;
}

interface Call {
  id?: unknown;
  method?: unknown;
}

const none: readonly unknown[] = [];

/**
 * The encoder of one socket. Everything a socket says and hears passes here, so here is seen how many calls wait for their answers and how many
 * answers wait for the caller to read them: past the bounds nothing more is read, and TCP makes the caller wait.
 */
export class SocketWire {
  /** Most sockets are silent most of the time, and then hold nothing here. */
  #waiting: Set<unknown> | null = null;
  #justSaid = none;

  /** @param take what was said and is answered elsewhere: the adapter hears nothing of it */
  constructor(
    private readonly socket: Regulated,
    private readonly take: (said: unknown) => boolean = () => false,
  ) {}

  /** Also to be called when what was written has left. */
  regulate(): void {
    const isFull = (this.#waiting?.size ?? 0) >= callsInFlightMax || this.socket.bufferedAmount > limits.socketQueueBytesMax;
    if (isFull && !this.socket.isPaused) this.socket.pause();
    if (!isFull && this.socket.isPaused) this.socket.resume();
  }

  decode(data: string | Uint8Array | ArrayBuffer): unknown {
    // What is refused here is answered without an id too, and settles nothing of what was said before.
    this.#justSaid = none;
    const said = wireEncoder.decode(data);
    const calls = (Array.isArray(said) ? said : [said]) as (Call | null)[];
    if (calls.length > limits.frameCallsMax) throw new AppError("TOO_LARGE", {}, "a batch of too many calls");
    const ids = this.#idsOf(calls);
    this.#justSaid = ids;
    this.#waiting ??= new Set();
    for (const id of ids) this.#waiting.add(id);
    this.regulate();
    return this.take(said) ? none : said;
  }

  /** The ids that will be answered. Calls that cannot be told apart could not be counted: many would be one. */
  #idsOf(calls: readonly (Call | null)[]): unknown[] {
    const ids: unknown[] = [];
    for (const call of calls) {
      if (call?.id === undefined || (call.method === "subscription.stop" && call.id !== null)) continue;
      if (call.id === null || this.#waiting?.has(call.id) || ids.includes(call.id))
        throw new AppError("MALFORMED", {}, "a call without an id of its own");
      ids.push(call.id);
    }
    return ids;
  }

  encode(message: unknown): string {
    const { id } = message as Call;
    // A frame that could not be read is answered at once and as a whole, without an id.
    for (const answered of id === null ? this.#justSaid : [id]) this.#waiting?.delete(answered);
    if (this.#waiting?.size === 0) {
      this.#waiting = null;
      this.#justSaid = none;
    }
    this.regulate();
    return wireEncoder.encode(message);
  }
}

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

/**
 * The encoder of one socket. Everything a socket says and hears passes here, so here is seen how many calls wait for their answers and how many
 * answers wait for the caller to read them: past the bounds nothing more is read, and TCP makes the caller wait.
 */
export function socketWire(socket: Regulated): typeof wireEncoder & { regulate(): void } {
  const waiting = new Set<unknown>();
  let justSaid: unknown[] = [];

  /** Also to be called when what was written has left. */
  const regulate = () => {
    const isFull = waiting.size >= callsInFlightMax || socket.bufferedAmount > limits.socketQueueBytesMax;
    if (isFull && !socket.isPaused) socket.pause();
    if (!isFull && socket.isPaused) socket.resume();
  };

  return {
    regulate,
    decode(data) {
      const said = wireEncoder.decode(data);
      const calls = (Array.isArray(said) ? said : [said]) as (Call | null)[];
      if (calls.length > limits.frameCallsMax) throw new AppError("TOO_LARGE", {}, "a batch of too many calls");
      justSaid = calls.flatMap((call) => (call?.id === undefined || call.method === "subscription.stop" ? [] : [call.id]));
      for (const id of justSaid) waiting.add(id);
      regulate();
      return said;
    },
    encode(message) {
      const { id } = message as Call;
      // A frame that could not be read is answered at once and as a whole, without an id.
      for (const answered of id === null ? justSaid : [id]) waiting.delete(answered);
      regulate();
      return wireEncoder.encode(message);
    },
  };
}

import type { Listener } from "./listener";

/**
 * What a durable subscription yields, once: the encoder below recognises it, learns the request's id from the envelope around it, answers with
 * the first frame and lets the listener write all later ones itself. tRPC's adapter and a stock client cannot tell.
 */
export class HandOver {
  constructor(
    private readonly listener: Listener,
    private readonly first: { cursor: string; gap: readonly string[] },
    private readonly opened: () => void,
  ) {}

  open(requestId: string): string {
    const { cursor, gap } = this.first;
    const first = this.listener.open(requestId, cursor, gap);
    // tRPC sends `first` when the encoder returns; what was held back follows in the next microtask.
    queueMicrotask(this.opened);
    return first;
  }
}

interface Envelope {
  id?: string | number | null;
  result?: { data?: unknown };
}

/** The encoder of tRPC's WebSocket adapter: JSON, except for a hand-over. */
export const wireEncoder = {
  encode(message: unknown): string {
    const { id, result } = message as Envelope;
    if (result?.data instanceof HandOver) return result.data.open(JSON.stringify(id ?? null));
    return JSON.stringify(message);
  },
  decode(data: string | Uint8Array | ArrayBuffer): unknown {
    return JSON.parse(typeof data === "string" ? data : new TextDecoder().decode(data));
  },
};

/** A process has one cursor for those who came lately, and one for all others. */
const cursorsAtATime = 2;

/**
 * Events that wait to be written. Listeners for whom the same events wait hold the same batch, so a WebSocket frame is put together once for
 * all of them, and readers who are stalled hold one copy between them.
 */
export class Batch {
  /** How many events wait. */
  readonly count: number;
  /** How long they are, in characters of JSON. */
  readonly length: number;
  /** What most listeners of this batch take next. */
  #next: Batch | null = null;
  /** By cursor and request. */
  #frames: Map<string, Map<string, Buffer>> | null = null;

  /** The batch in which nothing waits. */
  static readonly empty = new Batch(null, "");

  private constructor(
    private readonly before: Batch | null,
    private readonly json: string,
  ) {
    this.count = before ? before.count + 1 : 0;
    this.length = before ? before.length + json.length : 0;
  }

  /** This batch and one event (serialized) more. */
  plus(json: string): Batch {
    if (this.#next?.json === json) return this.#next;
    this.#next = new Batch(this, json);
    return this.#next;
  }

  /**
   * The whole batch as one tRPC subscription value in one WebSocket text frame.
   * @param requestId the subscription's id, as JSON
   * @param cursor the cursor that the client will come back with
   */
  frame(requestId: string, cursor: string): Buffer {
    let byRequest = this.#frames?.get(cursor);
    if (!byRequest) {
      byRequest = new Map();
      if (!this.#frames || this.#frames.size >= cursorsAtATime) this.#frames = new Map();
      this.#frames.set(cursor, byRequest);
    }
    let frame = byRequest.get(requestId);
    if (!frame) {
      frame = textFrame(subscriptionValue(requestId, cursor, this.#events().join(",")));
      byRequest.set(requestId, frame);
    }
    return frame;
  }

  #events(): string[] {
    const events = new Array<string>(this.count);
    for (let batch: Batch | null = this; batch?.before; batch = batch.before) events[batch.count - 1] = batch.json;
    return events;
  }
}

/** A tRPC subscription message with a tracked value: exactly what its own adapter would write. */
export function subscriptionValue(requestId: string, cursor: string, events: string): string {
  return `{"id":${requestId},"jsonrpc":"2.0","result":{"type":"data","data":{"id":"${cursor}","data":{"events":[${events}]}},"id":"${cursor}"}}`;
}

/** A whole text message as a server frames it: final, unmasked, not compressed (RFC 6455, 5.2). */
export function textFrame(text: string): Buffer {
  const length = Buffer.byteLength(text);
  const headerLength = length < 126 ? 2 : length < 65_536 ? 4 : 10;
  const frame = Buffer.allocUnsafeSlow(headerLength + length);
  frame[0] = 0x81;
  if (headerLength === 2) frame[1] = length;
  else if (headerLength === 4) {
    frame[1] = 126;
    frame.writeUInt16BE(length, 2);
  } else {
    frame[1] = 127;
    frame.writeBigUInt64BE(BigInt(length), 2);
  }
  frame.write(text, headerLength);
  return frame;
}

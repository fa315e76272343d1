/** WebSocket frames by hand (RFC 6455): the good ones, and every way to get one wrong. */

export const opcodes = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

interface FrameOptions {
  opcode?: number;
  /** Whether this is the last fragment. */
  isFinal?: boolean;
  /** The three reserved bits, which nobody has agreed on. */
  reserved?: number;
  isMasked?: boolean;
  /** What the frame says its length is; what it is unless given. */
  length?: bigint;
  /** The least form of a length is what a peer must use. */
  wideLength?: boolean;
}

/** A frame as a client writes it. The mask is zeros, which is a mask, and costs nothing to apply. */
export function frame(payload: Buffer | string, options: FrameOptions = {}): Buffer {
  const body = typeof payload === "string" ? Buffer.from(payload) : payload;
  const { opcode = opcodes.text, isFinal = true, reserved = 0, isMasked = true, wideLength = false } = options;
  const length = options.length ?? BigInt(body.length);
  const wide = wideLength || length > 65_535n;
  const head = Buffer.alloc(2 + (wide ? 8 : length > 125n ? 2 : 0) + (isMasked ? 4 : 0));
  head[0] = (isFinal ? 0x80 : 0) | (reserved << 4) | opcode;
  const mask = isMasked ? 0x80 : 0;
  if (wide) {
    head[1] = mask | 127;
    head.writeBigUInt64BE(length, 2);
  } else if (length > 125n) {
    head[1] = mask | 126;
    head.writeUInt16BE(Number(length), 2);
  } else head[1] = mask | Number(length);
  return Buffer.concat([head, body]);
}

/** Takes apart what a server sends; a frame may come in any pieces. */
export class FrameReader {
  #rest: Buffer = Buffer.alloc(0);

  constructor(private readonly take: (opcode: number, payload: Buffer) => void) {}

  push(data: Buffer): void {
    let rest = this.#rest.length > 0 ? Buffer.concat([this.#rest, data]) : data;
    for (;;) {
      if (rest.length < 2) break;
      const short = (rest[1] ?? 0) & 127;
      const head = short === 127 ? 10 : short === 126 ? 4 : 2;
      if (rest.length < head) break;
      const length = short === 127 ? Number(rest.readBigUInt64BE(2)) : short === 126 ? rest.readUInt16BE(2) : short;
      if (rest.length < head + length) break;
      this.take((rest[0] ?? 0) & 15, rest.subarray(head, head + length));
      rest = rest.subarray(head + length);
    }
    this.#rest = Buffer.from(rest);
  }
}

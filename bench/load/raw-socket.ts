/**
 * A bare WebSocket of the load generator: one read buffer for all, no events, no objects per frame, so that thousands of them cost the machine
 * little beside the server that is measured. Reads unfragmented frames without compression, which is what both servers write.
 */
import { connect, type Socket } from "node:net";

export interface RawListener {
  onOpen(): void;
  /** A text frame: the bytes from `from` to `to` of `buffer`, which is used again afterwards. */
  onText(buffer: Buffer, from: number, to: number): void;
  /** @param why the close code, or what broke */
  onClose(why: string): void;
}

const shared = Buffer.allocUnsafe(512 * 1024);
const mask = Buffer.from([0x3a, 0x91, 0x5c, 0xe7]);
const headEnd = Buffer.from("\r\n\r\n");
const nothing = Buffer.alloc(0);

export class RawSocket {
  readonly #socket: Socket;
  readonly #listener: RawListener;
  #rest: Buffer = nothing;
  #isOpen = false;
  #isClosed = false;
  #closeCode = 1006;
  #failure = "the connection ended";

  constructor({ port, path }: { port: number; path: string }, listener: RawListener) {
    this.#listener = listener;
    const onread = { buffer: shared, callback: (count: number) => this.#onRead(count) };
    this.#socket = connect({ port, host: "127.0.0.1", noDelay: true, onread });
    this.#socket.on("error", (error) => {
      this.#failure = error.message;
    });
    this.#socket.once("close", () => {
      if (this.#isClosed) return;
      this.#isClosed = true;
      listener.onClose(this.#closeCode === 1006 ? this.#failure : `closed with ${this.#closeCode}`);
    });
    this.#socket.write(
      `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n`,
    );
  }

  send(text: string): void {
    if (!this.#isClosed) this.#socket.write(frame(1, Buffer.from(text)));
  }

  /** Cut off, as by a network that is gone; nothing more is heard of it. */
  drop(): void {
    this.#isClosed = true;
    this.#socket.resetAndDestroy();
  }

  #onRead(count: number): boolean {
    let buffer = shared;
    let end = count;
    if (this.#rest.length > 0) {
      buffer = Buffer.concat([this.#rest, shared.subarray(0, count)]);
      end = buffer.length;
      this.#rest = nothing;
    }
    const at = this.#isOpen ? 0 : this.#open(buffer, end);
    const read = at < 0 ? 0 : this.#readFrames(buffer, at, end);
    if (read < end) this.#rest = Buffer.from(buffer.subarray(read, end));
    return true;
  }

  /** Reads the answer to the upgrade. Answers where it ends, or -1. */
  #open(buffer: Buffer, end: number): number {
    const at = buffer.subarray(0, end).indexOf(headEnd);
    if (at < 0) return -1;
    if (!buffer.subarray(0, 12).equals(Buffer.from("HTTP/1.1 101"))) throw new Error(`no upgrade: ${buffer.toString("latin1", 0, at)}`);
    this.#isOpen = true;
    this.#listener.onOpen();
    return at + 4;
  }

  #readFrames(buffer: Buffer, start: number, end: number): number {
    let at = start;
    while (end - at >= 2) {
      const first = buffer.readUInt8(at);
      let length = buffer.readUInt8(at + 1);
      let from = at + 2;
      if (length === 126) {
        if (end - at < 4) break;
        length = buffer.readUInt16BE(at + 2);
        from = at + 4;
      } else if (length === 127) {
        if (end - at < 10) break;
        length = Number(buffer.readBigUInt64BE(at + 2));
        from = at + 10;
      }
      if (end - from < length) break;
      this.#take(first, buffer, { from, to: from + length });
      at = from + length;
    }
    return at;
  }

  #take(first: number, buffer: Buffer, { from, to }: { from: number; to: number }): void {
    if (first === 0x81) this.#listener.onText(buffer, from, to);
    else if (first === 0x89) this.#socket.write(frame(10, buffer.subarray(from, to)));
    else if (first === 0x88) this.#closeCode = to - from >= 2 ? buffer.readUInt16BE(from) : 1005;
    else throw new Error(`a frame that was not expected: ${first.toString(16)}`);
  }
}

/** A client's frame, masked as the protocol wants it. */
function frame(opcode: number, payload: Buffer): Buffer {
  const head = payload.length < 126 ? 2 : 4;
  if (payload.length > 0xffff) throw new Error("a frame too long for this client");
  const out = Buffer.allocUnsafe(head + 4 + payload.length);
  out[0] = 0x80 | opcode;
  if (head === 2) out[1] = 0x80 | payload.length;
  else {
    out[1] = 0x80 | 126;
    out.writeUInt16BE(payload.length, 2);
  }
  mask.copy(out, head);
  for (let at = 0; at < payload.length; at++) out[head + 4 + at] = (payload[at] ?? 0) ^ (mask[at & 3] ?? 0);
  return out;
}

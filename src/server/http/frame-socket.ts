import type { Duplex } from "node:stream";
import type { WebSocket } from "ws";
import type { Socket } from "../delivery/listener";

/**
 * A WebSocket to which whole frames can be written as they are: one frame, put together once, for a thousand sockets. `ws` would frame it again
 * for each. Both write to the same stream, at once and in order, since nothing is compressed.
 */
export class FrameSocket implements Socket {
  /** What `KeepAlive` knows of it: bytes that had come at its last look, and for how many looks nothing more has. */
  heardBytes = 0;
  silentLooks = 0;

  constructor(
    readonly client: WebSocket,
    private readonly stream: Duplex & { readonly bytesRead?: number },
  ) {}

  get bufferedAmount(): number {
    return this.stream.writableLength;
  }

  /** Bytes that have come so far. */
  get bytesRead(): number {
    return this.stream.bytesRead ?? 0;
  }

  write(frame: Buffer): void {
    // After the closing handshake has begun nothing may follow (RFC 6455, 5.5.1).
    if (this.client.readyState === this.client.OPEN) this.stream.write(frame);
  }

  close(code: number, reason: string): void {
    this.client.close(code, reason);
  }

  terminate(): void {
    this.client.terminate();
  }
}

/** A TCP proxy that misbehaves on request: cuts, resets, delays, swallows. Between people and processes, and between processes and their stores. */
import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";

export class TcpProxy implements AsyncDisposable {
  readonly #server: Server;
  readonly #pairs = new Set<{ near: Socket; far: Socket }>();
  /** Where it leads; a store that comes back on another port is followed. */
  target: number;
  /** Half open: connections stay, and nothing passes. */
  #isStalled = false;
  /** New connections are refused. */
  isRefusing = false;
  /** Each chunk waits this long, in milliseconds. */
  delayMs = 0;
  /** Each way of each connection passes no more than this. */
  bytesPerSecond = Number.POSITIVE_INFINITY;
  /** How many connections were taken so far. */
  accepted = 0;

  private constructor(server: Server, target: number) {
    this.#server = server;
    this.target = target;
    server.on("connection", (near) => this.#join(near));
  }

  /** Listens on a free port of the loopback and leads to `target`. */
  static async open(target: number): Promise<TcpProxy> {
    const server = createServer({ pauseOnConnect: false });
    const proxy = new TcpProxy(server, target);
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return proxy;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Ends every connection in order (FIN). */
  cut(): void {
    for (const { near, far } of this.#pairs) for (const socket of [near, far]) socket.end();
  }

  /** Ends every connection rudely (RST); `share` of them, chosen by `random`. */
  reset(share = 1, random: () => number = Math.random): void {
    for (const { near, far } of this.#pairs) if (random() < share) for (const socket of [near, far]) socket.resetAndDestroy();
  }

  /** Swallows everything both ways until told otherwise; the connections stay, as with a peer that vanished. */
  set isStalled(isStalled: boolean) {
    this.#isStalled = isStalled;
    for (const { near, far } of this.#pairs) {
      for (const socket of [near, far]) isStalled ? socket.pause() : socket.resume();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.close();
    for (const { near, far } of this.#pairs) for (const socket of [near, far]) socket.destroy();
  }

  #join(near: Socket): void {
    if (this.isRefusing) return void near.resetAndDestroy();
    this.accepted++;
    const far = connect(this.target, "127.0.0.1");
    const pair = { near, far };
    this.#pairs.add(pair);
    for (const socket of [near, far]) socket.setNoDelay(true);
    this.#carry(near, far, pair);
    this.#carry(far, near, pair);
    if (this.#isStalled) for (const socket of [near, far]) socket.pause();
  }

  #carry(from: Socket, to: Socket, pair: { near: Socket; far: Socket }): void {
    const pass = (data: Buffer) => {
      if (to.destroyed || to.writableEnded) return;
      if (!to.write(data) && !this.#isStalled) {
        from.pause();
        to.once("drain", () => this.#isStalled || from.resume());
      }
    };
    // In the order in which they came, however the settings change meanwhile.
    const waiting: { data: Buffer; at: number }[] = [];
    const passDue = () => {
      const now = performance.now();
      while (waiting[0] && waiting[0].at <= now) pass(waiting.shift()?.data ?? Buffer.alloc(0));
      if (waiting[0]) setTimeout(passDue, waiting[0].at - now);
    };
    let last = 0;
    from.on("data", (data: Buffer) => {
      const now = performance.now();
      const passing = Number.isFinite(this.bytesPerSecond) ? (1_000 * data.length) / this.bytesPerSecond : 0;
      last = Math.max(now + this.delayMs, last) + passing;
      if (waiting.length === 0 && last <= now) return pass(data);
      waiting.push({ data, at: last });
      if (waiting.length === 1) setTimeout(passDue, last - now);
    });
    from.on("end", () => to.end());
    // Whatever ends one side ends the other; the error itself is the test's doing.
    from.on("error", () => to.destroy());
    from.on("close", () => {
      this.#pairs.delete(pair);
      to.destroy();
    });
  }
}

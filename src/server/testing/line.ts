import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** A network between a client and a server of this machine, for a test to spoil. */
export interface Line extends AsyncDisposable {
  /** ws://127.0.0.1:port/api/trpc, through this line. */
  url: string;
  /** Ends every connection at once, as a reset does, and refuses new ones. */
  cut(): void;
  /** Swallows everything in both directions and tells nobody: connections are half open. New ones are swallowed too. */
  freeze(): void;
  /** Swallows only what the server says. */
  deafen(): void;
  /** New connections go through again. What was frozen stays lost. */
  mend(): void;
  /** Takes new connections to another port. */
  leadTo(port: number): void;
  /** Connections made through this line so far. */
  readonly connections: number;
}

type State = "open" | "cut" | "frozen" | "deaf";

/** A line to `port` on this machine. */
export async function openLine(port: number): Promise<Line> {
  let target = port;
  let state: State = "open";
  let connections = 0;
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    if (state === "cut") return near.destroy();
    connections++;
    const far = connect(target, "127.0.0.1");
    // Once frozen, for ever: mending a line does not bring back what was swallowed.
    let isDead = false;
    const isSwallowed = (deafToo: boolean) => {
      isDead ||= state === "frozen" || (deafToo && state === "deaf");
      return isDead;
    };
    near.on("data", (data) => !isSwallowed(false) && far.write(data));
    far.on("data", (data) => !isSwallowed(true) && near.write(data));
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one);
      one.on("error", () => one.destroy());
      one.on("close", () => {
        sockets.delete(one);
        if (!isDead) other.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}/api/trpc`,
    get connections() {
      return connections;
    },
    cut() {
      state = "cut";
      for (const socket of sockets) socket.resetAndDestroy();
    },
    freeze() {
      state = "frozen";
    },
    deafen() {
      state = "deaf";
    },
    mend() {
      state = "open";
    },
    leadTo(other) {
      target = other;
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

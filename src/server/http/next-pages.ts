import { EventEmitter } from "node:events";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import createNext from "next";
import type { Env } from "../env";

/** What serves the pages, and in development the channel that renews them. */
export interface Pages {
  handle(req: IncomingMessage, res: ServerResponse): Promise<void>;
  upgrade(req: IncomingMessage, socket: Duplex, head: Buffer): void;
  close(): Promise<void>;
}

/** Starts Next in this process, on this checkout's pages: compiled on demand in development, from `.next` in production. */
export async function startPages(env: Pick<Env, "NODE_ENV" | "PORT" | "HOST">): Promise<Pages> {
  const dev = env.NODE_ENV === "development";
  const app = createNext({
    dev,
    dir: process.cwd(),
    port: env.PORT,
    hostname: env.HOST ?? "localhost",
    // Next would otherwise listen for upgrades on the real server and hang up on ours.
    httpServer: new EventEmitter() as unknown as Server,
  });
  await app.prepare();
  const handle = app.getRequestHandler();
  // The public getUpgradeHandler() does nothing in a server of one's own; this getter has the working one.
  const upgradeHandler = dev ? (app as unknown as { upgradeHandler?: Pages["upgrade"] }).upgradeHandler : undefined;
  return {
    handle: (req, res) => handle(req, res),
    upgrade(req, socket, head) {
      if (upgradeHandler) upgradeHandler(req, socket, head);
      else socket.destroy();
    },
    close: () => app.close(),
  };
}

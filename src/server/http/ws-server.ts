/**
 * WebSockets at /api/trpc. tRPC's adapter speaks on them; this module decides who gets one, how much they may say, and when it ends:
 * tRPC itself would take any origin, wait for ever for a sign-in and never close a socket whose sign-in is over.
 */
import type { IncomingMessage, Server } from "node:http";
import type { Duplex } from "node:stream";
import { getWSConnectionHandler } from "@trpc/server/adapters/ws";
import { type WebSocket, WebSocketServer } from "ws";
import { limits } from "../../shared/limits";
import { createSocketContext } from "../api/context";
import { appRouter } from "../api/root";
import type { Services } from "../api/services";
import { systemClock } from "../platform/clock";
import { Admission, closeCodes } from "./admission";
import { FrameSocket } from "./frame-socket";
import { KeepAlive } from "./keep-alive";
import type { Pages } from "./next-pages";
import { callerAddress, hasReadableAddress, isOriginAllowed } from "./origins";
import { PlainCalls } from "./plain-calls";
import { SocketWire } from "./socket-wire";

export interface SocketServer {
  /** Asks everybody to come back elsewhere, then closes with 1012. */
  drain(): Promise<void>;
}

/** What is needed of the request that became a socket. */
interface Upgrade {
  url: string;
  headers: { cookie: string | undefined; authorization: string | undefined };
  socket: IncomingMessage["socket"];
  /** The caller's network address. */
  address: string;
}

const path = "/api/trpc";
/** From telling the clients until their sockets are closed. */
const drainMs = 300;

/** Serves the WebSockets of `server`. Upgrades that are not ours go to the pages in development and are ended otherwise. */
export function serveSockets(server: Server, { services, pages }: { services: Services; pages: Pages }): SocketServer {
  const wss = new WebSocketServer({
    WebSocket: FrameSocket,
    noServer: true,
    maxPayload: limits.frameBytesMax,
    perMessageDeflate: false,
    clientTracking: true,
    // One frame of a socket in a turn of the event loop: whoever sends hundreds at once waits for the others, not they for them.
    allowSynchronousEvents: false,
  });
  // By the real time: peers answer in it, whatever clock the sign-ins go by.
  const keepAlive = new KeepAlive(systemClock);
  let isDraining = false;

  server.on("upgrade", (req: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on("error", () => socket.destroy());
    const asked = (req.url ?? "").split("?", 1)[0] ?? "";
    if (asked.startsWith("/_next/") && services.env.NODE_ENV === "development") return pages.upgrade(req, socket, head);
    if (asked !== path || isDraining) return refuse(socket, isDraining ? "503 Service Unavailable" : "404 Not Found");
    if (!isOriginAllowed(req, services.env)) return refuse(socket, "403 Forbidden");
    if (!hasReadableAddress(req)) return refuse(socket, "400 Bad Request");
    const address = callerAddress(req, services.env.TRUST_PROXY);
    wss.handleUpgrade(req, socket, head, (client) => {
      const { cookie, authorization } = req.headers;
      connect(client, { url: req.url ?? "/", headers: { cookie, authorization }, socket: req.socket, address });
    });
  });

  // What is kept for a socket is kept for thousands of silent ones: no request, no credentials, one closing.
  function connect(client: FrameSocket, { url, headers, socket: stream, address }: Upgrade): void {
    services.metrics.sockets.inc();
    client.over(stream);
    const close = (code: number, reason: string) => {
      services.metrics.socketsClosed.inc({ reason });
      client.close(code, reason);
      // A peer that does not answer the closing is not waited for.
      setTimeout(() => client.terminate(), 1_000).unref();
    };
    const admission = new Admission({ services, address, close });
    const isAnnounced = new URL(url, "http://localhost").searchParams.get("connectionParams") === "1";
    if (isAnnounced) client.once("message", () => admission.heard());
    else admission.heard();
    const calls = new PlainCalls((message) => client.send(wire.encode(message)));
    const wire = new SocketWire(client, (said) => calls.take(said));
    stream.on("drain", () => wire.regulate());
    keepAlive.add(client);
    let leave: (() => void) | null = null;
    client.on("error", (error) => services.log.debug({ error: error.message }, "a socket failed"));
    client.once("close", () => {
      services.metrics.sockets.dec();
      keepAlive.remove(client);
      admission.end();
      leave?.();
    });

    let shown: { cookieHeader: string | undefined; bearer: string | undefined } | null = {
      cookieHeader: headers.cookie,
      bearer: headers.authorization,
    };
    const handle = getWSConnectionHandler({
      wss,
      router: appRouter,
      experimental_encoder: wire,
      // Called once.
      async createContext({ info }) {
        const credentials = { ...shown, token: info.connectionParams?.token };
        shown = null;
        const context = await createSocketContext(services, {
          credentials,
          socket: client,
          end: (reason) => close(closeCodes.signedOut, reason),
          // The socket may have closed while its sign-in was looked up.
          onClose: (callback) => {
            if (client.readyState === client.CLOSED) callback();
            else leave = callback;
          },
        });
        if (client.readyState !== client.CLOSED) admission.decide(context.connection.actor?.id);
        calls.serve(context);
        return context;
      },
      onError({ error, path: procedure, ctx }) {
        if (ctx || error.code !== "INTERNAL_SERVER_ERROR") return;
        services.log.error({ procedure, error: error.cause?.stack ?? error.message }, "a socket could not be served");
      },
    });
    // All that the handler reads of a request, without the request.
    handle(client, { url, headers: {}, socket: stream } as IncomingMessage);
  }

  return {
    async drain() {
      isDraining = true;
      keepAlive[Symbol.dispose]();
      for (const client of wss.clients) if (client.readyState === client.OPEN) client.send('{"id":null,"method":"reconnect"}');
      if (wss.clients.size > 0) await new Promise((resolve) => setTimeout(resolve, drainMs));
      await Promise.all([...wss.clients].map(ended));
      wss.close();
    },
  };
}

function ended(client: WebSocket): Promise<void> {
  return new Promise((resolve) => {
    if (client.readyState === client.CLOSED) return resolve();
    const timer = setTimeout(() => client.terminate(), 1_000);
    client.once("close", () => {
      clearTimeout(timer);
      resolve();
    });
    client.close(closeCodes.restarting, "restarting");
  });
}

/** Says why and hangs up. A peer that keeps its half of the connection open is not waited for. */
function refuse(socket: Duplex, status: string): void {
  socket.once("finish", () => socket.destroy());
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

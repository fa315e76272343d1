/** A bare WebSocket, for tests of what the stock client would not do. */
import { once } from "node:events";
import { WebSocket } from "ws";
import type { TestServer } from "./test-server";

export interface Heard {
  id: unknown;
  result?: { data: unknown; type: string };
  error?: { data: { app: { code: string; retryAfterMs?: number } } };
  method?: string;
}

interface Call {
  path: string;
  input?: unknown;
  method?: "query" | "mutation" | "subscription";
}

export interface RawPeer {
  socket: WebSocket;
  /** Everything heard so far, parsed. */
  heard: Heard[];
  /** The close code. */
  closed: Promise<number>;
  readonly isOpen: boolean;
  /** Calls and resolves with the first thing heard of it, or with `null` when the socket closed before that. */
  ask(call: Call): Promise<Heard | null>;
  /** Resolves once something heard satisfies, or the socket has closed. */
  until(satisfies: (heard: Heard) => boolean): Promise<Heard | null>;
}

/** Opens a socket at `url` (ws://…). */
export async function rawPeer(url: string, headers: Record<string, string> = {}): Promise<RawPeer> {
  const socket = new WebSocket(url, { headers });
  const heard: Heard[] = [];
  const looks = new Set<() => void>();
  socket.on("message", (data) => {
    if (String(data) !== "PING" && String(data) !== "PONG") heard.push(JSON.parse(String(data)));
    for (const look of [...looks]) look();
  });
  socket.on("error", () => undefined);
  const closed = once(socket, "close").then(([code]) => {
    for (const look of [...looks]) look();
    return code as number;
  });
  await once(socket, "open");
  let calls = 0;
  const until: RawPeer["until"] = (satisfies) =>
    new Promise((resolve) => {
      let seen = 0;
      const look = () => {
        const found = heard.slice(seen).find(satisfies);
        seen = heard.length;
        if (!found && socket.readyState !== WebSocket.CLOSED) return;
        looks.delete(look);
        resolve(found ?? null);
      };
      looks.add(look);
      look();
    });
  return {
    socket,
    heard,
    closed,
    get isOpen() {
      return socket.readyState === WebSocket.OPEN;
    },
    ask({ path, input, method = "query" }) {
      const call = ++calls;
      const answer = until(({ id }) => id === call);
      socket.send(JSON.stringify({ id: call, method, params: { path, input } }));
      return answer;
    },
    until,
  };
}

/** A socket of this user, whose first call was answered or which was closed instead. `token`: theirs, unless it is to be another. */
export async function rawPeerOf(
  server: Pick<TestServer, "url" | "tokenOf">,
  userId: string,
  token?: string,
): Promise<RawPeer & { first: Heard | null }> {
  const peer = await rawPeer(`${server.url}?connectionParams=1`);
  peer.socket.send(JSON.stringify({ method: "connectionParams", data: { token: token ?? (await server.tokenOf(userId)) } }));
  const first = await peer.ask({ path: "auth.me" });
  return Object.assign(peer, { first });
}

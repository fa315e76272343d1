/** Bad requests over HTTP, and connections that say too little. */
import { once } from "node:events";
import { connect } from "node:net";
import type { Texts } from "./texts";

/** What the requests were answered with, by status; `wrong` are answers that there must be none of. */
export interface Requests {
  byStatus: Map<number, number>;
  wrong: string[];
}

const paths = [
  "/api/trpc/auth.me",
  "/api/trpc/messages.send",
  "/api/trpc/__proto__",
  "/api/trpc/",
  "/api/trpc/%ff%fe",
  "/api/trpc/..%2f..%2fetc%2fpasswd",
  "/api/trpc/auth.me?input=%7B",
  "/api/trpc/auth.me,auth.me?batch=1&input=%7B%220%22:1%7D",
  `/api/trpc/${Array.from({ length: 11 }, () => "auth.me").join(",")}?batch=1&input={}`,
  `/api/trpc/${Array.from({ length: 1_000 }, () => "auth.me").join(",")}?batch=1&input={}`,
  "/api/trpc/conversations.onChange",
  "/api/auth/chat-token",
  "/readyz",
  "/metrics",
];
const types = [
  "application/json",
  "application/json; charset=utf-16",
  "text/plain",
  "multipart/form-data; boundary=x",
  "application/octet-stream",
];

/** Makes so many requests, a few at a time. */
export async function requestBadly(
  port: number,
  { count, texts, token, random }: { count: number; texts: Texts; token: string; random: () => number },
): Promise<Requests> {
  const requests: Requests = { byStatus: new Map(), wrong: [] };
  const pick = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)] as T;
  let left = count;
  const call = async () => {
    while (left-- > 0) {
      const method = pick(["GET", "POST", "POST", "PUT", "DELETE", "OPTIONS"]);
      const headers: Record<string, string> = { "content-type": pick(types), "x-api-key": pick(["", "x", "__proto__"]) };
      if (random() < 0.7)
        headers.authorization = random() < 0.7 ? `Bearer ${token}` : pick(["Bearer", "Bearer x", "Basic x", "Bearer a.b.c"]);
      const body = method === "GET" ? null : texts.next();
      const path = pick(paths);
      const response = await fetch(`http://127.0.0.1:${port}${path}`, { method, headers, body });
      const text = await response.text();
      requests.byStatus.set(response.status, (requests.byStatus.get(response.status) ?? 0) + 1);
      if (response.status >= 500 || /node_modules|\.[cm]?[jt]s:\d+|"stack"/.test(text))
        requests.wrong.push(`${method} ${path.slice(0, 60)}: ${response.status} ${text.slice(0, 200)}`);
    }
  };
  await Promise.all(Array.from({ length: 4 }, call)).catch((error: unknown) =>
    requests.wrong.push(`a request without an answer: ${error}`),
  );
  return requests;
}

/** Opens a connection that begins and does not go on; answers the milliseconds until it was closed. */
export async function dawdle(port: number, kind: "half a request" | "no sign-in"): Promise<number> {
  const socket = connect(port, "127.0.0.1");
  socket.on("error", () => undefined);
  socket.resume();
  const began = performance.now();
  const upgrade =
    "Host: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
  socket.write(`GET /api/trpc?connectionParams=1 HTTP/1.1\r\n${upgrade}`);
  if (kind === "no sign-in") socket.write("\r\n");
  const drip = setInterval(() => kind === "half a request" && socket.write("X-Drip: 1\r\n"), 500);
  socket.once("end", () => socket.end());
  await once(socket, "close").catch(() => undefined);
  clearInterval(drip);
  return performance.now() - began;
}

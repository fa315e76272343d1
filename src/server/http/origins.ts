import type { IncomingMessage } from "node:http";
import { isIP } from "node:net";
import type { Env } from "../env";

/**
 * Whether a page of this request's origin may act with a browser's cookies: this server's own pages, and those that the settings name.
 * Browsers always say the origin of a WebSocket; who says none is no browser, and may not bring cookies either.
 */
export function isOriginAllowed(req: IncomingMessage, env: Pick<Env, "NEXTAUTH_URL" | "ALLOWED_ORIGINS">): boolean {
  const { origin, host, cookie } = req.headers;
  if (origin === undefined) return cookie === undefined;
  if (env.ALLOWED_ORIGINS.includes(origin) || origin === new URL(env.NEXTAUTH_URL).origin) return true;
  return URL.canParse(origin) && new URL(origin).host === host;
}

/** Whether path and Host header make an address. Those who read it later, tRPC and Next among them, expect that. */
export function hasReadableAddress(req: IncomingMessage): boolean {
  return URL.canParse(req.url ?? "/", `http://${req.headers.host ?? "localhost"}`);
}

/**
 * The caller's network address. `x-forwarded-for` is believed as far as proxies of ours wrote it: each appends whom it saw.
 * @param proxies how many of them stand before this server
 */
export function callerAddress(req: IncomingMessage, proxies: number): string {
  const direct = req.socket.remoteAddress ?? "";
  if (proxies === 0) return direct;
  const forwarded = String(req.headers["x-forwarded-for"] ?? "")
    .split(",")
    .map((part) => part.trim())
    .filter((part) => isIP(part) !== 0);
  return forwarded.at(-proxies) ?? forwarded[0] ?? direct;
}

/** Whether a request came straight from this machine or a private network, not through a proxy. */
export function isFromInside(req: IncomingMessage): boolean {
  if (req.headers["x-forwarded-for"] !== undefined || req.headers.forwarded !== undefined) return false;
  const address = (req.socket.remoteAddress ?? "").replace(/^::ffff:/, "");
  return /^(127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|::1$|f[cd])/i.test(address);
}

import type { IncomingMessage } from "node:http";
import { isIP } from "node:net";
import type { Env } from "../env";

/**
 * Whether a page of this request's origin may act with a browser's cookies: this server's own pages, and those that the settings name.
 * Browsers always say the origin of a WebSocket; who says none is no browser, and may not bring cookies either.
 * An origin is compared as a whole and as browsers write it: whatever would have to be read to be compared is not one of ours.
 */
export function isOriginAllowed(req: IncomingMessage, env: Pick<Env, "NEXTAUTH_URL" | "ALLOWED_ORIGINS">): boolean {
  const { origin, host, cookie } = req.headers;
  if (origin === undefined) return cookie === undefined;
  const own = new URL(env.NEXTAUTH_URL);
  if (origin === own.origin || env.ALLOWED_ORIGINS.includes(origin)) return true;
  // Under other names of this server; an installation with https has no pages without.
  return host !== undefined && (origin === `https://${host}` || (own.protocol === "http:" && origin === `http://${host}`));
}

/**
 * Whether path and Host header make an address of this server. Those who read it later, tRPC and Next among them, expect that. A request for another
 * server, as to a proxy (`GET http://10.0.0.1/`), is not for us, and nobody here may take it for a place to ask.
 */
export function hasReadableAddress(req: IncomingMessage): boolean {
  return req.url?.startsWith("/") === true && URL.canParse(req.url, `http://${req.headers.host ?? "localhost"}`);
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

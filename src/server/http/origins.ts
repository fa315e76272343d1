import type { IncomingMessage } from "node:http";
import { isIP, isIPv6 } from "node:net";
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
 * The caller's network address: of IPv6 the network, as 2001:db8:0:1::/64, since whoever has one address of it has them all.
 * `x-forwarded-for` is believed as far as proxies of ours wrote it: each appends whom it saw.
 * @param proxies how many of them stand before this server
 */
export function callerAddress(req: IncomingMessage, proxies: number): string {
  return networkOf(writtenAddress(req, proxies));
}

function writtenAddress(req: IncomingMessage, proxies: number): string {
  const direct = req.socket.remoteAddress ?? "";
  if (proxies === 0) return direct;
  const forwarded = String(req.headers["x-forwarded-for"] ?? "")
    .split(",")
    .map((part) => part.trim())
    .filter((part) => isIP(part) !== 0);
  return forwarded.at(-proxies) ?? forwarded[0] ?? direct;
}

function networkOf(address: string): string {
  if (!isIPv6(address)) return address;
  // As URLs write it: shortened in one way, and without a zone.
  const written = new URL(`http://[${address.split("%", 1)[0]}]`).hostname.slice(1, -1);
  const [head = "", tail] = written.split("::");
  const groupsOf = (part: string | undefined) => (part ? part.split(":") : []);
  const missing = tail === undefined ? 0 : 8 - groupsOf(head).length - groupsOf(tail).length;
  const groups = [...groupsOf(head), ...new Array<string>(missing).fill("0"), ...groupsOf(tail)];
  const [high = 0, low = 0] = groups.slice(6).map((group) => Number.parseInt(group, 16));
  // An IPv4 address in the clothes of IPv6 is itself: ::ffff:192.0.2.1.
  if (written.startsWith("::ffff:") && missing === 5) return [high >> 8, high & 255, low >> 8, low & 255].join(".");
  return `${groups.slice(0, 4).join(":")}::/64`;
}

/** Whether a request came straight from this machine or a private network, not through a proxy. */
export function isFromInside(req: IncomingMessage): boolean {
  if (req.headers["x-forwarded-for"] !== undefined || req.headers.forwarded !== undefined) return false;
  const address = (req.socket.remoteAddress ?? "").replace(/^::ffff:/, "");
  return /^(127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|::1$|f[cd])/i.test(address);
}

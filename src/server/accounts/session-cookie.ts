import { decode } from "next-auth/jwt";
import * as z from "zod";
import type { SignInClaims } from "./sign-in-claims";

/** How long a browser stays signed in without being used. Every visit starts it anew. */
export const signInLifeMs = 7 * 24 * 60 * 60 * 1000;

/** What we keep in next-auth's encrypted cookie: who, which sign-in, and the user's session version at that time. */
export const CookieClaims = z.object({ uid: z.uuid(), sid: z.uuid(), sv: z.number().int() });
export type CookieClaims = z.infer<typeof CookieClaims>;

const SealedClaims = CookieClaims.extend({ exp: z.number() });

/** Where the cookie is found and how it is sealed. */
export interface CookieSettings {
  /** `NEXTAUTH_SECRET` */
  secret: string;
  /** `NEXTAUTH_URL` */
  url: string;
}

/** Whether browsers get their cookies over https only. */
export function usesSecureCookies(url: string): boolean {
  return url.startsWith("https://");
}

/**
 * Reads next-auth's session cookie from a raw `Cookie` header, as upgrade requests have it. `null` without a cookie of ours that is whole:
 * a browser may carry one from another installation.
 * @param now epoch milliseconds
 */
export async function readSessionCookie(header: string, { secret, url }: CookieSettings, now: number): Promise<SignInClaims | null> {
  const sealed = joinParts(header, `${usesSecureCookies(url) ? "__Secure-" : ""}next-auth.session-token`);
  if (sealed === null) return null;
  const opened = SealedClaims.safeParse(await decode({ token: sealed, secret }).catch(() => null));
  if (!opened.success || opened.data.exp * 1000 <= now) return null;
  const { uid, sid, sv, exp } = opened.data;
  return { userId: uid, sessionId: sid, sessionVersion: sv, expiresAt: exp * 1000, via: "cookie" };
}

/** next-auth cuts a long cookie into `name.0`, `name.1` … */
function joinParts(header: string, name: string): string | null {
  const parts: { place: number; value: string }[] = [];
  for (const pair of header.split(";")) {
    const equals = pair.indexOf("=");
    const key = pair.slice(0, equals).trim();
    if (equals < 0 || !key.startsWith(name)) continue;
    const suffix = key.slice(name.length);
    if (suffix === "" || /^\.\d{1,2}$/.test(suffix)) parts.push({ place: Number(suffix.slice(1)), value: pair.slice(equals + 1).trim() });
  }
  parts.sort((a, b) => a.place - b.place);
  return parts.length > 0 ? parts.map((part) => part.value).join("") : null;
}

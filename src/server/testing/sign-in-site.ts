import type { IncomingMessage, ServerResponse } from "node:http";
import { createRequire } from "node:module";
import type { NextApiRequest, NextApiResponse } from "next";
import type NextAuthHandler from "next-auth";
import { authOptions } from "../accounts/auth-options";
import type { SharedServices } from "../accounts/next-bridge";
import type { Browser } from "./browser";
import { startWebServer, type WebServer } from "./web-server";

// Required, as Next does: what `import` makes of this CommonJS package differs between Node and the test runner.
const { default: NextAuth } = createRequire(import.meta.url)("next-auth") as { default: typeof NextAuthHandler };

/** next-auth itself behind `/api/auth`, over these services, without Next around it. `services` is asked at each request. */
export async function startSignInSite(services: (url: string) => SharedServices): Promise<WebServer> {
  return startWebServer((url) => (request, response) => {
    const path = new URL(request.url ?? "/", url);
    if (!path.pathname.startsWith("/api/auth/")) return void response.end("a page");
    const query = { ...Object.fromEntries(path.searchParams), nextauth: path.pathname.split("/").slice(3) };
    asNextRequest(request, query)
      .then((next) => NextAuth(next, asNextResponse(response), authOptions(services(url))))
      .catch((error: Error) => response.writeHead(500).end(error.stack));
  });
}

/**
 * Signs in by one of the credentials providers, as the sign-in page does; answers next-auth's address, whose `error` says what was wrong.
 * @param fields with `provider`, and what the form of that provider asks for
 */
export async function signInWith(browser: Browser, site: WebServer, fields: { provider: string } & Record<string, string>): Promise<URL> {
  const form = { ...fields, csrfToken: await csrfToken(browser, site), callbackUrl: site.url, json: "true" };
  const response = await browser.request(`${site.url}/api/auth/callback/${fields.provider}`, form);
  return new URL(((await response.json()) as { url: string }).url);
}

/** The token that next-auth wants with every POST. */
export async function csrfToken(browser: Browser, site: WebServer): Promise<string> {
  return ((await (await browser.request(`${site.url}/api/auth/csrf`)).json()) as { csrfToken: string }).csrfToken;
}

async function asNextRequest(request: IncomingMessage, query: Record<string, string | string[]>): Promise<NextApiRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString()));
  const pairs = (request.headers.cookie ?? "").split("; ").filter(Boolean);
  const cookies = Object.fromEntries(
    pairs.map((pair) => [pair.slice(0, pair.indexOf("=")), decodeURIComponent(pair.slice(pair.indexOf("=") + 1))]),
  );
  return Object.assign(request, { query, body, cookies }) as unknown as NextApiRequest;
}

function asNextResponse(response: ServerResponse): NextApiResponse {
  const next = Object.assign(response, {
    status(code: number) {
      response.statusCode = code;
      return next;
    },
    json: (value: unknown) => void response.setHeader("content-type", "application/json").end(JSON.stringify(value)),
    send: (value: unknown) => void response.end(typeof value === "string" ? value : JSON.stringify(value)),
  });
  return next as unknown as NextApiResponse;
}

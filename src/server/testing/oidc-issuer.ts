import Provider from "oidc-provider";
import type { Browser, Page } from "./browser";
import { startWebServer, type WebServer } from "./web-server";

/** What the provider says about a person, beside `sub`. */
export interface OidcClaims {
  email?: string;
  email_verified?: boolean;
  name?: string;
  picture?: string;
}

export interface OidcIssuer extends WebServer {
  clientId: string;
  clientSecret: string;
  /** Login name, which is the `sub` too, to claims. */
  people: Map<string, OidcClaims>;
}

/** A real OpenID Connect provider on this machine, with a sign-in page and people of its own. */
export async function startOidcIssuer({ redirectUri }: { redirectUri: string }): Promise<OidcIssuer> {
  const people = new Map<string, OidcClaims>();
  const client = { clientId: "gymproluxe-chat", clientSecret: "a-secret-between-provider-and-chat" };
  const server = await startWebServer((url) => {
    const provider = new Provider(url, {
      clients: [{ client_id: client.clientId, client_secret: client.clientSecret, redirect_uris: [redirectUri] }],
      claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name", "picture"] },
      findAccount: (_context: unknown, sub: string) => ({ accountId: sub, claims: () => ({ sub, ...people.get(sub) }) }),
      features: { devInteractions: { enabled: true } },
      cookies: { keys: ["only for tests"] },
    });
    return provider.callback();
  });
  return { ...server, ...client, people, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
}

/**
 * Fills in the provider's pages, login name and then consent, and follows on to where the provider sends the browser back.
 * @param start where the site sent the browser
 * @param stopAt whether an address is already the site's
 */
export async function signInAtIssuer(
  browser: Browser,
  start: string,
  { login, stopAt }: { login: string; stopAt: (url: URL) => boolean },
): Promise<Page> {
  let page = await browser.visit(start, { stopAt });
  for (let steps = 0; steps < 3 && page.html.includes("<form"); steps++) {
    const action = /<form[^>]*action="([^"]+)"/.exec(page.html)?.[1];
    const prompt = /name="prompt" value="([^"]+)"/.exec(page.html)?.[1];
    if (!action || !prompt) throw new Error(`no form at ${page.url}`);
    const form: Record<string, string> = prompt === "login" ? { prompt, login, password: "any" } : { prompt };
    page = await browser.visit(new URL(action, page.url).href, { form, stopAt });
  }
  return page;
}

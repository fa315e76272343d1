import { afterEach, expect, test, vi } from "vitest";
import { readSignInRefusal } from "../../shared/sign-in";
import { Browser } from "../testing/browser";
import { makeStaffedGym, makeUser } from "../testing/example-data";
import { type OidcClaims, type OidcIssuer, signInAtIssuer, startOidcIssuer } from "../testing/oidc-issuer";
import { csrfToken, startSignInSite } from "../testing/sign-in-site";
import { type TestRuntime, testRuntime } from "../testing/test-runtime";
import type { WebServer } from "../testing/web-server";
import { authenticate } from "./authenticate";
import { disableUser } from "./disable-user";
import type { SharedServices } from "./next-bridge";

afterEach(() => vi.unstubAllEnvs());

interface World extends AsyncDisposable {
  node: TestRuntime;
  issuer: OidcIssuer;
  site: WebServer;
}

/** A site, a real provider beside it, and a gym whose desk has anna@gym.example. */
async function world(defaultGym?: string): Promise<World & { annaId: string }> {
  const node = await testRuntime();
  const { gymId } = await makeStaffedGym(node.db);
  const annaId = await makeUser(node.db, "staff", { gymId, email: "anna@gym.example" });
  let services: SharedServices = node;
  const site = await startSignInSite(() => services);
  vi.stubEnv("NEXTAUTH_URL", site.url);
  const issuer = await startOidcIssuer({ redirectUri: `${site.url}/api/auth/callback/oidc` });
  const { url: OIDC_ISSUER, clientId: OIDC_CLIENT_ID, clientSecret: OIDC_CLIENT_SECRET } = issuer;
  const env = { ...node.env, OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET, OIDC_DEFAULT_GYM: defaultGym };
  services = { ...node, env };
  return {
    node,
    issuer,
    site,
    annaId,
    async [Symbol.asyncDispose]() {
      for (const part of [issuer, site, node]) await part[Symbol.asyncDispose]();
    },
  };
}

/** Signs in at the provider as a person would; the user's id here, or the code of the refusal. */
async function signIn({ node, issuer, site }: World, login: string, claims: OidcClaims): Promise<string> {
  issuer.people.set(login, claims);
  const browser = new Browser();
  const form = { csrfToken: await csrfToken(browser, site), callbackUrl: `${site.url}/desk`, json: "true" };
  const start = (await (await browser.request(`${site.url}/api/auth/signin/oidc`, form)).json()) as { url: string };
  const callback = await signInAtIssuer(browser, start.url, { login, stopAt: (url) => url.origin === site.url });
  const { url } = await browser.visit(callback.url);
  const error = new URL(url).searchParams.get("error");
  if (error !== null) return readSignInRefusal(error).code;
  expect(url).toBe(`${site.url}/desk`);
  return (await authenticate(node, { cookieHeader: browser.cookiesOf(site.url) })).id;
}

test("somebody whose e-mail the provider has verified is the person with that e-mail here, and stays it when the e-mail changes", async () => {
  await using it = await world();
  expect(await signIn(it, "anna", { email: "Anna@gym.example", email_verified: true })).toBe(it.annaId);
  expect(await signIn(it, "anna", { email: "anna.new@gym.example", email_verified: true })).toBe(it.annaId);
  expect(await it.node.db.prisma.identity.findMany()).toMatchObject([{ issuer: it.issuer.url, subject: "anna", userId: it.annaId }]);
});

test("an e-mail that the provider has not verified opens nobody's account", async () => {
  await using it = await world();
  expect(await signIn(it, "mallory", { email: "anna@gym.example", email_verified: false })).toBe("UNKNOWN_AT_GYM");
  expect(await signIn(it, "mallory2", { email: "anna@gym.example" })).toBe("UNKNOWN_AT_GYM");
  expect(await it.node.db.prisma.identity.count()).toBe(0);
});

test("unknown people are told that the gym does not know them", async () => {
  await using it = await world();
  const before = await it.node.db.prisma.user.count();
  expect(await signIn(it, "zoe", { email: "zoe@gym.example", email_verified: true, name: "Zoe Adler" })).toBe("UNKNOWN_AT_GYM");
  expect(await it.node.db.prisma.user.count()).toBe(before);
});

test("with a gym for newcomers, unknown people become its members, once", async () => {
  await using it = await world("harbour");
  const claims = { email: "zoe@gym.example", email_verified: true, name: "Zoe Adler", picture: "https://cdn.example/zoe.jpg" };
  const zoe = await signIn(it, "zoe", claims);
  expect(await signIn(it, "zoe", claims)).toBe(zoe);
  expect(await it.node.db.prisma.user.findUniqueOrThrow({ where: { id: zoe }, include: { gym: true } })).toMatchObject({
    name: "Zoe Adler",
    email: "zoe@gym.example",
    avatarUrl: "https://cdn.example/zoe.jpg",
    role: "member",
    gym: { slug: "harbour", name: "Harbour" },
  });
  const mallory = await signIn(it, "mallory", { email: "anna@gym.example", email_verified: false });
  expect(mallory).not.toBe(it.annaId);
  expect(await it.node.db.prisma.user.findUniqueOrThrow({ where: { id: mallory } })).toMatchObject({ name: "anna", email: null });
});

test("two sign-ins of somebody new that come back together make one person", async () => {
  await using it = await world("harbour");
  const claims = { email: "zoe@gym.example", email_verified: true, name: "Zoe Adler" };
  const [first, second] = await Promise.all([signIn(it, "zoe", claims), signIn(it, "zoe", claims)]);
  expect(first).toBe(second);
});

test("a disabled person stays out", async () => {
  await using it = await world();
  await disableUser(it.node, it.annaId);
  expect(await signIn(it, "anna", { email: "anna@gym.example", email_verified: true })).toBe("ACCOUNT_DISABLED");
});

test("a code that was not asked for by this browser is refused", async () => {
  await using it = await world();
  it.issuer.people.set("anna", { email: "anna@gym.example", email_verified: true });
  const [attacker, victim] = [new Browser(), new Browser()];
  const form = { csrfToken: await csrfToken(attacker, it.site), callbackUrl: it.site.url, json: "true" };
  const start = (await (await attacker.request(`${it.site.url}/api/auth/signin/oidc`, form)).json()) as { url: string };
  const callback = await signInAtIssuer(attacker, start.url, { login: "anna", stopAt: (url) => url.origin === it.site.url });
  const { url } = await victim.visit(callback.url);
  expect(readSignInRefusal(new URL(url).searchParams.get("error") ?? "").code).toBe("PROVIDER_FAILED");
  await expect(authenticate(it.node, { cookieHeader: victim.cookiesOf(it.site.url) })).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
});

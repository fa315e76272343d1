import { afterEach, expect, test, vi } from "vitest";
import { readSignInRefusal } from "../../shared/sign-in";
import { Browser } from "../testing/browser";
import { makeStaffedGym, makeUser } from "../testing/example-data";
import { csrfToken, signInWith, startSignInSite } from "../testing/sign-in-site";
import { type TestRuntime, type TestRuntimeOptions, testRuntime } from "../testing/test-runtime";
import type { WebServer } from "../testing/web-server";
import { authenticate } from "./authenticate";
import { clientAddressHeader } from "./client-address";
import { disableUser } from "./disable-user";
import { openLiveSessions } from "./live-sessions";
import { hashPassword } from "./passwords";
import { signInWithPassword } from "./sign-in-with-password";
import { signOutEverywhere } from "./sign-out-everywhere";

const password = "correct horse battery staple";

afterEach(() => vi.unstubAllEnvs());

interface World extends AsyncDisposable {
  node: TestRuntime;
  site: WebServer;
  browser: Browser;
  userId: string;
  cookie(): string;
}

/** A site with somebody at the desk whose e-mail is anna@gym.example. */
async function world(options: TestRuntimeOptions = {}): Promise<World> {
  const node = await testRuntime(options);
  const site = await startSignInSite(() => node);
  vi.stubEnv("NEXTAUTH_URL", site.url);
  const { gymId } = await makeStaffedGym(node.db);
  const userId = await makeUser(node.db, "staff", { gymId, email: "anna@gym.example", passwordHash: await hashPassword(password) });
  const browser = new Browser();
  return {
    node,
    site,
    browser,
    userId,
    cookie: () => browser.cookiesOf(site.url),
    async [Symbol.asyncDispose]() {
      await site[Symbol.asyncDispose]();
      await node[Symbol.asyncDispose]();
    },
  };
}

const refusalOf = (url: URL) => readSignInRefusal(url.searchParams.get("error") ?? "none");

test("e-mail and password, in whatever case the e-mail is typed, make a session that the chat knows", async () => {
  await using it = await world();
  const url = await signInWith(it.browser, it.site, { provider: "password", email: " Anna@Gym.Example ", password });
  expect(url.searchParams.get("error")).toBeNull();
  expect(await authenticate(it.node, { cookieHeader: it.cookie() })).toMatchObject({ id: it.userId, via: "cookie", sessionVersion: 1 });
  const session = await (await it.browser.request(`${it.site.url}/api/auth/session`)).json();
  expect(session).toMatchObject({ user: { id: it.userId, role: "staff" } });
  expect(await authenticate(it.node, { cookieHeader: it.cookie() })).toMatchObject({ id: it.userId });
});

test("the cookie cannot be read by scripts and does not travel with other sites' posts", async () => {
  await using it = await world();
  const form = { email: "anna@gym.example", password, csrfToken: await csrfToken(it.browser, it.site), json: "true" };
  const response = await it.browser.request(`${it.site.url}/api/auth/callback/password`, form);
  const cookie = response.headers.getSetCookie().find((one) => one.startsWith("next-auth.session-token="));
  expect(cookie).toMatch(/HttpOnly/i);
  expect(cookie).toMatch(/SameSite=Lax/i);
});

test.each([
  ["a wrong password", { email: "anna@gym.example", password: "guess" }],
  ["an unknown e-mail", { email: "nobody@gym.example", password }],
  ["no password", { email: "anna@gym.example" }],
  ["a megabyte of password", { email: "anna@gym.example", password: "x".repeat(1_000_000) }],
  ["a NUL in the e-mail", { email: "anna@gym.example\u0000", password }],
])("%s is refused with the same words and makes no session", async (_, fields) => {
  await using it = await world();
  expect(refusalOf(await signInWith(it.browser, it.site, { provider: "password", ...fields })).code).toBe("WRONG_PASSWORD");
  await expect(authenticate(it.node, { cookieHeader: it.cookie() })).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
});

test("an unknown e-mail takes as long as a wrong password", async () => {
  await using it = await world();
  const timed = async (email: string) => {
    const before = performance.now();
    await signInWithPassword(it.node, { email, password: "guess" }, undefined).catch(() => undefined);
    return performance.now() - before;
  };
  await timed("warm@up.example");
  const median = async (email: string) => {
    const times: number[] = [];
    for (let at = 0; at < 7; at++) times.push(await timed(email));
    return times.sort((a, b) => a - b)[3] ?? 0;
  };
  const [known, unknown] = [await median("anna@gym.example"), await median("nobody@gym.example")];
  expect(Math.max(known, unknown) / Math.min(known, unknown)).toBeLessThan(5);
});

test("that an account is disabled is told only to who knows its password", async () => {
  await using it = await world();
  await disableUser(it.node, it.userId);
  const right = await signInWith(it.browser, it.site, { provider: "password", email: "anna@gym.example", password });
  expect(refusalOf(right).code).toBe("ACCOUNT_DISABLED");
  const wrong = await signInWith(it.browser, it.site, { provider: "password", email: "anna@gym.example", password: "guess" });
  expect(refusalOf(wrong).code).toBe("WRONG_PASSWORD");
});

test("after too many tries the right password waits too, and the page learns how long", async () => {
  await using it = await world({ env: { RATE_LIMIT: "on" } });
  const tryWith = (guess: string) => signInWith(it.browser, it.site, { provider: "password", email: "anna@gym.example", password: guess });
  for (let tries = 0; tries < 10; tries++) expect(refusalOf(await tryWith("guess")).code).toBe("WRONG_PASSWORD");
  const refusal = refusalOf(await tryWith(password));
  expect(refusal.code).toBe("TOO_MANY_TRIES");
  expect(Math.ceil((refusal.retryAfterSeconds ?? 0) / 60)).toBe(5);
  expect(refusal.retryAfterSeconds).toBeGreaterThan(200);
});

test("tries are counted per network address too, whatever the e-mail", async () => {
  await using it = await world({ env: { RATE_LIMIT: "on" } });
  const from = (address: string, at: number) =>
    signInWithPassword(it.node, { email: `guess${at}@gym.example`, password: "guess" }, address).catch(
      (error: { code: string }) => error.code,
    );
  for (let at = 0; at < 10; at++) expect(await from("203.0.113.5", at)).toBe("WRONG_PASSWORD");
  expect(await from("203.0.113.5", 10)).toBe("RATE_LIMITED");
  expect(await from("203.0.113.6", 11)).toBe("WRONG_PASSWORD");
  expect(clientAddressHeader).toBe("x-client-address");
});

test("one click signs in a demo account while DEMO is on, and nobody else ever", async () => {
  await using it = await world({ env: { DEMO: true } });
  const { gymId } = await it.node.db.prisma.user.findUniqueOrThrow({ where: { id: it.userId } });
  const demo = await makeUser(it.node.db, "member", { gymId, isDemo: true });
  expect(refusalOf(await signInWith(it.browser, it.site, { provider: "demo", userId: it.userId })).code).toBe("UNKNOWN_AT_GYM");
  expect((await signInWith(it.browser, it.site, { provider: "demo", userId: demo })).searchParams.get("error")).toBeNull();
  expect(await authenticate(it.node, { cookieHeader: it.cookie() })).toMatchObject({ id: demo });
});

test("without DEMO there is no such sign-in", async () => {
  await using it = await world();
  const { gymId } = await it.node.db.prisma.user.findUniqueOrThrow({ where: { id: it.userId } });
  const demo = await makeUser(it.node.db, "member", { gymId, isDemo: true });
  const form = { userId: demo, csrfToken: await csrfToken(it.browser, it.site), json: "true" };
  await it.browser.request(`${it.site.url}/api/auth/callback/demo`, form);
  await expect(authenticate(it.node, { cookieHeader: it.cookie() })).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
});

test("signing out ends the cookie even where a copy was kept, and closes its sockets", async () => {
  await using it = await world();
  await signInWith(it.browser, it.site, { provider: "password", email: "anna@gym.example", password });
  const copy = it.cookie();
  await using sessions = await openLiveSessions(it.node);
  const ends: string[] = [];
  sessions.open({ actor: await authenticate(it.node, { cookieHeader: copy }), end: (reason) => ends.push(reason) });
  await it.browser.request(`${it.site.url}/api/auth/signout`, { csrfToken: await csrfToken(it.browser, it.site), json: "true" });
  await expect.poll(() => ends).toEqual(["ended"]);
  await expect(authenticate(it.node, { cookieHeader: copy })).rejects.toMatchObject({ code: "SESSION_ENDED" });
});

test("a browser that was signed out elsewhere loses its cookie at the next look", async () => {
  await using it = await world();
  await signInWith(it.browser, it.site, { provider: "password", email: "anna@gym.example", password });
  await signOutEverywhere(it.node, it.userId);
  expect(await (await it.browser.request(`${it.site.url}/api/auth/session`)).json()).toEqual({});
  expect(it.cookie()).not.toContain("session-token");
});

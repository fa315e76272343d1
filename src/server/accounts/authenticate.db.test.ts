import { randomUUID } from "node:crypto";
import { encode } from "next-auth/jwt";
import { expect, test } from "vitest";
import { limits } from "../../shared/limits";
import { makeStaffedGym } from "../testing/example-data";
import { manualClock } from "../testing/manual-clock";
import { type TestRuntime, testRuntime } from "../testing/test-runtime";
import { toMe } from "./actor";
import { authenticate } from "./authenticate";
import { issueChatToken } from "./chat-token";
import { disableUser } from "./disable-user";
import { endSession } from "./end-session";
import { signOutEverywhere } from "./sign-out-everywhere";

const sessionId = randomUUID();

async function tokenOf({ env, clock }: TestRuntime, userId: string): Promise<string> {
  return (await issueChatToken(env.CHAT_TOKEN_SECRET, { userId, sessionId, sessionVersion: 1 }, { now: clock.now() })).token;
}

async function cookieOf({ env }: TestRuntime, userId: string): Promise<string> {
  return `next-auth.session-token=${await encode({ token: { uid: userId, sid: sessionId, sv: 1 }, secret: env.NEXTAUTH_SECRET, maxAge: 3600 })}`;
}

test("a cookie, an Authorization header and a token of a socket make the same caller", async () => {
  await using node = await testRuntime();
  const { member, gymId } = await makeStaffedGym(node.db);
  const token = await tokenOf(node, member);
  const byCookie = await authenticate(node, { cookieHeader: await cookieOf(node, member) });
  expect(byCookie).toMatchObject({ id: member, role: "member", gymId, gym: { id: gymId }, sessionId, sessionVersion: 1, via: "cookie" });
  const byToken = { ...byCookie, via: "token", expiresAt: expect.any(Number) };
  expect(await authenticate(node, { bearer: `Bearer ${token}` })).toEqual(byToken);
  expect(await authenticate(node, { token })).toEqual(byToken);
  expect(toMe(byCookie)).toMatchObject({ id: member, gym: { id: gymId }, expiresAt: expect.stringMatching(/Z$/) });
});

test("recognising a caller asks the database once", async () => {
  await using node = await testRuntime();
  const { member } = await makeStaffedGym(node.db);
  let asked = 0;
  const rows: typeof node.db.rows = (statement, values) => {
    asked++;
    return node.db.rows(statement, values);
  };
  await authenticate({ ...node, db: { ...node.db, rows } }, { token: await tokenOf(node, member) });
  expect(asked).toBe(1);
});

test("a bad token beside a good cookie is refused", async () => {
  await using node = await testRuntime();
  const { member } = await makeStaffedGym(node.db);
  const cookieHeader = await cookieOf(node, member);
  for (const bad of [{ bearer: "Bearer nonsense" }, { bearer: "" }, { bearer: "Bearer " }, { token: "" }]) {
    await expect(authenticate(node, { cookieHeader, ...bad })).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
  }
});

test("nothing shown, and somebody who is not there, are refused", async () => {
  await using node = await testRuntime();
  await expect(authenticate(node, {})).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
  await expect(authenticate(node, { cookieHeader: "theme=dark" })).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
  await expect(authenticate(node, { token: await tokenOf(node, randomUUID()) })).rejects.toMatchObject({ code: "SESSION_ENDED" });
});

test("an expired token is told apart from a bad one", async () => {
  const clock = manualClock();
  await using node = await testRuntime({ clock });
  const { member } = await makeStaffedGym(node.db);
  const token = await tokenOf(node, member);
  clock.advance(limits.chatTokenLifeMs);
  await expect(authenticate(node, { token })).rejects.toMatchObject({ code: "SESSION_ENDED" });
});

test.each<[string, (node: TestRuntime, userId: string) => Promise<void>]>([
  ["signed out everywhere", (node, userId) => signOutEverywhere(node, userId)],
  ["signed out", (node, userId) => endSession(node, { userId, sessionId })],
  ["disabled", async (node, userId) => void (await disableUser(node, userId))],
])("somebody who was %s is refused, by cookie and by token", async (_, end) => {
  await using node = await testRuntime();
  const { member } = await makeStaffedGym(node.db);
  const [cookieHeader, token] = [await cookieOf(node, member), await tokenOf(node, member)];
  await end(node, member);
  await expect(authenticate(node, { cookieHeader })).rejects.toMatchObject({ code: "SESSION_ENDED" });
  await expect(authenticate(node, { token })).rejects.toMatchObject({ code: "SESSION_ENDED" });
});

test("signing out once more changes nothing, and rows that nothing can need any more go with it", async () => {
  await using node = await testRuntime();
  const { member } = await makeStaffedGym(node.db);
  await endSession(node, { userId: member, sessionId: randomUUID() });
  await node.db.pool.query("update revoked_sessions set expires_at = now() - interval '1 second'");
  await endSession(node, { userId: member, sessionId });
  await endSession(node, { userId: member, sessionId });
  expect((await node.db.prisma.revokedSession.findMany()).map((row) => row.id)).toEqual([sessionId]);
});

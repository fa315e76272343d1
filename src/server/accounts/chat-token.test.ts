import { randomUUID } from "node:crypto";
import { SignJWT, UnsecuredJWT } from "jose";
import { expect, test } from "vitest";
import { limits } from "../../shared/limits";
import { issueChatToken, readChatToken } from "./chat-token";

const secret = "a secret of at least thirty-two characters";
const now = Date.UTC(2026, 10, 21, 8, 30, 0, 250);
const signIn = { userId: randomUUID(), sessionId: randomUUID(), sessionVersion: 3 };

function forge(changes: { secret?: string; audience?: string; issuer?: string; alg?: string }) {
  return new SignJWT({ sv: 3 })
    .setProtectedHeader({ alg: changes.alg ?? "HS256" })
    .setSubject(signIn.userId)
    .setJti(signIn.sessionId)
    .setIssuer(changes.issuer ?? "gymproluxe-chat")
    .setAudience(changes.audience ?? "gymproluxe-chat")
    .setExpirationTime(Math.floor(now / 1000) + 300)
    .sign(new TextEncoder().encode(changes.secret ?? secret));
}

test("a chat token says whose sign-in it is, and lives five minutes", async () => {
  const { token, expiresAt } = await issueChatToken(secret, signIn, { now });
  expect(await readChatToken(secret, token, now)).toEqual({ ...signIn, expiresAt: Date.parse(expiresAt), via: "token" });
  expect(Math.abs(Date.parse(expiresAt) - now - limits.chatTokenLifeMs)).toBeLessThan(1000);
});

test("a chat token never outlives the sign-in it was taken by", async () => {
  const { expiresAt } = await issueChatToken(secret, signIn, { now, endsBy: now + 60_000 });
  expect(Date.parse(expiresAt)).toBeLessThanOrEqual(now + 60_000);
});

test("a chat token is over at the instant it names", async () => {
  const { token, expiresAt } = await issueChatToken(secret, signIn, { now });
  await expect(readChatToken(secret, token, Date.parse(expiresAt) - 1000)).resolves.toBeDefined();
  await expect(readChatToken(secret, token, Date.parse(expiresAt))).rejects.toMatchObject({ code: "SESSION_ENDED" });
});

test("the forged token of these tests is accepted when nothing about it is wrong", async () => {
  await expect(readChatToken(secret, await forge({}), now)).resolves.toMatchObject(signIn);
});

test.each([
  ["another secret", () => forge({ secret: "another secret of thirty-two characters" })],
  ["another audience", () => forge({ audience: "gymproluxe-api" })],
  ["another issuer", () => forge({ issuer: "somebody" })],
  ["another algorithm with the right secret", () => forge({ alg: "HS512", secret: `${secret}${secret}` })],
  ["no text at all", async () => ""],
  ["no token", async () => "not.a.token"],
])("a token with %s is refused", async (_, make) => {
  await expect(readChatToken(secret, await make(), now)).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
});

test("a token that calls itself unsigned is refused", async () => {
  const token = new UnsecuredJWT({ sv: 3, sub: signIn.userId, jti: signIn.sessionId })
    .setIssuer("gymproluxe-chat")
    .setAudience("gymproluxe-chat")
    .setExpirationTime(Math.floor(now / 1000) + 300)
    .encode();
  await expect(readChatToken(secret, token, now)).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
});

test("a token whose claims were changed after signing is refused", async () => {
  const { token } = await issueChatToken(secret, signIn, { now });
  const [head, body = "", seal] = token.split(".");
  const claims = JSON.parse(Buffer.from(body, "base64url").toString()) as Record<string, unknown>;
  const changed = Buffer.from(JSON.stringify({ ...claims, sub: randomUUID() })).toString("base64url");
  await expect(readChatToken(secret, [head, changed, seal].join("."), now)).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
});

import { randomUUID } from "node:crypto";
import { encode } from "next-auth/jwt";
import { expect, test } from "vitest";
import { readSessionCookie } from "./session-cookie";

const secret = "the secret of the cookie";
const plain = { secret, url: "http://localhost:3000" };
const secure = { secret, url: "https://chat.gymproluxe.example" };
const claims = { uid: randomUUID(), sid: randomUUID(), sv: 2 };

const seal = (sealedWith = secret) => encode({ token: claims, secret: sealedWith, maxAge: 3600 });

test("the session cookie of next-auth is read from a raw header, among others", async () => {
  const header = `theme=dark; next-auth.session-token=${await seal()}; next-auth.csrf-token=abc`;
  expect(await readSessionCookie(header, plain, Date.now())).toMatchObject({
    userId: claims.uid,
    sessionId: claims.sid,
    sessionVersion: 2,
    via: "cookie",
  });
});

test("a cookie cut into parts is joined in their order, not in the header's", async () => {
  const sealed = await seal();
  const parts = Array.from({ length: 11 }, (_, at) => sealed.slice(at * 20, at === 10 ? undefined : at * 20 + 20));
  const header = parts
    .map((part, at) => `next-auth.session-token.${at}=${part}`)
    .reverse()
    .join("; ");
  expect(await readSessionCookie(header, plain, Date.now())).toMatchObject({ userId: claims.uid });
});

test("under https only the cookie with the secure name counts, and under http only the other", async () => {
  const sealed = await seal();
  expect(await readSessionCookie(`__Secure-next-auth.session-token=${sealed}`, secure, Date.now())).not.toBeNull();
  expect(await readSessionCookie(`next-auth.session-token=${sealed}`, secure, Date.now())).toBeNull();
  expect(await readSessionCookie(`__Secure-next-auth.session-token=${sealed}`, plain, Date.now())).toBeNull();
});

test("a cookie sealed with another secret, a broken one and an expired one are no sign-in", async () => {
  expect(await readSessionCookie(`next-auth.session-token=${await seal("another secret")}`, plain, Date.now())).toBeNull();
  expect(await readSessionCookie("next-auth.session-token=broken", plain, Date.now())).toBeNull();
  expect(await readSessionCookie("; =; next-auth.session-token; ==", plain, Date.now())).toBeNull();
  expect(await readSessionCookie(`next-auth.session-token=${await seal()}`, plain, Date.now() + 3_601_000)).toBeNull();
});

import { randomUUID } from "node:crypto";
import { encode } from "next-auth/jwt";
import { expect, test } from "vitest";
import { limits } from "../../../shared/limits";
import type { ChatToken } from "../../../shared/people";
import { readChatToken } from "../../accounts/chat-token";
import { endSession } from "../../accounts/end-session";
import { makeStaffedGym } from "../../testing/example-data";
import { manualClock } from "../../testing/manual-clock";
import { type ServedChat, serveChat } from "../../testing/served-chat";

const refusedWith = (code: string) => ({ data: { app: { code } } });

/** A browser's call of `auth.chatToken`, by cookie. */
async function chatTokenByCookie(served: ServedChat, claims: { uid: string; sid: string; sv: number }): Promise<ChatToken> {
  const sealed = await encode({ token: claims, secret: served.runtime.env.NEXTAUTH_SECRET, maxAge: 3600 });
  const response = await fetch(`${served.url}/api/trpc/auth.chatToken`, {
    method: "POST",
    headers: { cookie: `next-auth.session-token=${sealed}`, "content-type": "application/json" },
  });
  return ((await response.json()) as { result: { data: ChatToken } }).result.data;
}

test("a chat token taken by cookie opens a socket, and signing out of the browser ends it", async () => {
  await using served = await serveChat();
  const { member } = await makeStaffedGym(served.runtime.db);
  const sid = randomUUID();
  const { token } = await chatTokenByCookie(served, { uid: member, sid, sv: 1 });
  const { chat } = served.over(token);
  expect(await chat.auth.me.query()).toMatchObject({ id: member, role: "member" });
  await endSession(served.runtime, { userId: member, sessionId: sid });
  await expect.poll(() => chat.auth.me.query().catch((error: unknown) => error)).toMatchObject(refusedWith("SESSION_ENDED"));
});

test("a chat token taken by a chat token lives no longer than that one", async () => {
  const clock = manualClock();
  await using served = await serveChat({ clock });
  const { member } = await makeStaffedGym(served.runtime.db);
  const token = await served.tokenOf(member);
  clock.advance(limits.chatTokenLifeMs / 2);
  const next = await served.overHttp(token).auth.chatToken.mutate();
  const secret = served.runtime.env.CHAT_TOKEN_SECRET;
  const [first, second] = [await readChatToken(secret, token, clock.now()), await readChatToken(secret, next.token, clock.now())];
  expect(second).toEqual(first);
});

test("a socket renewed in time goes on past its first token, and ends with its last", async () => {
  const clock = manualClock();
  await using served = await serveChat({ clock });
  const { member } = await makeStaffedGym(served.runtime.db);
  const { chat, line } = served.over(await served.tokenOf(member));
  await chat.auth.me.query();
  const connection = line.connection?.id;
  clock.advance(limits.chatTokenLifeMs / 2);
  const { expiresAt } = await chat.auth.renew.mutate({ token: await served.tokenOf(member) });
  clock.advance(limits.chatTokenLifeMs * 0.75);
  expect((await chat.auth.me.query()).expiresAt).toBe(expiresAt);
  expect(line.connection?.id).toBe(connection);
  clock.advance(limits.chatTokenLifeMs / 2);
  await expect.poll(() => chat.auth.me.query().catch((error: unknown) => error)).toMatchObject(refusedWith("SESSION_ENDED"));
});

test("a socket cannot be renewed with somebody else's token, nor with one that is over, and goes on as it was", async () => {
  await using served = await serveChat();
  const { member, staff } = await makeStaffedGym(served.runtime.db);
  const { chat } = served.over(await served.tokenOf(member));
  const before = await chat.auth.me.query();
  await expect(chat.auth.renew.mutate({ token: await served.tokenOf(staff) })).rejects.toMatchObject(refusedWith("FORBIDDEN"));
  await expect(chat.auth.renew.mutate({ token: "nonsense" })).rejects.toMatchObject(refusedWith("UNAUTHENTICATED"));
  expect(await chat.auth.me.query()).toEqual(before);
});

test("signing out everywhere ends the caller's other sockets, tokens and cookies, and nobody else's", async () => {
  await using served = await serveChat();
  const { member, staff } = await makeStaffedGym(served.runtime.db);
  const [phone, laptop, desk] = [
    served.over(await served.tokenOf(member)).chat,
    served.over(await served.tokenOf(member)).chat,
    served.over(await served.tokenOf(staff)).chat,
  ];
  await Promise.all([phone, laptop, desk].map((chat) => chat.auth.me.query()));
  await phone.auth.signOutEverywhere.mutate();
  for (const chat of [phone, laptop]) {
    await expect.poll(() => chat.auth.me.query().catch((error: unknown) => error)).toMatchObject(refusedWith("SESSION_ENDED"));
  }
  expect(await desk.auth.me.query()).toMatchObject({ id: staff });
});

test("nobody may take more than thirty tokens a minute", async () => {
  await using served = await serveChat({ env: { RATE_LIMIT: "on" } });
  const { member } = await makeStaffedGym(served.runtime.db);
  const { chat } = served.over(await served.tokenOf(member));
  for (let taken = 0; taken < 30; taken++) await chat.auth.chatToken.mutate();
  await expect(chat.auth.chatToken.mutate()).rejects.toMatchObject({
    data: { app: { code: "RATE_LIMITED", retryAfterMs: expect.any(Number) } },
  });
});

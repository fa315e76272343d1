/** Whatever ends a sign-in ends it on every socket of every process, and not a word more is heard there. */
import { randomUUID } from "node:crypto";
import { uuidv7 } from "uuidv7";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { limits } from "../../shared/limits";
import { issueChatToken } from "../accounts/chat-token";
import { disableUser } from "../accounts/disable-user";
import { endSession } from "../accounts/end-session";
import { grantChatToken } from "../accounts/grant-chat-token";
import { setDisabled } from "../accounts/set-disabled";
import { signOutEverywhere } from "../accounts/sign-out-everywhere";
import { sendMessage } from "../chat/send-message";
import { advanceCase } from "../support/advance-case";
import { openSupport } from "../support/open-support";
import { as } from "../testing/actors";
import { makeGym, makeStaffedGym, makeUser } from "../testing/example-data";
import { type ManualClock, manualClock } from "../testing/manual-clock";
import { type RawPeer, rawPeerOf } from "../testing/raw-peer";
import { type TestServer, testServer } from "../testing/test-server";
import { closeCodes } from "./admission";

const groupOf = async ({ runtime }: TestServer, gymId: string, userIds: string[]) => {
  const id = uuidv7();
  await runtime.db.prisma.conversation.create({ data: { id, type: "group", name: "Spin", gymId } });
  await runtime.db.prisma.participant.createMany({ data: userIds.map((userId) => ({ conversationId: id, userId, role: "member" })) });
  return id;
};

const say = async ({ services }: TestServer, userId: string, conversationId: string) =>
  sendMessage(await as(services, userId), { conversationId, id: uuidv7(), content: "Hello" }, advanceCase);

/** The seqs of the messages that came over a subscription. */
const seqsOf = ({ heard }: RawPeer) =>
  heard
    .flatMap(
      ({ result }) =>
        (result?.data as { data?: { events?: { type: string; message?: { seq: number } }[] } } | undefined)?.data?.events ?? [],
    )
    .flatMap(({ type, message }) => (type === "message" && message ? [message.seq] : []));

const listen = async (peer: RawPeer, path = "conversations.onChange") => {
  const started = peer.ask({ path, method: "subscription" });
  await peer.until(({ result }) => result?.type === "data" && typeof result.data === "object" && "data" in (result.data ?? {}));
  return started;
};

describe("a sign-in that runs out", () => {
  let clock: ManualClock;
  let server: TestServer;
  let gym: Awaited<ReturnType<typeof makeStaffedGym>>;
  let groupId: string;

  beforeAll(async () => {
    clock = manualClock();
    server = await testServer({ clock });
    gym = await makeStaffedGym(server.runtime.db);
    groupId = await groupOf(server, gym.gymId, [gym.member, gym.trainer]);
  });
  afterAll(() => server[Symbol.asyncDispose]());

  it("ends the socket at that instant, and nothing that is said from then on is heard there", async () => {
    const ending = await rawPeerOf(server, gym.member);
    await listen(ending);
    clock.advance(limits.chatTokenLifeMs / 2);
    const renewed = await rawPeerOf(server, gym.member);
    await listen(renewed);
    await say(server, gym.trainer, groupId);
    await expect.poll(() => seqsOf(ending).length).toBe(1);
    const { expiresAt } = (ending.first?.result?.data ?? {}) as { expiresAt: string };
    clock.advance(Date.parse(expiresAt) - clock.now());
    for (let said = 0; said < 5; said++) await say(server, gym.trainer, groupId);
    expect(await ending.closed).toBe(closeCodes.signedOut);
    await expect.poll(() => seqsOf(renewed).length).toBe(6);
    expect(seqsOf(ending)).toHaveLength(1);
    renewed.socket.terminate();
  });

  it("can be renewed a thousand times on the same socket, and not a message is lost, doubled or disordered over it", async () => {
    const peer = await rawPeerOf(server, gym.member);
    await listen(peer);
    const said: number[] = [];
    const times = 1_000;
    const secret = server.runtime.env.CHAT_TOKEN_SECRET;
    for (let at = 1; at <= times; at++) {
      // Ten lives of a token.
      clock.advance((10 * limits.chatTokenLifeMs) / times);
      const talk = at % 10 === 0 ? say(server, gym.trainer, groupId) : null;
      const { token } = await issueChatToken(
        secret,
        { userId: gym.member, sessionId: randomUUID(), sessionVersion: 1 },
        { now: clock.now() },
      );
      expect((await peer.ask({ path: "auth.renew", input: { token }, method: "mutation" }))?.result).toBeDefined();
      const message = await talk;
      if (message) said.push(message.seq);
    }
    await expect.poll(() => seqsOf(peer)).toEqual(said);
    expect(said).toHaveLength(times / 10);
    expect(peer.isOpen).toBe(true);
    clock.advance(limits.chatTokenLifeMs);
    expect(await peer.closed).toBe(closeCodes.signedOut);
  });

  it("cannot be renewed when it is over, nor by a token that another key signed, which opens no socket either", async () => {
    const peer = await rawPeerOf(server, gym.member);
    const signIn = { userId: gym.member, sessionId: randomUUID(), sessionVersion: 1 };
    const { token: old } = await issueChatToken("the key before, of thirty-two characters", signIn, { now: clock.now() });
    const renewal = await peer.ask({ path: "auth.renew", input: { token: old }, method: "mutation" });
    expect(renewal?.error?.data.app.code).toBe("UNAUTHENTICATED");
    const stranger = await rawPeerOf(server, gym.member, old);
    expect(stranger.first?.error?.data.app.code).toBe("UNAUTHENTICATED");
    clock.advance(limits.chatTokenLifeMs);
    expect(await peer.closed).toBe(closeCodes.signedOut);
    expect(await stranger.closed).toBe(closeCodes.signedOut);
  });
});

describe("a sign-in that is ended", () => {
  let one: TestServer;
  let other: TestServer;

  beforeAll(async () => {
    one = await testServer();
    other = await testServer({ database: one.runtime.databaseUrl, broker: one.runtime.broker });
  });
  afterAll(async () => {
    await other[Symbol.asyncDispose]();
    await one[Symbol.asyncDispose]();
  });

  interface Person {
    userId: string;
    admin: { id: string; role: "admin"; gymId: string; deskGymIds: string[] };
    sessionId: string;
    gymSlug: string;
    externalId: string;
  }
  const endings: [string, (person: Person) => Promise<unknown>][] = [
    ["signing out everywhere", ({ userId }) => signOutEverywhere(one.services, userId)],
    ["signing out of that sign-in on another device", ({ userId, sessionId }) => endSession(one.services, { userId, sessionId })],
    ["an admin who shuts them out", ({ userId, admin }) => setDisabled(one.services, admin, { userId, disabled: true })],
    ["another role", ({ externalId, gymSlug: gym }) => grantChatToken(one.services, { externalId, name: "Mia", role: "trainer", gym })],
    ["another gym", ({ externalId }) => grantChatToken(one.services, { externalId, name: "Mia", role: "member", gym: "elsewhere" })],
  ];

  describe.each([
    ["with the bus", false],
    ["with the bus away", true],
  ])("%s", (_, isDown) => {
    it.each(endings)("by %s closes every socket of every process within two seconds, and nobody else's", async (_, end) => {
      const { db, env, clock } = one.runtime;
      const gymSlug = `gym-${randomUUID().slice(0, 8)}`;
      const gymId = await makeGym(db, { slug: gymSlug });
      const externalId = randomUUID();
      const [userId, admin, trainer] = [
        await makeUser(db, "member", { gymId, externalId, name: "Mia" }),
        await makeUser(db, "admin", { gymId }),
        await makeUser(db, "trainer", { gymId }),
      ];
      const groupId = await groupOf(one, gymId, [userId, trainer]);
      const sessionId = randomUUID();
      const { token } = await issueChatToken(env.CHAT_TOKEN_SECRET, { userId, sessionId, sessionVersion: 1 }, { now: clock.now() });
      const peers: RawPeer[] = [];
      for (let at = 0; at < 6; at++) peers.push(await rawPeerOf(at % 2 ? one : other, userId, token));
      for (const peer of peers) await listen(peer);
      const bystanders = [await rawPeerOf(one, trainer), await rawPeerOf(other, trainer)];
      const talk = talking(() => say(one, trainer, groupId));
      await expect.poll(() => peers.every((peer) => seqsOf(peer).length > 0)).toBe(true);

      one.runtime.broker.isDown = isDown;
      const endedAt = performance.now();
      await end({ userId, admin: { id: admin, role: "admin", gymId, deskGymIds: [gymId] }, sessionId, gymSlug, externalId });
      expect(await Promise.all(peers.map(({ closed }) => closed))).toEqual(peers.map(() => closeCodes.signedOut));
      expect(performance.now() - endedAt).toBeLessThan(2_000);
      one.runtime.broker.isDown = false;

      await talk.stop();
      expect(bystanders.every((peer) => peer.isOpen)).toBe(true);
      const again = await rawPeerOf(other, userId, token);
      expect(again.first?.error?.data.app.code).toBe("SESSION_ENDED");
      for (const { socket } of [...bystanders, again]) socket.terminate();
    });
  });

  it("of staff who become a member takes the desk away on every process within two seconds", async () => {
    const { db } = one.runtime;
    const slug = `gym-${randomUUID().slice(0, 8)}`;
    const gymId = await makeGym(db, { slug });
    const externalId = randomUUID();
    const [member, staff, colleague] = [
      await makeUser(db, "member", { gymId }),
      await makeUser(db, "staff", { gymId, externalId, name: "Sam" }),
      await makeUser(db, "staff", { gymId }),
    ];
    const { id: supportId } = await openSupport(await as(one.services, member), null);
    const peers = [await rawPeerOf(one, staff), await rawPeerOf(other, staff)];
    const stays = await rawPeerOf(other, colleague);
    for (const peer of [...peers, stays]) await listen(peer, "support.onChange");
    const talk = talking(() => say(one, member, supportId));
    await expect.poll(() => [...peers, stays].every((peer) => seqsOf(peer).length > 0)).toBe(true);

    const { answer } = await grantChatToken(one.services, { externalId, name: "Sam", role: "member", gym: slug });
    const changedAt = performance.now();
    await Promise.all(peers.map(({ closed }) => closed));
    expect(performance.now() - changedAt).toBeLessThan(2_000);
    const heardLast = peers.map((peer) => seqsOf(peer).at(-1) ?? 0);
    const { seq } = await say(one, member, supportId);
    await expect.poll(() => seqsOf(stays).at(-1) ?? 0).toBeGreaterThanOrEqual(seq);
    await talk.stop();
    expect(peers.map((peer) => seqsOf(peer).at(-1) ?? 0)).toEqual(heardLast);

    const asMember = await rawPeerOf(other, staff, answer.token);
    const refusals = [
      await asMember.ask({ path: "support.onChange", method: "subscription" }),
      await asMember.ask({ path: "messages.list", input: { conversationId: supportId } }),
    ];
    expect(refusals.map((refusal) => refusal?.error?.data.app.code)).toEqual(["FORBIDDEN", "NOT_A_PARTICIPANT"]);
    for (const { socket } of [asMember, stays]) socket.terminate();
  });

  it("by being shut out lasts until somebody lets them in again", async () => {
    const { admin, member, gymId, staff } = await makeStaffedGym(one.runtime.db);
    const asAdmin = { id: admin, role: "admin", gymId, deskGymIds: [gymId] } as const;
    await expect(
      setDisabled(one.services, { ...asAdmin, id: staff, role: "staff" }, { userId: member, disabled: true }),
    ).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    await expect(setDisabled(one.services, asAdmin, { userId: randomUUID(), disabled: true })).rejects.toMatchObject({ code: "FORBIDDEN" });
    await disableUser(one.services, member);
    expect((await rawPeerOf(other, member)).first?.error?.data.app.code).toBe("SESSION_ENDED");
    await setDisabled(one.services, asAdmin, { userId: member, disabled: false });
    const back = await rawPeerOf(other, member);
    expect(back.first?.result?.data).toMatchObject({ id: member });
    back.socket.terminate();
  });
});

/** Says something again and again until it is stopped. */
function talking(saySomething: () => Promise<unknown>): { stop(): Promise<void> } {
  let isOver = false;
  const ended = (async () => {
    while (!isOver) await saySomething();
  })();
  return {
    async stop() {
      isOver = true;
      await ended;
    },
  };
}

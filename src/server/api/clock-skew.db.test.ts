/** Counters order things, clocks only decorate: processes whose clocks are minutes wrong do all the same things in the same order. */
import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import type { DeskEvent } from "../../shared/events";
import { limits } from "../../shared/limits";
import { authenticate } from "../accounts/authenticate";
import { issueChatToken } from "../accounts/chat-token";
import { addParticipants, removeParticipant } from "../chat/change-group";
import { createConversation } from "../chat/create-conversation";
import { getConversation } from "../chat/get-conversation";
import { listConversations } from "../chat/list-conversations";
import { markDelivered } from "../chat/mark-delivered";
import { markRead } from "../chat/mark-read";
import { sendMessage } from "../chat/send-message";
import type { Clock } from "../platform/clock";
import { systemClock } from "../platform/clock";
import { advanceCase } from "../support/advance-case";
import { openSupport } from "../support/open-support";
import { as } from "../testing/actors";
import { makeStaffedGym, makeUser } from "../testing/example-data";
import { testRuntime } from "../testing/test-runtime";
import { witness } from "../testing/witness";
import { createServices } from "./services";

const skewed = (ms: number): Clock => ({ ...systemClock, now: () => Date.now() + ms });

/** A UUIDv7 as a phone makes it whose clock is wrong by so many milliseconds. */
function idAt(ms: number): string {
  const time = (Date.now() + ms).toString(16).padStart(12, "0");
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15, 18)}-${randomUUID().slice(19)}`;
}

const dayMs = 86_400_000;

/** The same day at two processes, whatever their clocks and those of the phones say. What is told and what is stored, by names instead of ids and times. */
async function day(clocks: readonly [number, number], phones: readonly [number, number]) {
  await using runtime = await testRuntime({ clock: skewed(clocks[0]) });
  const thereRuntime = await testRuntime({ clock: skewed(clocks[1]), database: runtime.databaseUrl, broker: runtime.broker });
  await using _there = thereRuntime;
  const nodes = [await createServices(runtime), await createServices(thereRuntime)] as const;
  const gym = await makeStaffedGym(runtime.db);
  const [ann, ben] = [gym.member, await makeUser(runtime.db, "member", { gymId: gym.gymId })];
  const group = { type: "group", name: "Spin", participantIds: [ann, ben] } as const;
  const { id: conversationId } = await createConversation(await as(nodes[0], gym.trainer), {
    ...group,
    participantIds: [...group.participantIds],
  });
  const support = await openSupport(await as(nodes[1], ann), null);
  const listener = await witness(nodes[1], gym.trainer);
  const desk = await witness(nodes[0], gym.staff, "desk");

  const said: string[] = [];
  const say = async (at: 0 | 1, userId: string, to = conversationId) => {
    const input = { conversationId: to, id: idAt(phones[at]), content: `message ${said.length}` };
    said.push(input.content);
    const first = await sendMessage(await as(nodes[at], userId), input, advanceCase);
    const again = await sendMessage(await as(nodes[1 - at] ?? nodes[0], userId), input, advanceCase);
    expect(again).toEqual(first);
    return first;
  };

  for (let round = 0; round < 6; round++) await say(round % 2 ? 1 : 0, round % 3 ? ann : ben);
  await markDelivered(await as(nodes[1], ben), { conversationId, seq: 4 });
  await markRead(await as(nodes[0], ann), { conversationId, seq: 6 });
  await listener.cut();
  // Both at the same moment, and over a bus that is away.
  runtime.broker.isDown = true;
  await say(0, ann);
  await removeParticipant(await as(nodes[1], gym.trainer), { conversationId, userId: ben });
  await say(1, ann);
  await say(1, ann, support.id);
  await addParticipants(await as(nodes[0], gym.trainer), { conversationId, participantIds: [ben] });
  runtime.broker.isDown = false;
  await listener.resume(nodes[0]);
  await say(1, ben);
  await markRead(await as(nodes[1], gym.trainer), { conversationId, seq: 9 });
  await listener.expectLevel();
  await desk.expectLevel();

  const names = new Map([
    [ann, "ann"],
    [ben, "ben"],
    [gym.trainer, "trainer"],
    [gym.staff, "staff"],
    [conversationId, "the group"],
    [support.id, "the desk"],
  ]);
  const nameOf = (id: string) => names.get(id) ?? id;
  const messages = [...listener.states.values()].flatMap((state) =>
    state.messages.map(({ seq, content, senderId }) => [seq, content, nameOf(senderId)]),
  );
  const standing = [];
  for (const userId of [ann, ben, gym.trainer]) {
    const { items } = await listConversations(await as(nodes[0], userId), { limit: 100, archived: false });
    for (const { id, lastSeq, version, unreadCount, participants } of items) {
      const marks = participants.map((one) => [nameOf(one.id), one.leftAt === null, one.lastReadSeq, one.lastDeliveredSeq]).sort();
      standing.push([nameOf(userId), nameOf(id), lastSeq, version, unreadCount, marks]);
    }
    expect((await getConversation(await as(nodes[1], userId), conversationId)).unreadCount).toBeGreaterThanOrEqual(0);
  }
  const resyncs = [...listener.heard, ...desk.heard].filter(({ type }) => type === "resync").length;
  const told = (heard: readonly DeskEvent[]) =>
    heard.flatMap((event) =>
      event.type === "message" ? [`${nameOf(event.message.conversationId)} ${event.message.seq} ${event.message.content}`] : [],
    );
  const result = { messages, standing, resyncs, toListener: [...new Set(told(listener.heard))], toDesk: [...new Set(told(desk.heard))] };
  for (const one of [listener, desk]) await one.cut();
  for (const node of nodes) await node.stop();
  return result;
}

it("order, unread counts, what comes back and what is sent twice are the same with clocks five minutes and phones a day apart", async () => {
  const right = await day([0, 0], [0, 0]);
  expect(right.messages.length).toBeGreaterThanOrEqual(9);
  expect(right.resyncs).toBe(0);
  expect(await day([300_000, -300_000], [-dayMs, dayMs])).toEqual(right);
  expect(await day([-300_000, 300_000], [dayMs, -dayMs])).toEqual(right);
});

it("a token is over at the moment that it names, by the clock of whoever looks: there is nothing to be gained by a wrong one", async () => {
  await using runtime = await testRuntime();
  const { member } = await makeStaffedGym(runtime.db);
  const signIn = { userId: member, sessionId: randomUUID(), sessionVersion: 1 };
  const now = Date.now();
  const { token, expiresAt } = await issueChatToken(runtime.env.CHAT_TOKEN_SECRET, signIn, { now });
  const asSeenBy = (ms: number) => authenticate({ ...runtime, clock: { ...systemClock, now: () => now + ms } }, { token });
  for (const ms of [-300_000, -30_000, 0, limits.chatTokenLifeMs - 2_000])
    await expect(asSeenBy(ms)).resolves.toMatchObject({ id: member });
  const left = Date.parse(expiresAt) - now;
  for (const ms of [left, left + 1, left + 30_000, left + 300_000])
    await expect(asSeenBy(ms)).rejects.toMatchObject({ code: "SESSION_ENDED" });
});

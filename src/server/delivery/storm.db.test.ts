/** Everything at once: many people on two nodes send, read, mute, come, go and lose their connections, over a bus that fails now and then. */
import { uuidv7 } from "uuidv7";
import { expect, it } from "vitest";
import { AppError } from "../../shared/errors";
import type { Message } from "../../shared/messages";
import { createServices, type Services } from "../api/services";
import { addParticipants, leaveConversation, removeParticipant, renameConversation } from "../chat/change-group";
import { createConversation } from "../chat/create-conversation";
import { getConversation } from "../chat/get-conversation";
import { markDelivered } from "../chat/mark-delivered";
import { markRead } from "../chat/mark-read";
import { sendMessage } from "../chat/send-message";
import { setOwnSettings } from "../chat/set-own-settings";
import { advanceCase } from "../support/advance-case";
import { openSupport } from "../support/open-support";
import { as } from "../testing/actors";
import { makeStaffedGym, makeUser } from "../testing/example-data";
import { testRuntime } from "../testing/test-runtime";
import { type Witness, witness } from "../testing/witness";

const stormMs = 5_000;
const workers = 8;

/** Dice that fall the same way for the same seed. */
function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) | 0;
    return ((state ^ (state >>> 13)) >>> 0) % sides;
  };
}

it("a storm of every change on two nodes ends with everybody level, nothing lost and nobody deadlocked", { timeout: 60_000 }, async () => {
  await using runtime = await testRuntime();
  await using there = await runtime.anotherNode();
  const nodes = [await createServices(runtime), await createServices(there)] as const;
  const gym = await makeStaffedGym(runtime.db);
  const members = await Promise.all(Array.from({ length: 5 }, () => makeUser(runtime.db, "member", { gymId: gym.gymId })));
  const trainer = await as(nodes[0], gym.trainer);
  const makeGroup = (name: string) => createConversation(trainer, { type: "group", name, participantIds: [...members, gym.staff] });
  const comers = members.slice(3);
  const groups = [(await makeGroup("Spin")).id, (await makeGroup("Core")).id];
  const supports = await Promise.all(members.slice(0, 2).map(async (userId) => (await openSupport(await as(nodes[1], userId), null)).id));
  const all = [...groups, ...supports];
  const people = [...members, gym.staff, gym.trainer];

  const witnesses: Witness[] = [];
  for (const [at, userId] of people.entries()) witnesses.push(await witness(nodes[at % 2 === 0 ? 0 : 1], userId));
  witnesses.push(await witness(nodes[0], gym.admin, "desk"), await witness(nodes[1], gym.admin, "desk"));

  const sent: Message[] = [];
  const refusals = new Map<string, number>();
  const until = Date.now() + stormMs;
  const work = async (worker: number) => {
    const roll = dice(worker + 1);
    while (Date.now() < until) {
      const [node, userId] = [nodes[roll(2)] ?? nodes[0], people[roll(people.length)] ?? gym.trainer];
      const conversationId = all[roll(all.length)] ?? "";
      await once(node, { userId, conversationId, roll }).catch((error: unknown) => {
        if (!(error instanceof AppError)) throw error;
        refusals.set(error.code, (refusals.get(error.code) ?? 0) + 1);
      });
    }
  };
  const once = async (
    node: Services,
    { userId, conversationId, roll }: { userId: string; conversationId: string; roll: ReturnType<typeof dice> },
  ) => {
    const ctx = await as(node, userId);
    const manager = await as(node, gym.trainer);
    const comer = comers[roll(comers.length)] ?? "";
    const group = groups[roll(groups.length)] ?? "";
    const kind = roll(20);
    if (kind < 9) {
      const input = { conversationId, id: uuidv7(), content: `${kind} of ${userId}` };
      // Of two copies one may come while its sender is out; what one of them stored is sent.
      const copies = await Promise.allSettled(Array.from({ length: kind === 0 ? 2 : 1 }, () => sendMessage(ctx, input, advanceCase)));
      const answers = copies.flatMap((copy) => (copy.status === "fulfilled" ? [copy.value] : []));
      for (const answer of answers) expect(answer).toEqual(answers[0]);
      if (answers[0]) sent.push(answers[0]);
      for (const copy of copies) if (copy.status === "rejected") throw copy.reason;
    } else if (kind < 14) {
      const { lastSeq } = await getConversation(ctx, conversationId);
      await (kind < 12 ? markRead : markDelivered)(ctx, { conversationId, seq: lastSeq });
    } else if (kind === 14) await setOwnSettings(ctx, { conversationId, archived: roll(2) === 0 });
    else if (kind === 15) await removeParticipant(manager, { conversationId: group, userId: comer });
    else if (kind === 16) await leaveConversation(await as(node, comer), group);
    else if (kind === 17) await renameConversation(manager, { conversationId: group, name: `Class ${roll(9)}` });
    else await addParticipants(manager, { conversationId: group, participantIds: [comer, members[0] ?? comer] });
  };
  const spoil = async () => {
    const roll = dice(99);
    while (Date.now() < until) {
      runtime.broker.isDown = roll(3) === 0;
      const one = witnesses[roll(witnesses.length)];
      await one?.cut();
      await Promise.all(nodes.map(({ delivery }) => delivery.tick()));
      await one?.resume(nodes[roll(2)]);
    }
    runtime.broker.isDown = false;
  };

  await Promise.all([...Array.from({ length: workers }, (_, at) => work(at)), spoil()]);

  const staying = witnesses.filter(({ userId }) => !comers.includes(userId));
  for (const one of staying) await one.expectLevel();
  expect([...refusals.keys()].filter((code) => code !== "NOT_A_PARTICIPANT")).toEqual([]);
  for (const conversationId of all) {
    const stored = await runtime.db.prisma.message.findMany({ where: { conversationId }, orderBy: { seq: "asc" }, select: { id: true } });
    const ours = sent.filter((message) => message.conversationId === conversationId).sort((a, b) => a.seq - b.seq);
    expect(stored.map(({ id }) => id)).toEqual(ours.map(({ id }) => id));
  }
  // Who was away does not hear what was said meanwhile; it is theirs to read. What they know is true, and whether they take part too: not since
  // when they do not, when they were let in and out again between two ticks and the bus was down.
  await Promise.all(nodes.map(({ delivery }) => delivery.tick()));
  for (const one of witnesses.filter(({ userId }) => comers.includes(userId)))
    for (const [id, state] of one.states) {
      expect(sent.filter((message) => message.conversationId === id)).toEqual(expect.arrayContaining([...state.messages]));
      const stands = (participants: typeof state.participants) =>
        (participants.find((person) => person.id === one.userId)?.leftAt ?? null) !== null;
      expect(stands(state.participants)).toEqual(stands((await getConversation(trainer, id)).participants));
    }
  for (const one of witnesses) {
    const heard = one.frames.map((events) => events.flatMap((event) => (event.type === "message" ? [event.message] : [])));
    // In a frame that brings a change, each conversation's messages come in its order.
    for (const messages of heard)
      for (const id of all) {
        const seqs = messages.filter(({ conversationId }) => conversationId === id).map(({ seq }) => seq);
        expect(seqs).toEqual([...seqs].sort((a, b) => a - b));
      }
  }
  for (const one of witnesses) await one.cut();
  for (const node of nodes) await node.stop();
});

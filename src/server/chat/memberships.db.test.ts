import { uuidv7 } from "uuidv7";
import { describe, expect, it } from "vitest";
import type { AppErrorCode } from "../../shared/errors";
import { createServices } from "../api/services";
import type { Bus } from "../platform/bus";
import { advanceCase } from "../support/advance-case";
import { openSupport } from "../support/open-support";
import { as } from "../testing/actors";
import { makeStaffedGym, makeUser } from "../testing/example-data";
import { manualClock } from "../testing/manual-clock";
import { testRuntime } from "../testing/test-runtime";
import { witness } from "../testing/witness";
import { addParticipants, leaveConversation, removeParticipant, renameConversation } from "./change-group";
import { createConversation } from "./create-conversation";
import { markRead } from "./mark-read";
import { sendMessage } from "./send-message";
import { setOwnSettings } from "./set-own-settings";

async function world() {
  const runtime = await testRuntime({ clock: manualClock() });
  const texts: string[] = [];
  const publish: Bus["publish"] = (topic, text) => {
    texts.push(text);
    runtime.bus.publish(topic, text);
  };
  const services = await createServices({ ...runtime, bus: { ...runtime.bus, publish, reachesOthers: () => true } });
  const gym = await makeStaffedGym(runtime.db);
  const second = await makeUser(runtime.db, "member", { gymId: gym.gymId });
  const me = (userId: string) => as(services, userId);
  const group = await createConversation(await me(gym.trainer), { type: "group", name: "Spin", participantIds: [gym.member, second] });
  return {
    ...gym,
    second,
    services,
    group,
    texts,
    as: me,
    send: async (userId: string, conversationId: string, content: string) =>
      sendMessage(await me(userId), { conversationId, id: uuidv7(), content }, advanceCase),
    async [Symbol.asyncDispose]() {
      await services.stop();
      await runtime[Symbol.asyncDispose]();
    },
  };
}

const refused = (code: AppErrorCode) => expect.objectContaining({ code });

describe("who is in a conversation", () => {
  it("finds their own settings again when they come back", async () => {
    await using w = await world();
    await setOwnSettings(await w.as(w.member), { conversationId: w.group.id, mutedUntil: "2030-01-01T00:00:00.000Z" });
    await leaveConversation(await w.as(w.member), w.group.id);
    await using member = await witness(w.services, w.member);
    await using second = await witness(w.services, w.second);
    await addParticipants(await w.as(w.trainer), { conversationId: w.group.id, participantIds: [w.member] });
    await member.expectLevel();
    await second.expectLevel();
    expect(second.heard.map(({ type }) => type)).not.toContain("settings");
  });

  it("is told in a text that grows with the people, not with their square", async () => {
    await using w = await world();
    const lengthOfAdding = async (count: number) => {
      const group = await createConversation(await w.as(w.trainer), { type: "group", name: "Core", participantIds: [w.member] });
      const people = await Promise.all(Array.from({ length: count }, () => makeUser(w.services.db, "member", { gymId: w.gymId })));
      w.texts.length = 0;
      await addParticipants(await w.as(w.trainer), { conversationId: group.id, participantIds: people });
      return Math.max(...w.texts.map(({ length }) => length));
    };
    const [few, many] = [await lengthOfAdding(10), await lengthOfAdding(40)];
    expect(many / few).toBeLessThan(5);
  });

  it("gets the first message again for the same id, even when they have left since; a new one is refused", async () => {
    await using w = await world();
    const message = { conversationId: w.group.id, id: uuidv7(), content: "See you" };
    const first = await sendMessage(await w.as(w.member), message, advanceCase);
    await removeParticipant(await w.as(w.trainer), { conversationId: w.group.id, userId: w.member });
    expect(await sendMessage(await w.as(w.member), message, advanceCase)).toEqual(first);
    for (const other of [{ content: "Another" }, { id: uuidv7() }]) {
      await expect(sendMessage(await w.as(w.member), { ...message, ...other }, advanceCase)).rejects.toEqual(refused("NOT_A_PARTICIPANT"));
    }
  });

  it("is not changed by a trainer who works at another gym now", async () => {
    await using w = await world();
    const elsewhere = await makeStaffedGym(w.services.db);
    await w.services.db.prisma.user.update({ where: { id: w.trainer }, data: { gymId: elsewhere.gymId } });
    const moved = await w.as(w.trainer);
    const { id: conversationId } = w.group;
    await expect(addParticipants(moved, { conversationId, participantIds: [elsewhere.member] })).rejects.toEqual(refused("FORBIDDEN"));
    await expect(removeParticipant(moved, { conversationId, userId: w.member })).rejects.toEqual(refused("FORBIDDEN"));
    await expect(renameConversation(moved, { conversationId, name: "Mine" })).rejects.toEqual(refused("FORBIDDEN"));
    await leaveConversation(moved, conversationId);
  });
});

describe("staff who read a support conversation", () => {
  it("have read what they say they have, and not what came since", async () => {
    await using w = await world();
    const { id } = await openSupport(await w.as(w.member), null);
    await w.send(w.member, id, "Is the sauna on?");
    await w.send(w.member, id, "Hello?");
    await using member = await witness(w.services, w.member);
    expect(await markRead(await w.as(w.staff), { conversationId: id, seq: 1 })).toEqual({ readSeq: 1, deliveredSeq: 1 });
    await member.expectLevel();
    expect(member.states.get(id)?.participants.find((one) => one.id === w.staff)?.lastReadSeq).toBe(1);
  });
});

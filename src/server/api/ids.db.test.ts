import { uuidv7 } from "uuidv7";
import { expect, it } from "vitest";
import { makeStaffedGym, makeUser } from "../testing/example-data";
import { serveChat } from "../testing/served-chat";

it("an id in capital letters is the same id: of a person, a conversation and a message", async () => {
  await using served = await serveChat();
  const gym = await makeStaffedGym(served.runtime.db);
  const second = await makeUser(served.runtime.db, "member", { gymId: gym.gymId });
  const { conversations, messages } = served.over(await served.tokenOf(gym.trainer)).chat;

  const direct = await conversations.create.mutate({ type: "direct", participantIds: [gym.member] });
  expect((await conversations.create.mutate({ type: "direct", participantIds: [gym.member.toUpperCase()] })).id).toBe(direct.id);

  const participantIds = [gym.member, gym.member.toUpperCase(), gym.trainer.toUpperCase()];
  const group = await conversations.create.mutate({ type: "group", name: "Spin", participantIds });
  expect(group.participants.map(({ id }) => id).sort()).toEqual([gym.member, gym.trainer].sort());
  const conversationId = group.id.toUpperCase();
  await conversations.addParticipants.mutate({ conversationId, participantIds: [gym.member.toUpperCase(), second.toUpperCase()] });
  expect((await conversations.get.query({ id: conversationId })).participants.filter(({ leftAt }) => leftAt === null)).toHaveLength(3);

  const message = { conversationId, id: uuidv7().toUpperCase(), content: "Hello" };
  const sent = await messages.send.mutate(message);
  expect([sent.id, sent.conversationId]).toEqual([message.id.toLowerCase(), group.id]);
  const reply = { conversationId, id: uuidv7().toUpperCase(), content: "Yes?", replyToId: message.id };
  expect(await messages.send.mutate(reply)).toEqual(await messages.send.mutate(reply));

  await conversations.removeParticipant.mutate({ conversationId, userId: second.toUpperCase() });
  expect((await conversations.get.query({ id: group.id })).participants.find(({ id }) => id === second)?.leftAt).not.toBeNull();
});

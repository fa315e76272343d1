import { uuidv7 } from "uuidv7";
import { expect, test } from "vitest";
import { createConversation } from "../chat/create-conversation";
import { listMessages } from "../chat/list-messages";
import { sendMessage } from "../chat/send-message";
import { deskWorld } from "../testing/desk-world";
import { everythingStored } from "../testing/everything-stored";
import { manualClock } from "../testing/manual-clock";
import { witness } from "../testing/witness";
import { advanceCase } from "./advance-case";
import { setAnswers } from "./desk-setup";
import { greet } from "./greet";

test("an answer that was written before newer words arrived is not sent and leaves no trace; with what was seen then, it is", async () => {
  await using w = await deskWorld();
  await using desk = await witness(w.services, w.staff, "desk");
  const staff = await w.as(w.staff);
  const { seq: afterSeq } = await w.say(w.member, "How do I cancel?");
  const answer = { conversationId: w.conversationId, id: uuidv7(), content: "By the app." };
  const { seq: lastSeq } = await w.say(w.member, "Never mind, found it!");
  const before = await everythingStored(w.services.db);
  const refused = { code: "CONVERSATION_MOVED_ON", details: { lastSeq } };
  await expect(sendMessage(staff, { ...answer, afterSeq }, advanceCase)).rejects.toMatchObject(refused);
  expect(await everythingStored(w.services.db)).toEqual(before);
  const sent = await sendMessage(staff, { ...answer, afterSeq: lastSeq }, advanceCase);
  expect(sent.seq).toBe(lastSeq + 1);
  // Sent again, with whatever was seen, it is the same message.
  expect(await sendMessage(staff, { ...answer, afterSeq }, advanceCase)).toEqual(sent);
  await desk.expectLevel();
});

test("a colleague's answer counts as newer words; one's own from another device does not", async () => {
  await using w = await deskWorld();
  const { seq } = await w.say(w.member, "Is the sauna on?");
  await w.say(w.staff, "One moment.");
  const send = async (userId: string, afterSeq: number) =>
    sendMessage(await w.as(userId), { conversationId: w.conversationId, id: uuidv7(), content: "It is.", afterSeq }, advanceCase);
  await expect(send(w.admin, seq)).rejects.toMatchObject({ code: "CONVERSATION_MOVED_ON" });
  await expect(send(w.staff, seq)).resolves.toMatchObject({ content: "It is." });
});

test("what the desk says by itself is nothing that an answer would have to wait for", async () => {
  await using w = await deskWorld({ clock: manualClock() });
  await setAnswers(await w.as(w.admin), { greeting: "Hello!", replyTime: null, closed: null });
  await w.services.db.pool.query("update cases set first_reply_at = null");
  const { seq } = await w.say(w.member, "Is the sauna on?");
  expect(await greet(w.services)).toBe(1);
  const answer = { conversationId: w.conversationId, id: uuidv7(), content: "It is.", afterSeq: seq };
  await expect(sendMessage(await w.as(w.staff), answer, advanceCase)).resolves.toMatchObject({ seq: seq + 2 });
});

test("members, and conversations that are not of support, are never stopped", async () => {
  await using w = await deskWorld();
  await w.say(w.staff, "Hello!");
  const send = async (userId: string, conversationId: string) =>
    sendMessage(await w.as(userId), { conversationId, id: uuidv7(), content: "Hi", afterSeq: 0 }, advanceCase);
  await expect(send(w.member, w.conversationId)).resolves.toMatchObject({ content: "Hi" });
  const { id } = await createConversation(await w.as(w.trainer), { type: "direct", participantIds: [w.staff] });
  await send(w.trainer, id);
  await expect(send(w.staff, id)).resolves.toMatchObject({ content: "Hi" });
});

test("of many who answer the same words at once over two processes, one does; nothing is sent past what its writer saw", async () => {
  await using w = await deskWorld();
  await using far = await w.anotherProcess();
  const { seq: afterSeq } = await w.say(w.member, "Help!");
  const colleagues = [w.staff, w.admin];
  const attempts = await Promise.allSettled(
    Array.from({ length: 20 }, async (_, n) => {
      const ctx = {
        ...(await w.as(colleagues[n % 2] ?? w.staff)),
        ...(n % 3 ? {} : { delivery: far.services.delivery, sends: far.services.sends }),
      };
      return sendMessage(ctx, { conversationId: w.conversationId, id: uuidv7(), content: `Answer ${n}`, afterSeq }, advanceCase);
    }),
  );
  const { messages } = await listMessages(await w.as(w.staff), { conversationId: w.conversationId, after: afterSeq, limit: 100 });
  const sent = attempts.flatMap((attempt) => (attempt.status === "fulfilled" ? [attempt.value] : []));
  expect(messages.map(({ id }) => id).sort()).toEqual(sent.map(({ id }) => id).sort());
  expect(new Set(messages.map(({ senderId }) => senderId)).size).toBe(1);
});

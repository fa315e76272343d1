import pg from "pg";
import { uuidv7 } from "uuidv7";
import { expect, it } from "vitest";
import { createServices } from "../api/services";
import { advanceCase } from "../support/advance-case";
import { openSupport } from "../support/open-support";
import { as } from "../testing/actors";
import { makeStaffedGym, makeUser } from "../testing/example-data";
import { testRuntime } from "../testing/test-runtime";
import { type Witness, witness } from "../testing/witness";
import { createConversation } from "./create-conversation";
import { markDelivered } from "./mark-delivered";
import { markRead } from "./mark-read";
import { sendMessage } from "./send-message";

async function world(listenersCount = 3) {
  const runtime = await testRuntime();
  const services = await createServices(runtime);
  const gym = await makeStaffedGym(runtime.db);
  const listeners = await Promise.all(Array.from({ length: listenersCount }, () => makeUser(runtime.db, "member", { gymId: gym.gymId })));
  const trainer = await as(services, gym.trainer);
  return {
    ...gym,
    services,
    listeners,
    db: runtime.db,
    databaseUrl: runtime.databaseUrl,
    group: async () => (await createConversation(trainer, { type: "group", name: "Spin", participantIds: listeners })).id,
    say: async (userId: string, conversationId: string) =>
      sendMessage(await as(services, userId), { conversationId, id: uuidv7(), content: "hello" }, advanceCase),
    marks: (conversationId: string) => runtime.db.prisma.readMark.findMany({ where: { conversationId }, orderBy: { readSeq: "asc" } }),
    version: async (id: string) => (await runtime.db.prisma.conversation.findUniqueOrThrow({ where: { id } })).version,
    async [Symbol.asyncDispose]() {
      await services.stop();
      await runtime[Symbol.asyncDispose]();
    },
  };
}

it("what a class reads at once is one step, told to its author and to each who read, in the history for ever", async () => {
  await using w = await world(20);
  const id = await w.group();
  for (const _ of [1, 2, 3]) await w.say(w.trainer, id);
  const before = await w.version(id);
  await using author = await witness(w.services, w.trainer);
  await using reader = await witness(w.services, w.listeners[0] ?? "");
  const callers = await Promise.all(w.listeners.map((userId) => as(w.services, userId)));
  const marks = await Promise.all(callers.map((ctx) => markRead(ctx, { conversationId: id, seq: 3 })));
  expect(marks).toEqual(w.listeners.map(() => ({ readSeq: 3, deliveredSeq: 3 })));
  await author.expectLevel();
  await reader.expectLevel();
  expect(await w.version(id)).toBeLessThanOrEqual(before + 2);
  const receipts = (one: Witness) => one.heard.filter(({ type }) => type === "receipt").length;
  expect([receipts(author), receipts(reader)]).toEqual([20, 1]);
  expect((await w.marks(id)).map(({ userId, readSeq }) => [userId, readSeq]).sort()).toEqual(
    w.listeners.map((userId) => [userId, 3]).sort(),
  );
});

it("marks of one user that come together end at the greatest, and each is answered alone", async () => {
  await using w = await world();
  const [id, elsewhere] = [await w.group(), await w.group()];
  for (const _ of [1, 2, 3, 4]) await w.say(w.trainer, id);
  await using author = await witness(w.services, w.trainer);
  const [one, stranger] = [await as(w.services, w.listeners[0] ?? ""), await as(w.services, w.member)];
  const answers = await Promise.allSettled([
    markRead(one, { conversationId: id, seq: 2 }),
    markDelivered(one, { conversationId: id, seq: 4 }),
    markRead(one, { conversationId: id, seq: 1 }),
    markRead(one, { conversationId: id, seq: 5 }),
    markRead(stranger, { conversationId: id, seq: 1 }),
    markRead(one, { conversationId: elsewhere, seq: 0 }),
    markRead(one, { conversationId: uuidv7(), seq: 1 }),
  ]);
  const said = answers.map((answer) => (answer.status === "fulfilled" ? answer.value : answer.reason.code));
  const [first, second, third, ...refused] = said;
  expect(refused).toEqual(["SEQ_AHEAD", "NOT_A_PARTICIPANT", { readSeq: 0, deliveredSeq: 0 }, "NOT_A_PARTICIPANT"]);
  for (const mark of [first, second, third]) expect(mark).toEqual({ readSeq: 2, deliveredSeq: 4 });
  await author.expectLevel();
});

it("a conversation that somebody else holds stops only the marks in it, and support goes its own way", async () => {
  await using w = await world();
  const [held, free] = [await w.group(), await w.group()];
  for (const id of [held, free]) await w.say(w.trainer, id);
  const support = await openSupport(await as(w.services, w.member), null);
  await w.say(w.member, support.id);
  const [one, staff] = [await as(w.services, w.listeners[0] ?? ""), await as(w.services, w.staff)];
  const client = new pg.Client({ connectionString: w.databaseUrl });
  await client.connect();
  await client.query("begin");
  await client.query("select 1 from conversations where id = $1 for update", [held]);
  const order: string[] = [];
  const marks = [
    markRead(one, { conversationId: held, seq: 1 }).then(() => order.push("held")),
    markRead(one, { conversationId: free, seq: 1 }).then(() => order.push("free")),
    markRead(staff, { conversationId: support.id, seq: 1 }).then(() => order.push("support")),
  ];
  await Promise.all(marks.slice(1));
  await client.query("commit");
  await Promise.all(marks);
  await client.end();
  expect(order.at(-1)).toBe("held");
  expect((await w.marks(support.id)).map(({ userId }) => userId)).toContain(w.staff);
});

import pg from "pg";
import { uuidv7 } from "uuidv7";
import { expect, it } from "vitest";
import type { Message } from "../../shared/messages";
import { createServices, type Services } from "../api/services";
import { isUnavailable } from "../platform/db";
import { advanceCase } from "../support/advance-case";
import { openSupport } from "../support/open-support";
import { as } from "../testing/actors";
import { makeStaffedGym, makeUser } from "../testing/example-data";
import { testRuntime } from "../testing/test-runtime";
import { createConversation } from "./create-conversation";
import { sendMessage } from "./send-message";

async function world() {
  const runtime = await testRuntime();
  const there = await runtime.anotherNode();
  const [here, far] = [await createServices(runtime), await createServices(there)];
  const gym = await makeStaffedGym(runtime.db);
  const second = await makeUser(runtime.db, "member", { gymId: gym.gymId });
  const trainer = await as(here, gym.trainer);
  return {
    ...gym,
    second,
    here,
    far,
    db: runtime.db,
    groups: async (count: number) => {
      const made = Array.from({ length: count }, (_, at) =>
        createConversation(trainer, { type: "group", name: `Class ${at}`, participantIds: [gym.member, second] }),
      );
      return (await Promise.all(made)).map(({ id }) => id);
    },
    /** Sends as a user does; made once per user so that nothing comes between the call and the batch. */
    penOf: async (userId: string, services: Services = here) => {
      const ctx = await as(services, userId);
      return (conversationId: string, content: string, id: string = uuidv7()) =>
        sendMessage(ctx, { conversationId, id, content }, advanceCase);
    },
    stored: (conversationId: string) => runtime.db.prisma.message.findMany({ where: { conversationId }, orderBy: { seq: "asc" } }),
    /** Somebody else's transaction that holds conversations until it is let go. */
    hold: async (conversationIds: readonly string[]) => {
      const client = new pg.Client({ connectionString: runtime.databaseUrl });
      await client.connect();
      await client.query("begin");
      await client.query("select 1 from conversations where id = any($1::uuid[]) order by id for update", [conversationIds]);
      return { letGo: () => client.query("commit"), [Symbol.asyncDispose]: () => client.end() };
    },
    async [Symbol.asyncDispose]() {
      await far.stop();
      await here.stop();
      await there[Symbol.asyncDispose]();
      await runtime[Symbol.asyncDispose]();
    },
  };
}

const seqs = (messages: readonly { seq: number }[]) => messages.map(({ seq }) => seq);
const upTo = (count: number) => Array.from({ length: count }, (_, at) => at + 1);

it("a conversation that somebody else holds stops nobody but those who write into it", async () => {
  await using w = await world();
  const [held = [], free = []] = [await w.groups(3), await w.groups(20)];
  const pen = await w.penOf(w.member);
  await using other = await w.hold(held);
  const settled: Message[] = [];
  const waiting = Array.from({ length: 30 }, (_, at) =>
    pen(held[at % 3] ?? "", `w${at}`).then((message) => {
      settled.push(message);
      return message;
    }),
  );
  for (let round = 0; round < 10; round++)
    await Promise.all(Array.from({ length: 100 }, (_, at) => pen(free[at % 20] ?? "", `m${round * 100 + at}`)));
  expect(settled).toEqual([]);
  await other.letGo();
  await Promise.all(waiting);
  for (const id of held)
    expect((await w.stored(id)).map(({ content }) => Number(content.slice(1)))).toEqual(
      [...upTo(30).keys()].filter((at) => held[at % 3] === id),
    );
});

it("what waits for a stuck conversation is told to try again, in seconds, and then stored once", async () => {
  await using w = await world();
  const [stuck = "", free = ""] = await w.groups(2);
  const pen = await w.penOf(w.member);
  await using other = await w.hold([stuck]);
  const ids = Array.from({ length: 5 }, () => uuidv7());
  const startedAt = performance.now();
  const waiting = Promise.allSettled(ids.map((id, at) => pen(stuck, `m${at}`, id)));
  await pen(free, "meanwhile");
  for (const refusal of await waiting) expect(isUnavailable((refusal as PromiseRejectedResult).reason)).toBe(true);
  expect(performance.now() - startedAt).toBeLessThan(8_000);
  await other.letGo();
  await Promise.all(ids.map((id, at) => pen(stuck, `m${at}`, id)));
  expect((await w.stored(stuck)).map(({ id }) => id)).toEqual(ids);
});

it("two nodes that write into the same conversations at once neither stop each other nor starve, and keep each author's order", async () => {
  await using w = await world();
  const groups = await w.groups(5);
  const perPen = 60;
  const pens = [await w.penOf(w.member), await w.penOf(w.second), await w.penOf(w.member, w.far), await w.penOf(w.trainer, w.far)];
  const sent = await Promise.all(
    pens.flatMap((pen, author) =>
      groups.map(async (id) => {
        const ofAuthor: Message[] = [];
        for (let at = 0; at < perPen; at += 6) ofAuthor.push(...(await Promise.all(upTo(6).map((n) => pen(id, `${author} ${at + n}`)))));
        expect(seqs(ofAuthor)).toEqual([...seqs(ofAuthor)].sort((a, b) => a - b));
        return ofAuthor;
      }),
    ),
  );
  expect(sent.flat()).toHaveLength(pens.length * groups.length * perPen);
  for (const id of groups) expect(seqs(await w.stored(id))).toEqual(upTo(pens.length * perPen));
});

it("what spoils a batch spoils only itself, and the others keep their order", async () => {
  await using w = await world();
  const [first = "", second = ""] = await w.groups(2);
  const pen = await w.penOf(w.member);
  const results = await Promise.allSettled(upTo(12).map((n) => pen(n % 2 ? first : second, n === 6 ? "half \0 of it" : `m${n}`)));
  expect(results.map(({ status }) => status).indexOf("rejected")).toBe(5);
  expect(results.filter(({ status }) => status === "rejected")).toHaveLength(1);
  expect((await w.stored(second)).map(({ content }) => content)).toEqual(["m2", "m4", "m8", "m10", "m12"]);
});

it("more sends than may wait are asked to come again, and those that wait are written", async () => {
  await using w = await world();
  const [id = ""] = await w.groups(1);
  const pen = await w.penOf(w.member);
  const results = await Promise.allSettled(upTo(10_500).map((n) => pen(id, `m${n}`)));
  const refusals = results.filter(({ status }) => status === "rejected");
  expect(refusals.length).toBeGreaterThan(0);
  for (const refusal of refusals) expect(refusal).toMatchObject({ reason: { code: "UNAVAILABLE" } });
  const { lastSeq } = await w.db.prisma.conversation.findUniqueOrThrow({ where: { id } });
  expect(lastSeq).toBe(results.length - refusals.length);
});

it("a process of the version before writes beside one of this", async () => {
  await using w = await world();
  const [id = ""] = await w.groups(1);
  const pen = await w.penOf(w.member);
  const asBefore = { name: "test-sends-of-0003", text: "select verdict, seq from send_messages($1, $2, $3, $4, $5)" };
  await pen(id, "this");
  expect(await w.db.rows(asBefore, [[id], [uuidv7()], [w.member], ["before"], [null]])).toEqual([{ verdict: "sent", seq: 2 }]);
  expect(await pen(id, "this again")).toMatchObject({ seq: 3 });
});

it("in a support conversation too, what one person sends at once keeps its order, and the same id is one message", async () => {
  await using w = await world();
  const { id } = await openSupport(await as(w.here, w.member), null);
  const [pen, far] = [await w.penOf(w.member), await w.penOf(w.member, w.far)];
  const twice = uuidv7();
  const [sent, again] = await Promise.all([
    Promise.all(upTo(8).map((n) => pen(id, `m${n}`, n === 3 ? twice : uuidv7()))),
    Promise.all([far(id, "m3", twice), pen(id, "m3", twice)]),
  ]);
  expect(seqs(sent.filter((message) => message.id !== twice))).toEqual(
    [...seqs(sent.filter((message) => message.id !== twice))].sort((a, b) => a - b),
  );
  expect(again).toEqual([sent[2], sent[2]]);
  expect(seqs(await w.stored(id))).toEqual(upTo(8));
});

it("a message sent again into a support conversation is answered, whoever has left since; anything new is refused alike", async () => {
  await using w = await world();
  const { id } = await openSupport(await as(w.here, w.member), null);
  const answer = uuidv7();
  const sent = await (await w.penOf(w.staff))(id, "Hello", answer);
  await w.db.prisma.user.update({ where: { id: w.staff }, data: { role: "trainer" } });
  const former = await w.penOf(w.staff);
  expect(await former(id, "Hello", answer)).toEqual(sent);
  await expect(former(id, "Something else", answer)).rejects.toMatchObject({ code: "NOT_A_PARTICIPANT" });
  await expect(former(id, "Hello")).rejects.toMatchObject({ code: "NOT_A_PARTICIPANT" });
  await expect((await w.penOf(w.member))(id, "Hello", answer)).rejects.toMatchObject({ code: "MESSAGE_ID_TAKEN" });
});

it("staff who join by answering have read what stood before, and the history says so", async () => {
  await using w = await world();
  const { id } = await openSupport(await as(w.here, w.member), null);
  const pen = await w.penOf(w.member);
  await pen(id, "one");
  await pen(id, "two");
  await (await w.penOf(w.staff))(id, "Here I am");
  const staff = [id, w.staff];
  const parts = await w.db.pool.query(
    "select last_read_seq from conversation_participants where conversation_id = $1 and user_id = $2",
    staff,
  );
  expect(parts.rows).toEqual([{ last_read_seq: 3 }]);
  const history = await w.db.pool.query("select read_seq from read_history where conversation_id = $1 and user_id = $2", staff);
  expect(history.rows).toEqual([{ read_seq: 3 }]);
});

it("in a batch of all sorts each is judged alone, places stay dense, and watermarks and their history are as if each had come alone", async () => {
  await using w = await world();
  const [id = "", other = ""] = await w.groups(2);
  const stranger = await makeUser(w.db, "member", { gymId: w.gymId });
  const [member, second, outside] = [await w.penOf(w.member), await w.penOf(w.second), await w.penOf(stranger)];
  const [first, taken] = [uuidv7(), uuidv7()];
  await Promise.all([member(id, "one", first), second(id, "two", taken)]);
  const outcome = async (work: Promise<Message>) =>
    work.then(
      ({ seq }) => seq,
      ({ code }) => code,
    );
  const said = await Promise.all(
    [
      member(id, "one", first),
      outside(id, "nobody hears me"),
      member(id, "three"),
      member(id, "mine", taken),
      second(other, "elsewhere"),
      second(id, "four"),
      member(id, "five"),
      member(uuidv7(), "nowhere"),
      second(id, "six"),
    ].map(outcome),
  );
  expect(said).toEqual([1, "NOT_A_PARTICIPANT", 3, "MESSAGE_ID_TAKEN", 1, 4, 5, "NOT_A_PARTICIPANT", 6]);
  expect((await w.stored(id)).map(({ content }) => content)).toEqual(["one", "two", "three", "four", "five", "six"]);
  const parts = await w.db.prisma.participant.findMany({ where: { conversationId: id, userId: { in: [w.member, w.second] } } });
  expect(parts.map(({ userId, lastReadSeq, lastDeliveredSeq }) => [userId === w.member, lastReadSeq, lastDeliveredSeq]).sort()).toEqual([
    [false, 6, 6],
    [true, 5, 5],
  ]);
  expect(await w.db.prisma.readMark.findMany({ where: { conversationId: id } })).toEqual([]);
  const { version, lastSeq } = await w.db.prisma.conversation.findUniqueOrThrow({ where: { id } });
  expect([lastSeq, version]).toEqual([6, (await w.stored(id)).at(-1)?.version]);
});

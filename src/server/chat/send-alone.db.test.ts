/** `send_one_message` of migration 0018 beside `send_messages`: the quick way for a send that goes alone must be no other way. */
import { randomUUID } from "node:crypto";
import fc from "fast-check";
import pg from "pg";
import { uuidv7 } from "uuidv7";
import { beforeAll, expect, it } from "vitest";
import type { Database } from "../platform/db";
import { makeStaffedGym, makeUser } from "../testing/example-data";
import { testRuntime } from "../testing/test-runtime";
import type { Send } from "./send-lanes";
import { type AnswerAlone, Question, sendMessageAlone, sendMessages, type VerdictRow, valuesAlone, verdictAlone } from "./send-verdicts";

let runtime: Awaited<ReturnType<typeof testRuntime>>;
let db: Database;
let gym: Awaited<ReturnType<typeof makeStaffedGym>>;
let people: string[];

beforeAll(async () => {
  runtime = await testRuntime();
  db = runtime.db;
  gym = await makeStaffedGym(db);
  // Two who take part, one who did, one who never did.
  people = [gym.trainer, gym.member, ...(await Promise.all([1, 2].map(() => makeUser(db, "member", { gymId: gym.gymId }))))];
  return () => runtime[Symbol.asyncDispose]();
});

/** Two conversations that differ in nothing but their ids. */
async function twins(type: "group" | "support"): Promise<[string, string]> {
  const make = async () => {
    const id = randomUUID();
    const memberId = type === "support" ? await makeUser(db, "member", { gymId: gym.gymId }) : null;
    await db.pool.query("insert into conversations (id, type, name, gym_id, member_id) values ($1, $2, $3, $4, $5)", [
      id,
      type,
      type === "group" ? "Spin" : null,
      gym.gymId,
      memberId,
    ]);
    await db.pool.query(
      "insert into conversation_participants (conversation_id, user_id, role, left_at) values ($1, $2, 'member', null), ($1, $3, 'member', null), ($1, $4, 'member', now())",
      [id, ...people.slice(0, 3)],
    );
    return id;
  };
  return [await make(), await make()];
}

it("what somebody wrote stands in the history of reading beside what they only read", async () => {
  const [id] = await twins("group");
  const [trainer = "", member = ""] = people;
  const say = (senderId: string) => alone({ senderId, input: { conversationId: id, id: uuidv7(), content: "here" } });
  await say(trainer);
  await db.pool.query("insert into read_marks (conversation_id, user_id, read_seq, read_at) values ($1, $2, 1, now())", [id, member]);
  await say(member);
  const { rows } = await db.pool.query(
    "select user_id, read_seq from read_history where conversation_id = $1 order by read_seq, user_id = $2",
    [id, member],
  );
  expect(rows).toEqual([
    { user_id: trainer, read_seq: 1 },
    { user_id: member, read_seq: 1 },
    { user_id: member, read_seq: 2 },
  ]);
});

const alone = async (send: Send) => [verdictAlone(await db.rows<AnswerAlone>(sendMessageAlone, valuesAlone(send)))];
const together = (send: Send) => db.rows<VerdictRow>(sendMessages, [...new Question([send]).values, 100]);

/** All that a send writes, without what differs between twins: the conversation's id, and the moments but for their order. */
async function stateOf(conversationId: string) {
  const [conversation, messages, parts, marks] = await Promise.all([
    db.prisma.conversation.findUniqueOrThrow({ where: { id: conversationId } }),
    db.prisma.message.findMany({ where: { conversationId }, orderBy: { seq: "asc" } }),
    db.prisma.participant.findMany({ where: { conversationId }, orderBy: { userId: "asc" } }),
    db.prisma.readMark.findMany({ where: { conversationId }, orderBy: [{ readSeq: "asc" }, { userId: "asc" }] }),
  ]);
  const placeOf = (at: Date | null) => messages.find(({ createdAt }) => createdAt.getTime() === at?.getTime())?.seq;
  return {
    conversation: [
      conversation.lastSeq,
      conversation.version,
      conversation.lastMessageAt?.getTime() === messages.at(-1)?.createdAt.getTime(),
    ],
    messages: messages.map(({ conversationId: _id, createdAt, changedAt, editedAt, ...rest }) => ({
      ...rest,
      isEdited: editedAt !== null,
      isChangedAtOnce: createdAt.getTime() === changedAt.getTime(),
    })),
    parts: parts.map(({ userId, lastReadSeq, lastDeliveredSeq, version, lastReadAt }) => ({
      ...{ userId, lastReadSeq, lastDeliveredSeq, version },
      hasReadAt: placeOf(lastReadAt) !== undefined,
    })),
    marks: marks.map(({ userId, readSeq, readAt }) => [userId, readSeq, placeOf(readAt) !== undefined]),
  };
}

const ids = Array.from({ length: 4 }, () => uuidv7());
const step = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      sender: fc.nat(3),
      id: fc.constantFrom(...ids),
      content: fc.constantFrom("one", "two"),
      replyToId: fc.option(fc.constantFrom(...ids), { nil: undefined, freq: 5 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ leaves: fc.nat(2) }) },
  { weight: 1, arbitrary: fc.record({ joins: fc.nat(2) }) },
  { weight: 1, arbitrary: fc.record({ edits: fc.constantFrom(...ids) }) },
);

const said = (sender: number, at: number, replyAt?: number) => ({
  ...{ sender, id: ids[at] ?? "", content: "one" as const },
  replyToId: replyAt === undefined ? undefined : ids[replyAt],
});
/** What must not be left to chance: every verdict. */
const everyVerdict: [type: "group" | "support", steps: ReturnType<typeof said>[]][] = [
  ["group", [said(0, 0), said(0, 0), said(1, 0), said(3, 1), said(1, 1, 3), said(1, 1, 0)]],
  ["support", [said(0, 0)]],
];

it("a send that goes alone is judged as one in a batch, whatever came before, and writes the same", async () => {
  const seen = new Set<string>();
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom("group", "group", "group", "support"),
      fc.array(step, { minLength: 5, maxLength: 14 }),
      async (type, steps) => {
        const [here, there] = await twins(type);
        for (const next of steps) {
          const [one, other] = await Promise.all(
            [[here, alone] as const, [there, together] as const].map(async ([conversationId, ask]) => {
              if ("sender" in next) {
                const { sender, ...input } = next;
                const rows = await ask({ senderId: people[sender] ?? "", input: { conversationId, ...input } });
                return rows.map(({ at: _at, message, ...rest }: Record<string, unknown>) => ({
                  ...rest,
                  first: message && (message as { id: string }).id,
                }));
              }
              if ("edits" in next)
                await db.pool.query("update messages set content = 'new', edited_at = now() where conversation_id = $1 and id = $2", [
                  conversationId,
                  next.edits,
                ]);
              else
                await db.pool.query("update conversation_participants set left_at = $3 where conversation_id = $1 and user_id = $2", [
                  conversationId,
                  people["leaves" in next ? next.leaves : next.joins],
                  "leaves" in next ? new Date() : null,
                ]);
              return [];
            }),
          );
          expect(one).toEqual(other);
          for (const row of one ?? []) seen.add(String((row as { verdict?: unknown }).verdict));
        }
        expect(await stateOf(here)).toEqual(await stateOf(there));
      },
    ),
    { numRuns: 25, examples: everyVerdict },
  );
  expect([...seen].sort()).toEqual(["no_part", "no_reply_target", "same", "sent", "support", "taken"]);
}, 60_000);

it("in a conversation that there is not, nobody takes part", async () => {
  const send = { senderId: gym.member, input: { conversationId: randomUUID(), id: uuidv7(), content: "nowhere" } };
  expect(await alone(send)).toEqual(await together(send));
});

it("what happens between its look and its lock is a write conflict, and nothing is written", async () => {
  // Of this database: others of the same server have waits of their own.
  const waiting = "select 1 from pg_locks join pg_stat_activity using (pid) where not granted and datname = current_database()";
  /** How a send ends when this happens to its conversation ($1) while it waits for it; $2 is its sender, $3 its id. */
  const during = async (text: string): Promise<unknown> => {
    const [conversationId] = await twins("group");
    const input = { conversationId, id: uuidv7(), content: "hello" };
    const client = await db.pool.connect();
    try {
      await client.query("begin");
      await client.query("select 1 from conversations where id = $1 for update", [conversationId]);
      // Nobody sees it before the commit, for which there is a tenth of a second from the moment that the send waits.
      await client.query(text, [conversationId, gym.member, input.id]);
      const asked = alone({ senderId: gym.member, input }).catch((error: { code: string }) => error.code);
      await expect.poll(async () => (await db.pool.query(waiting)).rowCount, { interval: 1 }).toBeGreaterThan(0);
      await client.query("commit");
      const code = await asked;
      expect(await db.prisma.conversation.findUniqueOrThrow({ where: { id: conversationId } })).toMatchObject({ lastSeq: 0, version: 0 });
      return code;
    } finally {
      client.release();
    }
  };
  /** The same, once more where the commit came too late on a busy machine. */
  const meanwhile = async (text: string) => {
    for (;;) {
      const code = await during(text);
      if (code !== "55P03") return code;
    }
  };
  const leave = "update conversation_participants set left_at = now() where conversation_id = $1 and user_id = $2 and $3::uuid is not null";
  expect(await meanwhile(leave)).toBe("40001");
  const insert = "insert into messages (conversation_id, sender_id, id, seq, version, content) values ($1, $2, $3, 9, 9, 'hello')";
  expect(await meanwhile(insert)).toBe("23505");
});

it("whoever is in a thousand conversations sends for the price of one, also where PostgreSQL believes that people are in one each", async () => {
  const [own] = await twins("group");
  const [trainer] = people;
  // Most are in one conversation: then the index by person is as good as the primary key, for most.
  const others =
    "insert into users (id, name, role, gym_id) select gen_random_uuid(), 'Member', 'member', $1 from generate_series(1, 3000) returning id";
  const { rows } = await db.pool.query<{ id: string }>(others, [gym.gymId]);
  await db.pool.query(
    `with made as (
       insert into conversations (id, type, name, gym_id) select gen_random_uuid(), 'group', 'Class', $1 from generate_series(1, 1000) returning id)
     insert into conversation_participants (conversation_id, user_id, role) select id, $2, 'trainer' from made`,
    [gym.gymId, trainer],
  );
  await db.pool.query("insert into conversation_participants (conversation_id, user_id, role) select $1, unnest($2::uuid[]), 'member'", [
    own,
    rows.map(({ id }) => id),
  ]);
  await db.pool.query("analyze");
  const client = new pg.Client({ connectionString: runtime.databaseUrl });
  await client.connect();
  try {
    await client.query("begin");
    await client.query(
      sendMessageAlone.text,
      valuesAlone({ senderId: trainer ?? "", input: { conversationId: own, id: uuidv7(), content: "here" } }),
    );
    const read = "select idx_tup_fetch::int as fetched from pg_stat_xact_user_tables where relname = 'conversation_participants'";
    expect((await client.query<{ fetched: number }>(read)).rows[0]?.fetched).toBeLessThan(20);
  } finally {
    await client.end();
  }
});

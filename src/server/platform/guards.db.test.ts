/** The states that the database itself refuses (prisma/migrations/0002_guards, 0006_sends_cost_less, 0010_messages_cost_less and 0016_fewer_looks), whoever writes. */
import { randomUUID } from "node:crypto";
import { beforeAll, beforeEach, expect, test, vi } from "vitest";
import { makeGym, makeUser } from "../testing/example-data";
import { type TestRuntime, testRuntime } from "../testing/test-runtime";

let world: TestRuntime;
let gymId: string;
let member: string;

beforeAll(async () => {
  world = await testRuntime();
  return () => world[Symbol.asyncDispose]();
});

beforeEach(async () => {
  gymId = await makeGym(world.db);
  member = await makeUser(world.db, "member", { gymId });
});

const run = (text: string, values: unknown[] = []) => world.db.pool.query(text, values);
const refused = (work: Promise<unknown>, constraint: string) => expect(work).rejects.toMatchObject({ constraint });

async function makeGroup(lastSeq: number): Promise<string> {
  const id = randomUUID();
  await run("insert into conversations (id, type, name, gym_id, last_seq, version) values ($1, 'group', 'Spin', $2, $3, $3)", [
    id,
    gymId,
    lastSeq,
  ]);
  return id;
}

async function join(conversationId: string, readSeq: number, deliveredSeq: number): Promise<void> {
  await run(
    "insert into conversation_participants (conversation_id, user_id, role, last_read_seq, last_delivered_seq) values ($1, $2, 'member', $3, $4)",
    [conversationId, member, readSeq, deliveredSeq],
  );
}

test("there is one installation, and it is there from the start", async () => {
  expect((await run("select id from installation")).rows).toEqual([{ id: 1 }]);
  await refused(run("insert into installation (id) values (2)"), "installation_one_row");
});

test.each([
  ["direct", { direct_key: null }],
  ["direct", { direct_key: "a:b", name: "x" }],
  ["direct", { direct_key: "a:b", member_id: "member" }],
  ["group", { name: null }],
  ["group", { name: "x", direct_key: "a:b" }],
  ["group", { name: "x", member_id: "member" }],
  ["support", { member_id: null }],
  ["support", { member_id: "member", direct_key: "a:b" }],
  ["support", { member_id: "member", name: "x" }],
])("a %s conversation cannot be made of %o", async (type, parts: Record<string, string | null>) => {
  const { name = null, direct_key = null, member_id = null } = parts;
  const insert = run("insert into conversations (id, type, name, gym_id, direct_key, member_id) values ($1, $2, $3, $4, $5, $6)", [
    randomUUID(),
    type,
    name,
    gymId,
    direct_key,
    member_id && member,
  ]);
  await refused(insert, "conversations_type_fits");
});

test.each(["type = 'room'", "type = 'support'", "name = null", "direct_key = 'a:b'"])(
  "a group does not become what it cannot be: %s",
  async (assignment) => {
    const id = await makeGroup(1);
    await refused(run(`update conversations set ${assignment} where id = $1`, [id]), "conversations_type_fits");
    await run("update conversations set name = 'Spin at six' where id = $1", [id]);
  },
);

test("somebody takes part in a role that there is, and archives nothing before the first message", async () => {
  const id = await makeGroup(1);
  const joinAs = (role: string) =>
    run("insert into conversation_participants (conversation_id, user_id, role) values ($1, $2, $3)", [id, member, role]);
  await refused(joinAs("guest"), "conversation_participants_role_known");
  await joinAs("trainer");
  const set = (assignment: string) => run(`update conversation_participants set ${assignment} where conversation_id = $1`, [id]);
  await refused(set("role = 'guest'"), "conversation_participants_role_known");
  await refused(set("archived_seq = -1"), "conversation_participants_archived_seq");
  await set("role = 'owner', archived_seq = 1");
});

test("a pair has one direct conversation, a member one support conversation in their gym", async () => {
  const direct = () =>
    run("insert into conversations (id, type, gym_id, direct_key) values ($1, 'direct', $2, 'a:b')", [randomUUID(), gymId]);
  await direct();
  await refused(direct(), "conversations_direct_key_key");
  const support = () =>
    run("insert into conversations (id, type, gym_id, member_id) values ($1, 'support', $2, $3)", [randomUUID(), gymId, member]);
  await support();
  await refused(support(), "conversations_gym_id_member_id_key");
});

test.each(["last_seq = 4", "version = 4", "changed_at = changed_at - interval '1 ms'"])(
  "a conversation never goes back: %s",
  async (assignment) => {
    const id = await makeGroup(5);
    const other = assignment.startsWith("version") ? "" : ", version = version + 1";
    await expect(run(`update conversations set ${assignment}${other} where id = $1`, [id])).rejects.toMatchObject({ code: "23514" });
    await run("update conversations set last_seq = 6, version = 7, changed_at = clock_timestamp() + interval '1 s' where id = $1", [id]);
  },
);

test("a version cannot be smaller than the number of messages", async () => {
  const id = await makeGroup(5);
  await refused(run("update conversations set last_seq = 9 where id = $1", [id]), "conversations_counters");
});

test("watermarks do not fall, do not cross, and do not pass the newest message", async () => {
  const id = await makeGroup(5);
  await refused(join(id, 0, 6), "watermarks_behind_last_seq");
  await refused(join(id, 3, 2), "conversation_participants_watermarks");
  await join(id, 2, 3);
  const set = (assignment: string) => run(`update conversation_participants set ${assignment} where conversation_id = $1`, [id]);
  await refused(set("last_read_seq = 1"), "watermarks_only_grow");
  await refused(set("last_delivered_seq = 2"), "watermarks_only_grow");
  await refused(set("last_read_seq = 4"), "conversation_participants_watermarks");
  await refused(set("last_delivered_seq = 6"), "watermarks_behind_last_seq");
  await set("last_read_seq = 5, last_delivered_seq = 5");
});

test("one statement may raise the newest message and its author's watermarks, in any order of its parts", async () => {
  const id = await makeGroup(5);
  await join(id, 5, 5);
  await run(
    `with mark as (update conversation_participants set last_read_seq = 6, last_delivered_seq = 6 where conversation_id = $1 returning 1)
     update conversations set last_seq = 6, version = 6 where id = $1 and exists (select from mark)`,
    [id],
  );
});

test("a message is by somebody who takes part, or did; while it stands, nobody deletes them or their conversation", async () => {
  const id = await makeGroup(5);
  const insert = () =>
    run("insert into messages (conversation_id, id, seq, sender_id, content, version) values ($1, $2, 1, $3, 'x', 5)", [
      id,
      randomUUID(),
      member,
    ]);
  await refused(insert(), "messages_are_by_participants");
  await join(id, 0, 0);
  await insert();
  await refused(run("delete from conversation_participants where conversation_id = $1", [id]), "messages_are_by_participants");
  await refused(run("delete from conversations where id = $1", [id]), "messages_are_by_participants");
  const another = randomUUID();
  await refused(run("update messages set sender_id = $2 where conversation_id = $1", [id, another]), "messages_keep_their_author");
  await refused(
    run("update conversation_participants set user_id = $2 where conversation_id = $1", [id, another]),
    "participants_keep_their_person",
  );
  await run(
    `with gone as (delete from messages where conversation_id = $1 returning 1)
     delete from conversation_participants where conversation_id = $1 and exists (select from gone)`,
    [id],
  );
});

test("who is deleted while they write stays: the deletion waits for the conversation, and sees what they wrote", async () => {
  const id = await makeGroup(5);
  await join(id, 0, 0);
  const writer = await world.db.pool.connect();
  try {
    await writer.query("begin");
    await writer.query("select 1 from conversations where id = $1 for update", [id]);
    await writer.query("insert into messages (conversation_id, id, seq, sender_id, content, version) values ($1, $2, 1, $3, 'x', 5)", [
      id,
      randomUUID(),
      member,
    ]);
    const deletion = refused(run("delete from conversation_participants where conversation_id = $1", [id]), "messages_are_by_participants");
    await vi.waitFor(async () => {
      const { rows } = await run("select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'");
      expect(rows).toHaveLength(1);
    });
    await writer.query("commit");
    await deletion;
  } finally {
    writer.release();
  }
});

test("the desk sees when its support conversations changed, whoever writes, and no others", async () => {
  const [group, support] = [await makeGroup(5), randomUUID()];
  await run("insert into conversations (id, type, gym_id, member_id) values ($1, 'support', $2, $3)", [support, gymId, member]);
  const isAtDesk = async (id: string) =>
    (await run("select desk_changed_at = changed_at as is_at_desk from conversations where id = $1", [id])).rows[0].is_at_desk;
  expect(await isAtDesk(support)).toBe(true);
  for (const id of [group, support]) await run("update conversations set changed_at = now() + interval '1 s' where id = $1", [id]);
  expect(await isAtDesk(support)).toBe(true);
  expect(await isAtDesk(group)).toBe(null);
});

test("a message has a place and between 1 and 2,000 characters, however many bytes those take", async () => {
  const id = await makeGroup(5);
  await join(id, 0, 0);
  const insert = (seq: number, content: string) =>
    run("insert into messages (conversation_id, id, seq, sender_id, content, version) values ($1, $2, $3, $4, $5, 5)", [
      id,
      randomUUID(),
      seq,
      member,
      content,
    ]);
  await refused(insert(0, "x"), "messages_counters");
  await refused(insert(1, ""), "messages_content_length");
  await refused(insert(1, "💪".repeat(2_001)), "messages_content_length");
  await insert(1, "💪".repeat(2_000));
  await refused(insert(1, "x"), "messages_conversation_id_seq_key");
  await run("update messages set content = '', deleted_at = now() where conversation_id = $1", [id]);
});

test("roles, kinds and e-mail addresses are of the forms that the program knows", async () => {
  await refused(run("update users set role = 'owner'"), "users_role_known");
  await refused(run("update users set email = 'Ann@example.com'"), "users_email_lower_case");
  await refused(run("update gyms set slug = 'City West'"), "gyms_slug_form");
});

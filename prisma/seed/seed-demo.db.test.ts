import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { verifyPassword } from "../../src/server/accounts/passwords";
import { openLog } from "../../src/server/platform/log";
import { testRuntime } from "../../src/server/testing/test-runtime";
import { messageRefusal } from "../../src/shared/text";
import { demoPassword } from "./people";
import { seedDemo } from "./seed-demo";

const now = Date.parse("2026-05-20T18:00:00Z");
const log = openLog("silent");

test("the demo gym looks lived in, and every counter is what it would be", async () => {
  await using world = await testRuntime();
  const { db } = world;
  const count = async (text: string) => Number((await db.pool.query<{ n: string }>(`select count(*) as n ${text}`)).rows[0]?.n);

  expect(await seedDemo(db, { now, log })).toBe(true);

  expect(await count("from gyms")).toBe(2);
  expect(await count("from users where role = 'member'")).toBe(60);
  expect(await count("from users where role <> 'member'")).toBeGreaterThanOrEqual(12);
  expect(await count("from conversations")).toBeGreaterThanOrEqual(145);
  expect(await count("from conversations where last_seq = 5000")).toBe(1);
  expect(await count("from conversations where type = 'group'")).toBeGreaterThanOrEqual(12);
  expect(
    await count("from conversation_participants p join conversations c on c.id = conversation_id where last_read_seq < last_seq"),
  ).toBeGreaterThan(40);
  expect(await count("from cases where waiting_since is not null and assignee_id is null")).toBeGreaterThanOrEqual(5);
  expect(await count("from cases where waiting_since is not null and assignee_id is not null")).toBeGreaterThanOrEqual(2);
  expect(await count("from cases where status = 'resolved'")).toBeGreaterThan(30);

  // seq is 1, 2, 3 … and ends where the conversation says.
  expect(
    await count(`from conversations c where last_seq <> (select count(*) from messages m where m.conversation_id = c.id)
    or last_seq <> (select max(seq) from messages m where m.conversation_id = c.id)`),
  ).toBe(0);
  // Nothing is newer than its conversation, and nothing lies ahead of now.
  expect(
    await count(
      "from messages m join conversations c on c.id = conversation_id where m.version > c.version or m.changed_at > c.changed_at",
    ),
  ).toBe(0);
  expect(
    await count(
      "from conversation_participants p join conversations c on c.id = conversation_id where p.version > c.version or p.changed_at > c.changed_at",
    ),
  ).toBe(0);
  expect(
    await count("from cases s join conversations c on c.id = conversation_id where s.version > c.version or s.changed_at > c.changed_at"),
  ).toBe(0);
  expect((await db.pool.query<{ late: string }>("select max(changed_at) as late from conversations")).rows[0]?.late.valueOf()).toSatisfy(
    (late: string) => Date.parse(late) <= now,
  );
  // Each case has its timeline, from its opening to how it stands now.
  expect(
    await count(`from cases s where 1 <> (select count(*) from case_events e
      where e.conversation_id = s.conversation_id and e.number = s.number and e.kind = 'opened' and e.at = s.opened_at)`),
  ).toBe(0);
  expect(
    await count(`from cases s where s.status <> 'open' and not exists (select 1 from case_events e
      where e.conversation_id = s.conversation_id and e.number = s.number and e.kind = 'status' and e.data ->> 'to' = s.status)`),
  ).toBe(0);
  expect(await count("from case_events where kind = 'replied'")).toBeGreaterThan(60);
  // The desks are set up, and look as if somebody had worked there.
  for (const table of ["holidays", "topics", "assignment_rules", "shift_log", "saved_views", "note_mentions", "notes"]) {
    expect([table, await count(`from ${table}`)]).toEqual([table, expect.toSatisfy((rows: number) => rows >= 2)]);
  }
  expect(await count("from staff_shifts where state = 'on'")).toBeGreaterThanOrEqual(4);
  // Somebody works at both.
  expect(await count("from desk_people d where (select count(*) from desk_people o where o.user_id = d.user_id) = 2")).toBe(2);
  expect(await count("from member_fields")).toBe(60);
  expect(await count(`from cases where status = 'snoozed' and snoozed_until > '${new Date(now).toISOString()}'`)).toBe(4);
  expect(await count("from cases where status = 'pending'")).toBeGreaterThanOrEqual(3);
  expect(
    await count(
      "from cases s cross join unnest(s.labels) l (name) where not exists (select 1 from labels where gym_id = s.gym_id and name = l.name)",
    ),
  ).toBe(0);
  expect(await count(`from shift_log where at > '${new Date(now).toISOString()}'`)).toBe(0);
  // Versions are given once.
  expect(await count("from (select 1 from messages group by conversation_id, version having count(*) > 1) as twice")).toBe(0);
  // Who wrote has read what stands before, the history knows it, and times do not run backwards.
  expect(
    await count(`from messages m join conversation_participants p on p.conversation_id = m.conversation_id and p.user_id = m.sender_id
    where p.last_read_seq < m.seq`),
  ).toBe(0);
  expect(
    await count(
      "from messages m where not exists (select 1 from conversation_participants p where p.conversation_id = m.conversation_id and p.user_id = m.sender_id)",
    ),
  ).toBe(0);
  expect(await count("from read_marks r join conversations c on c.id = conversation_id where read_seq > last_seq")).toBe(0);
  expect(
    await count(
      "from messages a join messages b on a.conversation_id = b.conversation_id and b.seq = a.seq + 1 where b.created_at < a.created_at",
    ),
  ).toBe(0);
  // A case waits exactly when the member had the last word in an open one.
  expect(
    await count(`from cases s join conversations c on c.id = s.conversation_id join messages m on m.conversation_id = c.id and m.seq = c.last_seq
    where s.number = (select max(number) from cases where conversation_id = c.id) and s.status = 'open'
      and (m.sender_id = c.member_id) <> (s.waiting_since is not null)`),
  ).toBe(0);

  for (const { content } of (await db.pool.query<{ content: string }>("select content from messages")).rows) {
    expect(messageRefusal(content)).toBeNull();
    expect(content).not.toMatch(/[{}]|undefined/);
  }
  for (const { avatar_url } of (await db.pool.query<{ avatar_url: string }>("select avatar_url from users")).rows) {
    expect(existsSync(fileURLToPath(new URL(`../../public${avatar_url}`, import.meta.url))), avatar_url).toBe(true);
  }
  const accounts = (await db.pool.query<{ role: string; password_hash: string }>("select role, password_hash from users where is_demo"))
    .rows;
  expect(accounts.map(({ role }) => role).sort()).toEqual([
    "admin",
    "admin",
    "member",
    "member",
    "member",
    "member",
    "staff",
    "staff",
    "trainer",
    "trainer",
  ]);
  expect(await verifyPassword(accounts[0]?.password_hash ?? null, demoPassword)).toBe(true);

  expect(await seedDemo(db, { now, log })).toBe(false);
}, 60_000);

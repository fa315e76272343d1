/** What the desks of the demo gyms have besides their conversations: as if their admins had set them up, and their people had worked there for weeks. */
import type { Sql } from "../../src/server/platform/db";
import type { MemberField } from "../../src/shared/member-fields";
import type { Known } from "./history";
import { type Random, randomOf, uuidAt } from "./random";
import { insertRows } from "./write";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

const tones: readonly [name: string, tone: string][] = [
  ["payment", "warning"],
  ["equipment", "danger"],
  ["classes", "accent"],
];

const topics = ["Membership", "Payments", "Classes", "Personal training", "Equipment", "Lost property", "Something else"];

const replies: readonly [shortcut: string, content: string][] = [
  [
    "welcome",
    "Welcome to {{gym.name}}, {{member.firstName}}! Come by the desk before your first training, {{me.firstName}} will show you around.",
  ],
  ["doctor", "Of course, {{member.firstName}}. We only need a short note from your doctor, a photo is fine."],
  ["freezer", "Your membership is frozen, {{member.firstName}}. It goes on by itself on the day that we agreed on."],
];

/** Days off that every gym has, by month and day. */
const holidays: readonly [date: string, name: string, spans: { from: number; to: number }[]][] = [
  ["12-24", "Christmas Eve", [{ from: 540, to: 780 }]],
  ["12-25", "Christmas Day", []],
  ["12-31", "New Year's Eve", [{ from: 540, to: 840 }]],
  ["01-01", "New Year's Day", []],
];

interface FilledDesk {
  gym: { id: string; slug: string };
  people: readonly Known[];
}

interface Desk extends FilledDesk {
  nowMs: number;
  random: Random;
}

/** Sets the desks up. To be called when their conversations are written. */
export async function furnishDesks(sql: Sql, desks: readonly FilledDesk[], nowMs: number): Promise<void> {
  for (const filled of desks) {
    const desk: Desk = { ...filled, nowMs, random: randomOf(`the desk of ${filled.gym.slug}`) };
    await sayAnswers(sql, desk);
    await nameThings(sql, desk);
    await workShifts(sql, desk);
    await describeMembers(sql, desk);
    await layAside(sql, desk);
    await mention(sql, desk);
  }
}

// What it says by itself is turned on by whoever serves the demo (scripts/demo.ts); the words of a warning are there for who wants it.
// The people of a demo whom nobody plays open no desk: they take cases all the same.
async function sayAnswers(sql: Sql, { gym }: Desk): Promise<void> {
  await sql.rows(
    {
      name: "seed-desk-settings",
      text: "update gyms set capacity = 8, auto_away_minutes = 0, auto_resolve_warning = $2, reply_time_text = $3 where id = $1",
    },
    [
      gym.id,
      "Is there anything else that we can do for you, {{member.firstName}}? If not, we close this conversation tomorrow.",
      "We usually answer within {{replyTime}}.",
    ],
  );
}

/** Turns on what the desks of the demo gyms say by themselves. Saying it twice changes nothing more. */
export async function letDesksAnswer(sql: Sql, slugs: readonly string[]): Promise<void> {
  await sql.rows(
    {
      name: "seed-let-desks-answer",
      text: "update gyms set greeting = $2, closed_text = $3 where slug = any($1::text[]) and greeting is null",
    },
    [
      slugs,
      "Hi {{member.firstName}}, thanks for writing to {{gym.name}}!",
      "Thanks for writing, {{member.firstName}}. The desk is closed right now; we answer from {{opensAt}} on.",
    ],
  );
}

async function nameThings(sql: Sql, { gym, people, nowMs, random }: Desk): Promise<void> {
  const all = <T>(value: T, count: number): T[] => Array.from({ length: count }, () => value);
  await sql.rows(
    {
      name: "seed-label-tones",
      text: "update labels set tone = t.tone from unnest($2::text[], $3::text[]) as t (name, tone) where gym_id = $1 and labels.name = t.name",
    },
    [gym.id, tones.map(([name]) => name), tones.map(([, tone]) => tone)],
  );
  await insertRows(sql, "topics", [
    ["gym_id", "uuid", all(gym.id, topics.length)],
    ["name", "text", topics],
    ["place", "int", topics.map((_, place) => place)],
  ]);
  await insertRows(sql, "canned_replies", [
    ["id", "uuid", replies.map(() => uuidAt(nowMs - 90 * dayMs, random))],
    ["gym_id", "uuid", all(gym.id, replies.length)],
    ["shortcut", "text", replies.map(([shortcut]) => shortcut)],
    ["content", "text", replies.map(([, content]) => content)],
  ]);
  const year = new Date(nowMs).getUTCFullYear();
  const days = [year, year + 1].flatMap((one) => holidays.map(([date, name, spans]) => ({ day: `${one}-${date}`, name, spans })));
  await insertRows(sql, "holidays", [
    ["gym_id", "uuid", all(gym.id, days.length)],
    ["day", "date", days.map(({ day }) => day)],
    ["name", "text", days.map(({ name }) => name)],
    ["spans", "jsonb", days.map(({ spans }) => JSON.stringify(spans))],
  ]);
  const admin = people.find(({ role }) => role === "admin");
  if (!admin) return;
  await sql.rows(
    {
      name: "seed-rule",
      text: "insert into assignment_rules (id, gym_id, name, place, topics, labels, staff_ids) values ($1, $2, 'Payments', 0, '{}', '{payment}', array[$3::uuid])",
    },
    [uuidAt(nowMs - 60 * dayMs, random), gym.id, admin.id],
  );
  await sql.rows(
    {
      name: "seed-saved-view",
      text: `insert into saved_views (id, gym_id, owner_id, name, is_shared, view, filters)
        values ($1, $2, $3, 'Waiting for an hour', true, 'all', '{"waitingForS": 3600}')`,
    },
    [uuidAt(nowMs - 60 * dayMs, random), gym.id, admin.id],
  );
}

/** Everybody comes at about the same time each day and goes home eight hours later; some are there now. */
async function workShifts(sql: Sql, { gym, people, nowMs, random }: Desk): Promise<void> {
  const team = people.filter(({ role }) => role === "staff" || role === "admin");
  const log = team.flatMap(({ id }, n) =>
    Array.from({ length: 14 }, (_, ago) => {
      const comesAt = Math.floor(nowMs / dayMs) * dayMs - (ago + 1) * dayMs + (6 + ((n * 3) % 9)) * hourMs + random.between(0, 900) * 1_000;
      return [
        { id, state: "on", at: comesAt },
        { id, state: "away", at: comesAt + 8 * hourMs + random.between(0, 1_200) * 1_000 },
      ];
    }).flat(),
  );
  const now = team.map(({ id }, n) => ({ id, state: n % 3 === 2 ? "away" : "on", at: nowMs - random.between(20, 170) * 60_000 }));
  const lines = [...log.filter(({ at }) => at < nowMs - 4 * hourMs), ...now].sort((a, b) => a.at - b.at);
  const iso = (at: number) => new Date(at).toISOString();
  await insertRows(sql, "shift_log", [
    ["gym_id", "uuid", lines.map(() => gym.id)],
    ["user_id", "uuid", lines.map(({ id }) => id)],
    ["state", "text", lines.map(({ state }) => state)],
    ["hands_over", "bool", lines.map(() => false)],
    ["at", "timestamptz", lines.map(({ at }) => iso(at))],
    ["actor_id", "uuid", lines.map(({ id }) => id)],
  ]);
  await insertRows(sql, "staff_shifts", [
    ["user_id", "uuid", now.map(({ id }) => id)],
    ["gym_id", "uuid", now.map(() => gym.id)],
    ["state", "text", now.map(({ state }) => state)],
    ["since", "timestamptz", now.map(({ at }) => iso(at))],
  ]);
}

/** What the main API would say about the members. */
async function describeMembers(sql: Sql, { people, nowMs, random }: Desk): Promise<void> {
  const members = people.filter(({ role }) => role === "member");
  const trainers = people.filter(({ role }) => role === "trainer");
  const day = (ago: number) => new Date(nowMs - ago * dayMs).toISOString().slice(0, 10);
  const fields = members.map((): MemberField[] => [
    { label: "Membership", type: "text", value: random.pick(["Basic", "Plus", "Plus", "Premium", "Student"]) },
    { label: "Member since", type: "date", value: day(random.between(40, 2_400)) },
    { label: "Visits this month", type: "number", value: random.between(0, 19) },
    { label: "Last visit", type: "date", value: day(random.between(0, 21)) },
    ...(random.chance(0.6) && trainers.length > 0 ? [{ label: "Trainer", type: "text" as const, value: random.pick(trainers).name }] : []),
  ]);
  await insertRows(sql, "member_fields", [
    ["user_id", "uuid", members.map(({ id }) => id)],
    ["fields", "jsonb", fields.map((one) => JSON.stringify(one))],
  ]);
}

/** Some of those who wait for somebody else were laid aside, until tomorrow or next week. */
async function layAside(sql: Sql, { gym, nowMs }: Desk): Promise<void> {
  const at = new Date(nowMs - 20 * 60_000).toISOString();
  await sql.rows(
    {
      name: "seed-lay-aside",
      text: `
        with chosen as (
          select s.conversation_id, s.number, s.assignee_id, row_number() over (order by s.conversation_id) as n
          from cases s where s.gym_id = $1 and s.status = 'pending' and s.is_current and s.waiting_since is null
          order by s.conversation_id limit 2),
        stepped as (
          update conversations c set version = c.version + 1, changed_at = greatest(c.changed_at, $2::timestamptz) from chosen
          where c.id = chosen.conversation_id returning c.id, c.version, c.changed_at),
        asleep as (
          update cases s set status = 'snoozed', snoozed_until = $3::timestamptz + chosen.n * interval '20 hours', version = stepped.version,
            changed_at = stepped.changed_at
          from chosen join stepped on stepped.id = chosen.conversation_id
          where s.conversation_id = chosen.conversation_id and s.number = chosen.number
          returning s.conversation_id, s.number, s.version, s.changed_at, s.assignee_id, s.snoozed_until)
        insert into case_events (conversation_id, version, place, number, kind, actor_id, at, data)
        select conversation_id, version, 0, number, 'status', assignee_id, changed_at, jsonb_build_object('from', 'pending', 'to', 'snoozed', 'until',
          to_char(snoozed_until at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'waitedSince', null)
        from asleep`,
    },
    [gym.id, at, new Date(nowMs).toISOString()],
  );
}

/** Some notes were written for somebody. */
async function mention(sql: Sql, { gym, people }: Desk): Promise<void> {
  const [first] = people.filter(({ role }) => role === "staff");
  if (!first) return;
  await sql.rows(
    {
      name: "seed-mentions",
      text: `
        with named as (
          insert into note_mentions (conversation_id, note_id, user_id, created_at)
          select n.conversation_id, n.id, $2, n.created_at from notes n join conversations c on c.id = n.conversation_id
          where c.gym_id = $1 and n.author_id <> $2 order by n.id limit 3
          returning conversation_id)
        update cases s set mentioned_ids = array[$2::uuid] from named where s.conversation_id = named.conversation_id and s.is_current`,
    },
    [gym.id, first.id],
  );
}

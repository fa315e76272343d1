import { hashPassword } from "../../src/server/accounts/passwords";
import type { Database, Sql } from "../../src/server/platform/db";
import type { Log } from "../../src/server/platform/log";
import { furnishDesks } from "./desk";
import { type Known, liveThrough } from "./history";
import { demoPassword, externalIdOf, guests, gyms, people, type SeedGym, slugOf } from "./people";
import { planGym } from "./plan-gym";
import { type Random, randomOf, uuidAt } from "./random";
import { cannedReplies } from "./talk/support";
import { insertRows, writeHistories } from "./write";

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

const isThere = { name: "seed-is-there", text: "select 1 from gyms where slug = any($1::text[]) limit 1" };
// The bound on ordinary writes (platform/db.ts) is too tight for a whole gym on a slow disk. Older servers have no such setting.
const noHurry = {
  name: "seed-no-hurry",
  text: "select set_config(name, '0', true) from pg_settings where name in ('transaction_timeout', 'statement_timeout', 'idle_in_transaction_session_timeout')",
};

// What the cases are labelled with is what the desks have as labels.
const offerLabels = {
  name: "seed-offer-labels",
  text: "insert into labels (gym_id, name) select distinct gym_id, unnest(labels) from cases on conflict do nothing",
};

/**
 * Fills the database with the demo gyms, all or nothing, as if months had gone by before `now` (epoch milliseconds).
 * Does nothing when one of them is there already.
 * @returns whether it did
 */
export async function seedDemo(db: Database, { now, log }: { now: number; log: Log }): Promise<boolean> {
  const [there] = await db.rows(isThere, [gyms.map(({ slug }) => slug)]);
  if (there) return false;
  const startedAt = performance.now();
  const passwords = new Map<string, string>();
  for (const { name, email } of people) if (email) passwords.set(name, await hashPassword(demoPassword));
  const counts = await db.transaction(async (sql) => {
    await sql.rows(noHurry);
    const random = randomOf("the demo gym");
    const known = await writePeople(sql, { nowMs: now, random, passwords });
    const histories = known.flatMap(({ gym, people }) => {
      const own = randomOf(gym.slug);
      return planGym({ gym, people, nowMs: now, random: own }).map((plan) => liveThrough(plan, { nowMs: now, random: own }));
    });
    await writeHistories(sql, histories);
    await sql.rows(offerLabels);
    await furnishDesks(sql, known, now);
    return { conversations: histories.length, messages: histories.reduce((sum, { lastSeq }) => sum + lastSeq, 0) };
  });
  // What the planner knows about the tables is from before; the first screens must not pay for it.
  await db.pool.query("analyze");
  log.info({ ...counts, ms: Math.round(performance.now() - startedAt) }, "the demo gym is filled");
  return true;
}

/** The accounts to sign in with, as a table for the terminal. */
export function demoAccountsTable(): string {
  const rows = people.flatMap(({ name, email, role, gym }) =>
    email ? [[email, demoPassword, role, name, gyms.find(({ slug }) => slug === gym)?.name ?? ""]] : [],
  );
  const all = [["e-mail", "password", "role", "name", "gym"], ...rows];
  const widths = all[0]?.map((_, at) => Math.max(...all.map((row) => row[at]?.length ?? 0))) ?? [];
  return all.map((row) => `  ${row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join("  ")}`.trimEnd()).join("\n");
}

/** The gym's opening hours as those of its desk: minutes since midnight, Monday first. */
function weekOf({ openingHours }: SeedGym): { from: number; to: number }[][] {
  const minutes = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
  const days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
  return days.map((day) => {
    const [from, to] = openingHours[day];
    return [{ from: minutes(from), to: minutes(to) }];
  });
}

interface FilledGym {
  gym: SeedGym & { id: string };
  people: Known[];
}

async function writePeople(
  sql: Sql,
  { nowMs, random, passwords }: { nowMs: number; random: Random; passwords: ReadonlyMap<string, string> },
): Promise<FilledGym[]> {
  const openedMs = nowMs - 540 * dayMs;
  const filled = gyms.map((gym) => {
    const own = people.filter((person) => person.gym === gym.slug);
    return {
      gym: { ...gym, id: uuidAt(openedMs, random) },
      people: own.map(({ name, role }) => ({ id: uuidAt(openedMs, random), name, role })),
    };
  });
  await insertRows(sql, "gyms", [
    ["id", "uuid", filled.map(({ gym }) => gym.id)],
    ["slug", "text", filled.map(({ gym }) => gym.slug)],
    ["name", "text", filled.map(({ gym }) => gym.name)],
    ["time_zone", "text", filled.map(({ gym }) => gym.timeZone)],
    ["opening_hours", "jsonb", filled.map(({ gym }) => JSON.stringify(gym.openingHours))],
    ["desk_hours", "jsonb", filled.map(({ gym }) => JSON.stringify(weekOf(gym)))],
    ["created_at", "timestamptz", filled.map(() => new Date(openedMs).toISOString())],
  ]);
  const users = filled.flatMap(({ gym, people }) => people.map((person) => ({ ...person, gymId: gym.id })));
  await insertRows(sql, "users", [
    ["id", "uuid", users.map(({ id }) => id)],
    ["external_id", "text", users.map(({ name }) => externalIdOf(name))],
    ["email", "text", users.map(({ name }) => people.find((person) => person.name === name)?.email ?? null)],
    ["password_hash", "text", users.map(({ name }) => passwords.get(name) ?? null)],
    ["name", "text", users.map(({ name }) => name)],
    ["avatar_url", "text", users.map(({ name }) => `/avatars/${slugOf(name)}.svg`)],
    ["role", "text", users.map(({ role }) => role)],
    ["gym_id", "uuid", users.map(({ gymId }) => gymId)],
    ["is_demo", "bool", users.map(({ name }) => passwords.has(name))],
    [
      "last_seen_at",
      "timestamptz",
      users.map(({ role }) => new Date(nowMs - random.between(4, role === "member" ? 7_000 : 900) * minuteMs).toISOString()),
    ],
    ["created_at", "timestamptz", users.map(() => new Date(openedMs + random.between(0, 350) * dayMs).toISOString())],
  ]);
  const idOf = (name: string) => users.find((user) => user.name === name)?.id;
  await insertRows(sql, "desk_memberships", [
    ["user_id", "uuid", guests.map(({ name }) => idOf(name))],
    ["gym_id", "uuid", guests.map((guest) => filled.find(({ gym }) => gym.slug === guest.gym)?.gym.id)],
  ]);
  const replies = filled.flatMap(({ gym }) =>
    cannedReplies.map(([shortcut, content]) => ({ id: uuidAt(openedMs, random), gymId: gym.id, shortcut, content })),
  );
  await insertRows(sql, "canned_replies", [
    ["id", "uuid", replies.map(({ id }) => id)],
    ["gym_id", "uuid", replies.map(({ gymId }) => gymId)],
    ["shortcut", "text", replies.map(({ shortcut }) => shortcut)],
    ["content", "text", replies.map(({ content }) => content)],
  ]);
  return filled;
}

import { type Database, insistOn, type Sql } from "../platform/db";

// Whoever is asked about here stays at the same desks until the transaction ends: what changes that locks them, too.
const lockUsers = { name: "accounts.lock-users", text: "select id from users where id = any($1::uuid[]) order by id for no key update" };

const lockDesks = {
  name: "accounts.lock-desks",
  text: `
    select gym_id from desk_versions
    where gym_id in (
      select gym_id from users where id = any($1::uuid[])
      union all select gym_id from desk_memberships where user_id = any($1::uuid[])
      union all select gym_id from staff_shifts where user_id = any($1::uuid[])
      union all select unnest($2::uuid[]))
    order by gym_id for no key update`,
};

/**
 * To be asked before what several desks show of somebody is changed. The database counts such a change at each of their desks, one after the other
 * (`desk_versions`), and two who did that in different orders would wait for each other. Held by this they are taken in one order, after the people and
 * before all else.
 * @param userIds whom the change is about, and who makes it if their row decides
 * @param gymIds further desks that it reaches
 */
export async function holdDesksOf(sql: Sql, userIds: readonly string[], gymIds: readonly string[] = []): Promise<void> {
  if (userIds.length > 0) await sql.rows(lockUsers, [userIds]);
  await sql.rows(lockDesks, [userIds, gymIds]);
}

/** Runs `work` in a transaction that holds the desks of these people. One that PostgreSQL gives up for another's sake is run again. */
export function withDesksHeld<T>(db: Database, userIds: readonly string[], work: (sql: Sql) => Promise<T>): Promise<T> {
  return insistOn(() =>
    db.transaction(async (sql) => {
      await holdDesksOf(sql, userIds);
      return work(sql);
    }),
  );
}

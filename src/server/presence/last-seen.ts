import type { Sql } from "../platform/db";
import type { LastSeen } from "./presence-board";

const readStatement = {
  name: "presence-last-seen-read",
  text: "select id, last_seen_at from users where id = any($1::uuid[]) and last_seen_at is not null",
};

// Rows are locked in one order, and those somebody else is changing are left for the next time: this must never be waited for.
const saveStatement = {
  name: "presence-last-seen-save",
  text: `with seen as (select * from unnest($1::uuid[], $2::timestamptz[]) as seen (id, at)),
    free as (
      select users.id, seen.at from users join seen using (id)
      where users.last_seen_at is null or users.last_seen_at < seen.at
      order by users.id for no key update of users skip locked
    )
    update users set last_seen_at = free.at from free where users.id = free.id`,
};

const usersPerStatementMax = 1_000;

/** Keeps in `users.last_seen_at` when people were last here. */
export function lastSeenInDatabase(db: Sql): LastSeen {
  return {
    async read(userIds) {
      const rows = await db.rows<{ id: string; last_seen_at: string }>(readStatement, [userIds]);
      return new Map(rows.map((row) => [row.id, Date.parse(row.last_seen_at)]));
    },
    async save(seen) {
      const all = [...seen];
      for (let at = 0; at < all.length; at += usersPerStatementMax) {
        const part = all.slice(at, at + usersPerStatementMax);
        await db.rows(saveStatement, [part.map(([id]) => id), part.map(([, seenAt]) => new Date(seenAt).toISOString())]);
      }
    },
  };
}

import type { Clock } from "../platform/clock";
import type { Sql } from "../platform/db";
import type { LastSeen } from "./presence-board";

const readStatement = {
  name: "presence-last-seen-read",
  text: `select id, extract(epoch from now() - last_seen_at)::float8 * 1000 as ago_ms from users
    where id = any($1::uuid[]) and last_seen_at is not null`,
};

// Rows are locked in one order, and those somebody else is changing are left for the next time: this must never be waited for.
const saveStatement = {
  name: "presence-last-seen-save",
  text: `with seen as (
      select id, now() - make_interval(secs => ago_ms / 1000) as at from unnest($1::uuid[], $2::float8[]) as seen (id, ago_ms)),
    free as (
      select users.id, seen.at from users join seen using (id)
      where users.last_seen_at is null or users.last_seen_at < seen.at
      order by users.id for no key update of users skip locked
    )
    update users set last_seen_at = free.at from free where users.id = free.id`,
};

const usersPerStatementMax = 1_000;

/**
 * Keeps in `users.last_seen_at` when people were last here, by the database's clock: processes, whose clocks differ, tell it how long ago that was, and
 * nobody is taken for absent because one of them is late.
 */
export function lastSeenInDatabase(db: Sql, clock: Pick<Clock, "now">): LastSeen {
  return {
    async read(userIds) {
      const rows = await db.rows<{ id: string; ago_ms: number }>(readStatement, [userIds]);
      return new Map(rows.map((row) => [row.id, Math.round(clock.now() - row.ago_ms)]));
    },
    async save(seen) {
      const all = [...seen];
      for (let at = 0; at < all.length; at += usersPerStatementMax) {
        const part = all.slice(at, at + usersPerStatementMax);
        await db.rows(saveStatement, [part.map(([id]) => id), part.map(([, seenAt]) => Math.max(0, clock.now() - seenAt))]);
      }
    },
  };
}

/** Whoever takes cases and whose desk shows no sign of life goes away by itself; what waits for them is handed over like that of everybody who goes (`give-cases.ts`). */
import { withDesksHeld } from "../accounts/hold-desks";
import type { Clock } from "../platform/clock";
import type { Database } from "../platform/db";

// A sign of life is a heartbeat of any of their screens, which presence notes in `last_seen_at` each minute.
const isAbsent = `s.state = 'on' and g.id = s.gym_id and g.auto_away_minutes > 0 and u.id = s.user_id
        and greatest(s.since, u.last_seen_at) < now() - make_interval(mins => g.auto_away_minutes)`;

const findAbsent = {
  name: "support-find-absent",
  text: `select s.user_id from staff_shifts s, gyms g, users u where $1 and ${isAbsent}`,
};

// Two who find somebody absent at once: the second waits for the row, finds them away, and writes nothing.
const rest = {
  name: "support-rest-absent",
  text: `
    with gone as (
      update staff_shifts s set state = 'away', hands_over = true, is_automatic = true, since = now()
      from gyms g, users u
      where s.user_id = any($1::uuid[]) and ${isAbsent}
      returning s.gym_id, s.user_id, s.since)
    insert into shift_log (gym_id, user_id, state, hands_over, is_automatic, at)
    select gym_id, user_id, 'away', true, true, since from gone
    returning user_id`,
};

/** How often it is looked for. */
export const restAbsentEveryMs = 30_000;
/** After a time in which nobody's signs of life could be noted, all are awaited this long: they come back within seconds, and are noted each minute. */
export const steadyForMs = 180_000;

/**
 * Makes the round that looks for absent people. It judges nobody before it was able to look without a break for `steadyForMs`: after a start, or while the
 * database was gone, everybody seems absent.
 * @returns how many the call sent away
 */
export function restAbsent(clock: Clock): ({ db }: { db: Database }) => Promise<number> {
  let steadySince = Number.POSITIVE_INFINITY;
  let lookedAt = Number.NEGATIVE_INFINITY;
  return async ({ db }) => {
    const now = clock.monotonic();
    if (now - lookedAt > 2 * restAbsentEveryMs) steadySince = now;
    // Asked in any case: whether the database answers is what makes the looking steady.
    const absent = await db.rows<{ user_id: string }>(findAbsent, [now - steadySince >= steadyForMs]);
    lookedAt = now;
    const userIds = absent.map(({ user_id }) => user_id);
    if (userIds.length === 0) return 0;
    return (await withDesksHeld(db, userIds, (sql) => sql.rows(rest, [userIds]))).length;
  };
}

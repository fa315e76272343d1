import type { Runtime } from "../platform/runtime";
import { withDesksHeld } from "./hold-desks";
import { sessionTopic, writeSessionNews } from "./session-news";

// Both rows are held, in one order: of two admins who shut each other out at once, the second is none any more.
const disable = {
  name: "accounts.disable-user",
  text: `
    with both_of_them as (select id, role, disabled_at from users where id in ($1::uuid, $2::uuid) order by id for no key update)
    update users set disabled_at = coalesce(disabled_at, now()), session_version = session_version + 1, sessions_changed_at = now()
     where id = $1::uuid
       and ($2::uuid is null or exists (select 1 from both_of_them where id = $2::uuid and role = 'admin' and disabled_at is null))
    returning session_version`,
};

/**
 * Shuts a user out: every sign-in ends at once, and no new one is given. What they wrote stays.
 * @param byId the admin who does; `null`: nobody of the gym
 * @returns whether it was done: not when `byId` is no admin any more
 */
export async function disableUser({ db, bus }: Pick<Runtime, "db" | "bus">, userId: string, byId: string | null = null): Promise<boolean> {
  const people = byId === null ? [userId] : [userId, byId];
  const [row] = await withDesksHeld(db, people, (sql) => sql.rows<{ session_version: number }>(disable, [userId, byId]));
  if (row) bus.publish(sessionTopic, writeSessionNews({ userId, sessionVersion: row.session_version }));
  return row !== undefined;
}

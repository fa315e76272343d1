import type { Role } from "../../shared/people";
import type { Runtime } from "../platform/runtime";
import { withDesksHeld } from "./hold-desks";
import { sessionTopic, writeSessionNews } from "./session-news";

// Both rows are held, in one order: of two admins who take each other's role at once, the second is none any more.
const write = {
  name: "accounts.set-role",
  text: `
    with both_of_them as (select id, role, disabled_at from users where id in ($1::uuid, $3::uuid) order by id for no key update)
    update users set role = $2, session_version = session_version + 1, sessions_changed_at = now()
     where id = $1::uuid and role <> $2
       and exists (select 1 from both_of_them where id = $3::uuid and role = 'admin' and disabled_at is null)
    returning session_version`,
};

/**
 * Gives a user another role: every sign-in with the old one ends at once.
 * @returns whether it changed: not when they had it already, nor when `byId` is no admin any more
 */
export async function setRole(
  { db, bus }: Pick<Runtime, "db" | "bus">,
  { userId, role, byId }: { userId: string; role: Role; byId: string },
): Promise<boolean> {
  const [row] = await withDesksHeld(db, [userId, byId], (sql) => sql.rows<{ session_version: number }>(write, [userId, role, byId]));
  if (row) bus.publish(sessionTopic, writeSessionNews({ userId, sessionVersion: row.session_version }));
  return row !== undefined;
}

import type { Role } from "../../shared/people";
import { mayReach } from "../../shared/permissions";
import type { Sql } from "../platform/db";

// Support conversations are left out: who belongs to one follows from role and gym, not from a row that a former colleague may still have.
const statement = {
  name: "presence-visible-users",
  text: `select u.id, u.role, u.gym_id, exists (
      select 1 from conversation_participants mine
      join conversation_participants theirs using (conversation_id)
      join conversations c on c.id = mine.conversation_id
      where mine.user_id = $1 and mine.left_at is null and theirs.user_id = u.id and theirs.left_at is null and c.type <> 'support'
    ) as shares
    from users u where u.id = any($2::uuid[])`,
};

interface Row {
  id: string;
  role: Role;
  gym_id: string;
  shares: boolean;
}

/**
 * Those of `userIds` whose presence `actor` may know, in the order asked: themselves, whom they may reach, and with whom they are in a
 * conversation now. Absent and not theirs look alike: both are left out.
 */
export async function visibleUsers(
  db: Sql,
  actor: { id: string; role: Role; gymId: string },
  userIds: readonly string[],
): Promise<string[]> {
  const asked = [...new Set(userIds.map((userId) => userId.toLowerCase()))];
  if (asked.length === 0) return [];
  const rows = await db.rows<Row>(statement, [actor.id, asked]);
  const visible = new Set(
    rows
      .filter((row) => row.id === actor.id || row.shares || mayReach(actor, { id: row.id, role: row.role, gymId: row.gym_id }))
      .map((row) => row.id),
  );
  return asked.filter((userId) => visible.has(userId));
}

import type { Role } from "../../shared/people";
import { mayReach, worksAtDesk } from "../../shared/permissions";
import type { Sql } from "../platform/db";

const readPeople = {
  name: "presence-read-people",
  text: `
    select id, role, gym_id, array(select m.gym_id from desk_memberships m where m.user_id = users.id) as other_desks from users
    where id = any($1::uuid[])`,
};

// Support conversations are left out: who belongs to one follows from role and gym, not from a row that a former colleague may still have.
const readSharing = {
  name: "presence-read-sharing",
  text: `
    select u.id from unnest($2::uuid[]) u (id)
    where exists (
      select 1 from conversation_participants theirs
      join conversation_participants mine on mine.conversation_id = theirs.conversation_id and mine.user_id = $1 and mine.left_at is null
      join conversations c on c.id = theirs.conversation_id
      where theirs.user_id = u.id and theirs.left_at is null and c.type <> 'support')`,
};

interface Row {
  id: string;
  role: Role;
  gym_id: string;
  other_desks: string[];
}

/** Who asks. */
export interface Watcher {
  id: string;
  role: Role;
  gymId: string;
  deskGymIds: readonly string[];
}

/**
 * Those of `userIds` whose presence `actor` may know, in the order asked: themselves, whom they may reach, who belongs to a desk of theirs, and with
 * whom they are in a conversation now. Who works at several desks is there at each of them. Absent and not theirs look alike: both are left out.
 */
export async function visibleUsers(db: Sql, actor: Watcher, userIds: readonly string[]): Promise<string[]> {
  const asked = [...new Set(userIds.map((userId) => userId.toLowerCase()))];
  if (asked.length === 0) return [];
  const people = await db.rows<Row>(readPeople, [asked]);
  const isReachable = ({ id, role, gym_id, other_desks }: Row) =>
    id === actor.id || [gym_id, ...other_desks].some((gymId) => worksAtDesk(actor, gymId) || mayReach(actor, { id, role, gymId }));
  const [near, far] = [people.filter(isReachable), people.filter((person) => !isReachable(person))];
  const sharing = far.length === 0 ? [] : await db.rows<{ id: string }>(readSharing, [actor.id, far.map(({ id }) => id)]);
  const visible = new Set([...near, ...sharing].map(({ id }) => id));
  return asked.filter((userId) => visible.has(userId));
}

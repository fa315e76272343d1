import { AppError } from "../../shared/errors";
import type { Person, Role } from "../../shared/people";
import type { Sql } from "../platform/db";

interface PersonRow extends Record<string, unknown> {
  id: string;
  name: string;
  avatar_url: string | null;
  role: Role;
}

const countAtDesk = {
  name: "support-count-at-desk",
  text: "select count(distinct user_id) as count from desk_people where user_id = any($1::uuid[]) and gym_id = any($2::uuid[])",
};

const readStaff = {
  name: "support-read-staff",
  text: `
    select p.id, p.name, p.avatar_url, p.role from (values ('staff'), ('admin')) as r (role) cross join lateral (
      select * from users where gym_id = $1 and role = r.role and disabled_at is null order by name, id limit $2) p
    union all
    (select u.id, u.name, u.avatar_url, u.role from desk_memberships m join users u on u.id = m.user_id
    where m.gym_id = $1 and u.gym_id <> $1 and u.role in ('staff', 'admin') and u.disabled_at is null order by u.name, u.id limit $2)
    order by name, id`,
};

/** @throws NOT_AT_DESK unless each of these works at the desk of one of these gyms now; who is unknown is answered alike */
export async function requireAtDesk(sql: Sql, gymIds: readonly string[], userIds: readonly string[]): Promise<void> {
  const ids = [...new Set(userIds)];
  if (ids.length === 0) return;
  const [row] = await sql.rows<{ count: number }>(countAtDesk, [ids, gymIds]);
  if (row?.count !== ids.length) throw new AppError("NOT_AT_DESK");
}

/** Who works at the desk of a gym, by name; of each role, and of the people of other gyms, at most so many. */
export async function readDeskPeople(sql: Sql, gymId: string, eachMax: number): Promise<Person[]> {
  const rows = await sql.rows<PersonRow>(readStaff, [gymId, eachMax]);
  return rows.map(({ id, name, avatar_url, role }) => ({ id, name, avatarUrl: avatar_url, role }));
}

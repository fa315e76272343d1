import { AppError } from "../../shared/errors";
import type { Person, Role } from "../../shared/people";
import type { Sql } from "../platform/db";

interface PersonRow extends Record<string, unknown> {
  gym_id: string;
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
    select g.gym_id, p.id, p.name, p.avatar_url, p.role from unnest($1::uuid[]) as g (gym_id) cross join lateral (
      select p.id, p.name, p.avatar_url, p.role from (values ('staff'), ('admin')) as r (role) cross join lateral (
        select * from users where gym_id = g.gym_id and role = r.role and disabled_at is null order by name, id limit $2) p
      union all
      (select u.id, u.name, u.avatar_url, u.role from desk_memberships m join users u on u.id = m.user_id
      where m.gym_id = g.gym_id and u.gym_id <> g.gym_id and u.role in ('staff', 'admin') and u.disabled_at is null
      order by u.name, u.id limit $2)) p
    order by p.name, p.id`,
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
  return (await readPeopleOfDesks(sql, [gymId], eachMax)).get(gymId) ?? [];
}

/** The same of several gyms, by their ids. */
export async function readPeopleOfDesks(sql: Sql, gymIds: readonly string[], eachMax: number): Promise<ReadonlyMap<string, Person[]>> {
  const desks = new Map<string, Person[]>(gymIds.map((gymId) => [gymId, []]));
  for (const { gym_id, id, name, avatar_url, role } of await sql.rows<PersonRow>(readStaff, [gymIds, eachMax])) {
    desks.get(gym_id)?.push({ id, name, avatarUrl: avatar_url, role });
  }
  return desks;
}

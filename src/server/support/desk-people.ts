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
  text: `
    select count(*) as count from users
    where id = any($1::uuid[]) and gym_id = $2 and role in ('staff', 'admin') and disabled_at is null`,
};

const readStaff = {
  name: "support-read-staff",
  text: `
    select p.id, p.name, p.avatar_url, p.role from (values ('staff'), ('admin')) as r (role) cross join lateral (
      select * from users where gym_id = $1 and role = r.role and disabled_at is null order by name, id limit $2) p
    order by p.name, p.id`,
};

/** @throws NOT_AT_DESK unless all of these work at the desk of this gym now; who is unknown is answered alike */
export async function requireAtDesk(sql: Sql, gymId: string, userIds: readonly string[]): Promise<void> {
  const ids = [...new Set(userIds)];
  if (ids.length === 0) return;
  const [row] = await sql.rows<{ count: number }>(countAtDesk, [ids, gymId]);
  if (row?.count !== ids.length) throw new AppError("NOT_AT_DESK");
}

/** Who works at the desk of a gym, by name; of each role at most so many. */
export async function readDeskPeople(sql: Sql, gymId: string, eachMax: number): Promise<Person[]> {
  const rows = await sql.rows<PersonRow>(readStaff, [gymId, eachMax]);
  return rows.map(({ id, name, avatar_url, role }) => ({ id, name, avatarUrl: avatar_url, role }));
}

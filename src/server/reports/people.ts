import type { Person, Role } from "../../shared/people";
import type { Sql } from "../platform/db";

interface PersonRow extends Record<string, unknown> {
  id: string;
  name: string;
  avatar_url: string | null;
  role: Role;
}

const readByIds = { name: "reports-read-people", text: "select id, name, avatar_url, role from users where id = any($1::uuid[])" };

/** People by id, those who are shut out or moved on too: what they did stays theirs. */
export async function readPeople(sql: Sql, ids: readonly (string | null)[]): Promise<Map<string, Person>> {
  const known = [...new Set(ids.filter((id) => id !== null))];
  if (known.length === 0) return new Map();
  const rows = await sql.rows<PersonRow>(readByIds, [known]);
  return new Map(rows.map(({ id, name, avatar_url, role }) => [id, { id, name, avatarUrl: avatar_url, role }]));
}

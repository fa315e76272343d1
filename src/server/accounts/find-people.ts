import { AppError } from "../../shared/errors";
import type { Person, PersonPage, Role, SearchUsersInput } from "../../shared/people";
import type { Runtime } from "../platform/runtime";
import type { Actor } from "./actor";

interface Row {
  id: string;
  name: string;
  avatar_url: string | null;
  role: Role;
}

// The page goes on after a person, not after a text: a name may be longer than a cursor.
const search = {
  name: "accounts.find-people",
  text: `
    select id, name, avatar_url, role
      from users
     where gym_id = $1::uuid and role = any($2::text[]) and disabled_at is null and id <> $3::uuid
       and name ilike all($4::text[])
       and ($5::uuid is null or (name, id) > (select c.name, c.id from users c where c.id = $5::uuid and c.gym_id = $1::uuid))
     order by name, id
     limit $6`,
};

/**
 * Whom the caller may start a conversation with, by name (`mayReach` in shared/permissions.ts, said in SQL). Every word of the query must stand
 * somewhere in the name. Throws `BAD_INPUT` for a cursor that is none of ours and for what is no text.
 */
export async function findPeople({ db }: Pick<Runtime, "db">, actor: Actor, input: SearchUsersInput): Promise<PersonPage> {
  const cursor = input.cursor ?? null;
  if (cursor !== null && !uuid.test(cursor)) throw badInput("cursor", "is not a cursor");
  // PostgreSQL knows no NUL, and no name has one.
  if (input.query.includes("\u0000")) throw badInput("query", "contains characters that are not text");
  const reachable: Role[] = actor.role === "member" ? ["trainer", "staff", "admin"] : ["member", "trainer", "staff", "admin"];
  const roles = input.role ? reachable.filter((role) => role === input.role) : reachable;
  const values = [actor.gymId, roles, actor.id, patternsOf(input.query), cursor, input.limit + 1];
  const rows = await db.rows<Row>(search, values);
  const items = rows.slice(0, input.limit).map(toPerson);
  return { items, nextCursor: rows.length > input.limit ? (items.at(-1)?.id ?? null) : null };
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function badInput(path: string, message: string): AppError {
  return new AppError("BAD_INPUT", { issues: [{ path, message }] });
}

/** One LIKE pattern a word, in which `%`, `_` and `\` mean themselves. */
function patternsOf(query: string): string[] {
  const words = query.split(/\s+/).filter(Boolean);
  return words.map((word) => `%${word.replace(/[\\%_]/g, "\\$&")}%`);
}

function toPerson({ id, name, avatar_url, role }: Row): Person {
  return { id, name, avatarUrl: avatar_url, role };
}

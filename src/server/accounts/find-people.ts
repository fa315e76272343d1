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

const nobody = "'00000000-0000-0000-0000-000000000000'";

// The page goes on after a person, not after a text: a name may be longer than a cursor.
const after = `
  (case when $4::uuid is null then '' else (select c.name from users c where c.id = $4 and c.gym_id = $1) end, coalesce($4, ${nobody}))`;

// One range of the index a role.
const list = {
  name: "accounts.list-people",
  text: `
    select p.id, p.name, p.avatar_url, p.role
      from unnest($2::text[]) r (role) cross join lateral (
        select * from users
         where gym_id = $1::uuid and role = r.role and disabled_at is null and id <> $3::uuid and (name, id) > ${after}
         order by name, id
         limit $5) p
     order by p.name, p.id
     limit $5`,
};

// Every pair of letters of the words leads to those who have it. For a word of two letters or one that is the answer; in a longer one the pairs
// must also stand together. Gym and role are in the pairs, but cut short; they are compared so that no other index seems to help.
const search = {
  name: "accounts.find-people",
  text: `
    select p.id, p.name, p.avatar_url, p.role
      from (select array_agg(folded(word)) as words from unnest($6::text[]) word) w
     cross join unnest($2::text[]) r (role)
     cross join lateral (select array_agg(pair) as pairs from unnest(w.words) word, unnest(letter_pairs($1::uuid, r.role, word)) pair) q
     cross join lateral (
        select * from users
         where letter_pairs(gym_id, role, name) @> q.pairs and (gym_id, role) is not distinct from ($1, r.role)
           and disabled_at is null and id <> $3::uuid
           and (name, id) > ${after}
           and not exists (select 1 from unnest(w.words) word where char_length(word) > 2 and strpos(folded(name), word) = 0)
         order by name, id
         limit $5) p
     order by p.name, p.id
     limit $5`,
};

/**
 * Whom the caller may start a conversation with, by name (`mayReach` in shared/permissions.ts, said in SQL). Every word of the query must stand
 * somewhere in the name; case and accents do not matter. Throws `BAD_INPUT` for a cursor that is none of ours and for what is no text.
 */
export async function findPeople({ db }: Pick<Runtime, "db">, actor: Actor, input: SearchUsersInput): Promise<PersonPage> {
  const cursor = input.cursor ?? null;
  if (cursor !== null && !uuid.test(cursor)) throw badInput("cursor", "is not a cursor");
  // PostgreSQL knows no NUL, and no name has one.
  if (input.query.includes("\u0000")) throw badInput("query", "contains characters that are not text");
  const reachable: Role[] = actor.role === "member" ? ["trainer", "staff", "admin"] : ["member", "trainer", "staff", "admin"];
  const roles = input.role ? reachable.filter((role) => role === input.role) : reachable;
  const words = [...new Set(input.query.split(/\s+/).filter(Boolean))];
  const values = [actor.gymId, roles, actor.id, cursor, input.limit + 1];
  const rows = words.length === 0 ? await db.rows<Row>(list, values) : await db.rows<Row>(search, [...values, words]);
  const items = rows.slice(0, input.limit).map(toPerson);
  return { items, nextCursor: rows.length > input.limit ? (items.at(-1)?.id ?? null) : null };
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function badInput(path: string, message: string): AppError {
  return new AppError("BAD_INPUT", { issues: [{ path, message }] });
}

function toPerson({ id, name, avatar_url, role }: Row): Person {
  return { id, name, avatarUrl: avatar_url, role };
}

import { AppError } from "../../shared/errors";
import type { Role } from "../../shared/people";
import { mayReach } from "../../shared/permissions";
import type { Actor } from "../accounts/actor";
import type { Sql } from "../platform/db";

interface PersonRow extends Record<string, unknown> {
  id: string;
  role: Role;
  gym_id: string;
}

const readPeople = {
  name: "chat-read-people",
  text: "select id, role, gym_id from users where id = any($1::uuid[]) and disabled_at is null",
};

/** @throws USER_UNREACHABLE unless the actor may start a conversation with every one of these users; an unknown id is answered alike */
export async function requireReachable(sql: Sql, actor: Actor, userIds: readonly string[]): Promise<void> {
  const people = await sql.rows<PersonRow>(readPeople, [userIds]);
  const reachable = people.filter((person) => mayReach(actor, { id: person.id, role: person.role, gymId: person.gym_id }));
  if (reachable.length !== new Set(userIds).size) throw new AppError("USER_UNREACHABLE");
}

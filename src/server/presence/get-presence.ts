import type { Role } from "../../shared/people";
import type { Presence } from "../../shared/presence";
import type { Sql } from "../platform/db";
import type { PresenceBoard } from "./presence-board";
import { visibleUsers } from "./visible-users";

/** The present state of those whom the caller may know about; the others are left out. */
export async function getPresence(
  { presence, db }: { presence: PresenceBoard; db: Sql },
  actor: { id: string; role: Role; gymId: string },
  { userIds }: { userIds: readonly string[] },
): Promise<Presence[]> {
  return presence.read(await visibleUsers(db, actor, userIds));
}

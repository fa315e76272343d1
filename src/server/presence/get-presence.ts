import type { Presence } from "../../shared/presence";
import type { Sql } from "../platform/db";
import type { RateLimits } from "../platform/rate-limit";
import type { PresenceBoard } from "./presence-board";
import { visibleUsers, type Watcher } from "./visible-users";

/**
 * The present state of those whom the caller may know about; the others are left out.
 * @throws RATE_LIMITED
 */
export async function getPresence(
  { presence, db, rateLimits }: { presence: PresenceBoard; db: Sql; rateLimits: RateLimits },
  actor: Watcher,
  { userIds }: { userIds: readonly string[] },
): Promise<Presence[]> {
  await rateLimits.take("reads", actor.id);
  return presence.read(await visibleUsers(db, actor, userIds));
}

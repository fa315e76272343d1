import type { DeskSettings } from "../../shared/cases";
import { AppError } from "../../shared/errors";
import { limits } from "../../shared/limits";
import { maySetUpDesk } from "../../shared/permissions";
import { requireDesk } from "../chat/access";
import type { ChatContext } from "../chat/context";
import type { Sql } from "../platform/db";
import { readBusinessHours } from "./desk-hours";
import { readDeskPeople } from "./desk-people";
import { readLabels } from "./labels";
import { readShifts } from "./shifts";
import { readTopics } from "./topics";

const readRequires = { name: "support-read-requires-topic", text: "select requires_topic from gyms where id = $1" };
const writeRequires = { name: "support-write-requires-topic", text: "update gyms set requires_topic = $2 where id = $1" };

/** Whether a case of this gym can be resolved only with a topic. */
export async function requiresTopic(sql: Sql, gymId: string): Promise<boolean> {
  const [row] = await sql.rows<{ requires_topic: boolean }>(readRequires, [gymId]);
  return row?.requires_topic ?? false;
}

/**
 * What the screens of the caller's desk need to know of it.
 * @throws RATE_LIMITED · FORBIDDEN for everybody but staff and admins
 */
export async function readDeskSettings({ actor, db, rateLimits }: ChatContext): Promise<DeskSettings> {
  requireDesk(actor);
  await rateLimits.take("reads", actor.id);
  const [labels, isRequired, staff, shifts, topics, hours] = await Promise.all([
    readLabels(db, actor.gymId),
    requiresTopic(db, actor.gymId),
    readDeskPeople(db, actor.gymId, limits.deskPeopleMax),
    readShifts(db, actor.gymId),
    readTopics(db, actor.gymId),
    readBusinessHours(db, actor.gymId),
  ]);
  return { labels, requiresTopic: isRequired, staff, shifts, topics, hours };
}

/** @throws RATE_LIMITED · FORBIDDEN for everybody but admins */
export async function setDeskSettings(
  { actor, db, rateLimits }: ChatContext,
  settings: Pick<DeskSettings, "requiresTopic">,
): Promise<void> {
  if (!maySetUpDesk(actor.role)) throw new AppError("FORBIDDEN");
  await rateLimits.take("marks", actor.id);
  await db.rows(writeRequires, [actor.gymId, settings.requiresTopic]);
}

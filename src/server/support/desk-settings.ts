import type { DeskSettings } from "../../shared/cases";
import type { AtDesk } from "../../shared/desk-gym";
import { limits } from "../../shared/limits";
import { requireDeskOf } from "../chat/access";
import type { ChatContext } from "../chat/context";
import type { Sql } from "../platform/db";
import { readBusinessHours } from "./desk-hours";
import { readDeskPeople } from "./desk-people";
import { enterSetup } from "./enter-setup";
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
 * What the screens of a desk need to know of it, and at which desks the caller works.
 * @throws RATE_LIMITED · FORBIDDEN for everybody but staff and admins, and for a desk that is not theirs
 */
export async function readDeskSettings({ actor, db, rateLimits }: ChatContext, asked?: AtDesk): Promise<DeskSettings> {
  const gymId = requireDeskOf(actor, asked?.gymId);
  await rateLimits.take("reads", actor.id);
  const [labels, isRequired, staff, shifts, topics, hours] = await Promise.all([
    readLabels(db, gymId),
    requiresTopic(db, gymId),
    readDeskPeople(db, gymId, limits.deskPeopleMax),
    readShifts(db, gymId),
    readTopics(db, gymId),
    readBusinessHours(db, gymId),
  ]);
  const gyms = actor.desks;
  const gym = gyms.find(({ id }) => id === gymId) ?? actor.gym;
  return {
    gym: { id: gym.id, name: gym.name, timeZone: gym.timeZone },
    gyms,
    labels,
    requiresTopic: isRequired,
    staff,
    shifts,
    topics,
    hours,
  };
}

/** @throws RATE_LIMITED · FORBIDDEN for everybody but admins */
export async function setDeskSettings(
  ctx: ChatContext,
  { requiresTopic: isRequired, ...asked }: Pick<DeskSettings, "requiresTopic"> & AtDesk,
): Promise<void> {
  const gymId = await enterSetup(ctx, asked);
  await ctx.db.rows(writeRequires, [gymId, isRequired]);
}

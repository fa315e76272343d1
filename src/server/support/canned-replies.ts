import type { CannedReply } from "../../shared/canned-replies";
import type { SaveCannedReplyInput } from "../../shared/canned-reply-inputs";
import type { AtDesk } from "../../shared/desk-gym";
import { AppError } from "../../shared/errors";
import { limits } from "../../shared/limits";
import { maySetUpDesk } from "../../shared/permissions";
import { requireDesk, requireDeskOf } from "../chat/access";
import type { ChatContext } from "../chat/context";

const readAll = {
  name: "support-read-canned-replies",
  text: `
    select id, shortcut, content, owner_id is null as shared from canned_replies
    where (gym_id = $1 and owner_id is null) or (gym_id = $3 and owner_id = $2) order by shortcut, id`,
};

// What is somebody's own stands with their own gym, and goes with them to every desk. One that comes from another desk takes a place like a new one. The
// gym's row is held, so that two that are saved at once do not both take the last place; then both desks, in one order, for the change is counted at both.
const save = {
  name: "support-save-canned-reply",
  text: `
    with gym as (select id from gyms where id = $1 for no key update),
    present as (select gym_id from canned_replies where id = $2 for no key update),
    held as (
      select gym_id from desk_versions where gym_id in (select id from gym union all select gym_id from present) order by gym_id for no key update)
    insert into canned_replies as r (id, gym_id, owner_id, shortcut, content)
    select $2, gym.id, $3, $4, $5 from gym
    where (select count(*) from held) > 0
      and (exists (select 1 from canned_replies where id = $2 and gym_id = $1 and owner_id is not distinct from $3::uuid)
        or (select count(*) from canned_replies where gym_id = $1 and owner_id is not distinct from $3::uuid) < $7)
    on conflict (id) do update set gym_id = excluded.gym_id, owner_id = excluded.owner_id, shortcut = excluded.shortcut, content = excluded.content
      where (r.owner_id = $6 and r.gym_id = $10) or (r.owner_id is null and $8 and r.gym_id = any($9::uuid[]))
    returning id`,
};

const findOthers = {
  name: "support-find-canned-reply-of-others",
  text: `
    select 1 from canned_replies
    where id = $1 and ((owner_id = $2 and gym_id = $3) or (owner_id is null and $4 and gym_id = any($5::uuid[]))) is not true`,
};

const remove = {
  name: "support-remove-canned-reply",
  text: "delete from canned_replies where id = $2 and ((owner_id = $3 and gym_id = $5) or (owner_id is null and $4 and gym_id = any($1::uuid[])))",
};

/**
 * The replies that the caller has ready at a desk, their own and the desk's, by shortcut.
 * @throws RATE_LIMITED · FORBIDDEN for everybody but staff and admins
 */
export async function listCannedReplies({ actor, db, rateLimits }: ChatContext, asked?: AtDesk): Promise<CannedReply[]> {
  const gymId = requireDeskOf(actor, asked?.gymId);
  await rateLimits.take("reads", actor.id);
  const rows = await db.rows<{ id: string; shortcut: string; content: string; shared: boolean }>(readAll, [gymId, actor.id, actor.gymId]);
  return rows.map(({ shared, ...row }) => ({ ...row, isShared: shared }));
}

/**
 * Keeps a reply ready for the caller; for the whole desk if an admin says so.
 * @throws RATE_LIMITED · FORBIDDEN for everybody but staff and admins, for what is shared but admins, and for a reply of somebody else · TOO_MANY_SAVED
 */
export async function saveCannedReply({ actor, db, rateLimits }: ChatContext, input: SaveCannedReplyInput): Promise<void> {
  requireDesk(actor);
  const isAdmin = maySetUpDesk(actor.role);
  const { id, shortcut, content, isShared } = input;
  const gymId = isShared ? requireDeskOf(actor, input.gymId) : actor.gymId;
  if (isShared && !isAdmin) throw new AppError("FORBIDDEN");
  await rateLimits.take("marks", actor.id);
  const told = [gymId, id, isShared ? null : actor.id, shortcut, content, actor.id, limits.cannedRepliesMax, isAdmin];
  const values = [...told, actor.deskGymIds, actor.gymId];
  if ((await db.rows(save, values)).length > 0) return;
  const others = await db.rows(findOthers, [id, actor.id, actor.gymId, isAdmin, actor.deskGymIds]);
  throw new AppError(others.length > 0 ? "FORBIDDEN" : "TOO_MANY_SAVED");
}

/**
 * Removes a reply that the caller may change; one that they may not, or that is gone, is passed over.
 * @throws RATE_LIMITED · FORBIDDEN for everybody but staff and admins
 */
export async function removeCannedReply({ actor, db, rateLimits }: ChatContext, { id }: { id: string }): Promise<void> {
  requireDesk(actor);
  await rateLimits.take("marks", actor.id);
  await db.rows(remove, [actor.deskGymIds, id, actor.id, maySetUpDesk(actor.role), actor.gymId]);
}

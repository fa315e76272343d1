import type { CannedReply } from "../../shared/canned-replies";
import type { SaveCannedReplyInput } from "../../shared/canned-reply-inputs";
import { AppError } from "../../shared/errors";
import { limits } from "../../shared/limits";
import { maySetUpDesk } from "../../shared/permissions";
import { requireDesk } from "../chat/access";
import type { ChatContext } from "../chat/context";

const readAll = {
  name: "support-read-canned-replies",
  text: `
    select id, shortcut, content, owner_id is null as shared from canned_replies
    where gym_id = $1 and (owner_id is null or owner_id = $2) order by shortcut, id`,
};

// The gym's row is held, so that two that are saved at once do not both take the last place.
const save = {
  name: "support-save-canned-reply",
  text: `
    with gym as (select id from gyms where id = $1 for update)
    insert into canned_replies as r (id, gym_id, owner_id, shortcut, content)
    select $2, gym.id, $3, $4, $5 from gym
    where exists (select 1 from canned_replies where id = $2)
      or (select count(*) from canned_replies where gym_id = $1 and owner_id is not distinct from $3::uuid) < $7
    on conflict (id) do update set owner_id = excluded.owner_id, shortcut = excluded.shortcut, content = excluded.content
      where r.gym_id = $1 and (r.owner_id = $6 or (r.owner_id is null and $8))
    returning id`,
};

const findMine = {
  name: "support-find-canned-reply",
  text: "select 1 from canned_replies where id = $1",
};

const remove = {
  name: "support-remove-canned-reply",
  text: "delete from canned_replies where gym_id = $1 and id = $2 and (owner_id = $3 or (owner_id is null and $4))",
};

/**
 * The replies that the caller has ready, their own and the desk's, by shortcut.
 * @throws RATE_LIMITED · FORBIDDEN for everybody but staff and admins
 */
export async function listCannedReplies({ actor, db, rateLimits }: ChatContext): Promise<CannedReply[]> {
  requireDesk(actor);
  await rateLimits.take("reads", actor.id);
  const rows = await db.rows<{ id: string; shortcut: string; content: string; shared: boolean }>(readAll, [actor.gymId, actor.id]);
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
  if (isShared && !isAdmin) throw new AppError("FORBIDDEN");
  await rateLimits.take("marks", actor.id);
  const values = [actor.gymId, id, isShared ? null : actor.id, shortcut, content, actor.id, limits.cannedRepliesMax, isAdmin];
  if ((await db.rows(save, values)).length > 0) return;
  throw new AppError((await db.rows(findMine, [id])).length > 0 ? "FORBIDDEN" : "TOO_MANY_SAVED");
}

/**
 * Removes a reply that the caller may change; one that they may not, or that is gone, is passed over.
 * @throws RATE_LIMITED · FORBIDDEN for everybody but staff and admins
 */
export async function removeCannedReply({ actor, db, rateLimits }: ChatContext, { id }: { id: string }): Promise<void> {
  requireDesk(actor);
  await rateLimits.take("marks", actor.id);
  await db.rows(remove, [actor.gymId, id, actor.id, maySetUpDesk(actor.role)]);
}

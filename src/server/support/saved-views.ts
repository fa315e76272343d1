import { AppError } from "../../shared/errors";
import { limits } from "../../shared/limits";
import { maySetUpDesk } from "../../shared/permissions";
import type { SavedView, SaveViewInput } from "../../shared/saved-views";
import type { DeskView, QueueFilters } from "../../shared/support";
import { requireDesk } from "../chat/access";
import type { ChatContext } from "../chat/context";

const readAll = {
  name: "support-read-saved-views",
  text: `
    select id, name, owner_id, is_shared, view, filters from saved_views
    where gym_id = $1 and (is_shared or owner_id = $2) order by name, id`,
};

// The owner's row is held, so that two that are saved at once do not both take the last place.
const save = {
  name: "support-save-view",
  text: `
    with owner as (select id from users where id = $2 for no key update)
    insert into saved_views as v (id, gym_id, owner_id, name, is_shared, view, filters)
    select $3, $1, owner.id, $4, $5, $6, $7 from owner
    where exists (select 1 from saved_views where id = $3) or (select count(*) from saved_views where gym_id = $1 and owner_id = $2) < $9
    on conflict (id) do update set name = excluded.name, is_shared = excluded.is_shared, view = excluded.view, filters = excluded.filters
      where v.gym_id = $1 and (v.owner_id = $2 or ($8 and v.is_shared))
    returning id`,
};

const countOwn = { name: "support-count-own-views", text: "select count(*) as count from saved_views where gym_id = $1 and owner_id = $2" };

const remove = {
  name: "support-remove-view",
  text: "delete from saved_views where gym_id = $1 and id = $3 and (owner_id = $2 or ($4 and is_shared))",
};

interface ViewRow extends Record<string, unknown> {
  id: string;
  name: string;
  owner_id: string;
  is_shared: boolean;
  view: DeskView;
  filters: QueueFilters;
}

/**
 * The caller's own saved views and those that their desk shares, by name.
 * @throws RATE_LIMITED · FORBIDDEN for everybody but staff and admins
 */
export async function listViews({ actor, db, rateLimits }: ChatContext): Promise<SavedView[]> {
  requireDesk(actor);
  await rateLimits.take("reads", actor.id);
  const rows = await db.rows<ViewRow>(readAll, [actor.gymId, actor.id]);
  return rows.map(({ owner_id, is_shared, ...row }) => ({ ...row, ownerId: owner_id, isShared: is_shared }));
}

/**
 * Saves a view of the caller's, or changes one: their own, or as an admin one that the desk shares.
 * @throws RATE_LIMITED · FORBIDDEN for everybody but staff and admins, and for a view of somebody else · TOO_MANY_SAVED
 */
export async function saveView({ actor, db, rateLimits }: ChatContext, input: SaveViewInput): Promise<void> {
  requireDesk(actor);
  await rateLimits.take("marks", actor.id);
  const { id, name, isShared, view, filters } = input;
  const most = limits.savedViewsMax;
  const values = [actor.gymId, actor.id, id, name, isShared, view, JSON.stringify(filters), maySetUpDesk(actor.role), most];
  if ((await db.rows(save, values)).length > 0) return;
  const [own] = await db.rows<{ count: number }>(countOwn, [actor.gymId, actor.id]);
  throw new AppError((own?.count ?? 0) >= most ? "TOO_MANY_SAVED" : "FORBIDDEN");
}

/**
 * Removes a view that the caller may change; one that they may not, or that is gone, is passed over.
 * @throws RATE_LIMITED · FORBIDDEN for everybody but staff and admins
 */
export async function removeView({ actor, db, rateLimits }: ChatContext, { id }: { id: string }): Promise<void> {
  requireDesk(actor);
  await rateLimits.take("marks", actor.id);
  await db.rows(remove, [actor.gymId, actor.id, id, maySetUpDesk(actor.role)]);
}

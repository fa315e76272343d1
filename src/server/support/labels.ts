import type { Label, LabelTone } from "../../shared/cases";
import type { AtDesk } from "../../shared/desk-gym";
import { AppError } from "../../shared/errors";
import { limits } from "../../shared/limits";
import type { ChatContext } from "../chat/context";
import type { Sql } from "../platform/db";
import { enterSetup } from "./enter-setup";

const readAll = { name: "support-read-labels", text: "select name, tone from labels where gym_id = $1 order by name" };

// The gym's row is held, so that two who add the last label at once are not both let through.
const save = {
  name: "support-save-label",
  text: `
    with gym as (select id from gyms where id = $1 for no key update)
    insert into labels (gym_id, name, tone)
    select id, $2, $3 from gym
    where exists (select 1 from labels where gym_id = $1 and name = $2) or (select count(*) from labels where gym_id = $1) < $4
    on conflict (gym_id, name) do update set tone = excluded.tone
    returning name`,
};

const remove = { name: "support-remove-label", text: "delete from labels where gym_id = $1 and name = $2" };

/** The labels of a gym, by name. */
export function readLabels(sql: Sql, gymId: string): Promise<Label[]> {
  return sql.rows<{ name: string; tone: LabelTone }>(readAll, [gymId]);
}

/**
 * Adds a label to a desk, or gives it another tone.
 * @throws RATE_LIMITED · FORBIDDEN for everybody but admins · TOO_MANY_LABELS
 */
export async function saveLabel(ctx: ChatContext, { name, tone, ...asked }: Label & AtDesk): Promise<void> {
  const gymId = await enterSetup(ctx, asked);
  const rows = await ctx.db.rows(save, [gymId, name, tone, limits.gymLabelsMax]);
  if (rows.length === 0) throw new AppError("TOO_MANY_LABELS");
}

/**
 * Takes a label from a desk. Cases that have it keep it.
 * @throws RATE_LIMITED · FORBIDDEN for everybody but admins
 */
export async function removeLabel(ctx: ChatContext, { name, ...asked }: Pick<Label, "name"> & AtDesk): Promise<void> {
  const gymId = await enterSetup(ctx, asked);
  await ctx.db.rows(remove, [gymId, name]);
}

import type { AtDesk } from "../../shared/desk-gym";
import type { AssignmentRule, SaveRuleInput } from "../../shared/desk-setup";
import { AppError } from "../../shared/errors";
import { limits } from "../../shared/limits";
import type { ChatContext } from "../chat/context";
import type { Sql } from "../platform/db";
import { requireAtDesk } from "./desk-people";
import { enterSetup } from "./enter-setup";

const readAll = {
  name: "support-read-rules",
  text: "select id, name, place, is_on, topics, labels, staff_ids from assignment_rules where gym_id = $1 order by place, id",
};

// The gym's row is held, so that two who add the last rule at once are not both let through.
const save = {
  name: "support-save-rule",
  text: `
    with gym as (select id from gyms where id = $1 for no key update)
    insert into assignment_rules as r (id, gym_id, name, place, is_on, topics, labels, staff_ids)
    select $2, gym.id, $3, $4, $5, $6, $7, $8 from gym
    where exists (select 1 from assignment_rules where id = $2) or (select count(*) from assignment_rules where gym_id = $1) < $9
    on conflict (id) do update set name = excluded.name, place = excluded.place, is_on = excluded.is_on, topics = excluded.topics,
      labels = excluded.labels, staff_ids = excluded.staff_ids
      where r.gym_id = $1
    returning id`,
};

const findAny = { name: "support-find-rule", text: "select 1 from assignment_rules where id = $1" };
const remove = { name: "support-remove-rule", text: "delete from assignment_rules where gym_id = $1 and id = $2" };

interface RuleRow extends Record<string, unknown> {
  id: string;
  name: string;
  place: number;
  is_on: boolean;
  topics: string[];
  labels: string[];
  staff_ids: string[];
}

/** The rules of a gym, by place. */
export async function readRules(sql: Sql, gymId: string): Promise<AssignmentRule[]> {
  const rows = await sql.rows<RuleRow>(readAll, [gymId]);
  return rows.map(({ is_on, staff_ids, ...row }) => ({ ...row, isOn: is_on, staffIds: staff_ids }));
}

/**
 * Keeps a rule, or changes one.
 * @throws RATE_LIMITED · FORBIDDEN for everybody but admins, and for a rule of another gym · NOT_AT_DESK · TOO_MANY_SAVED
 */
export async function saveRule(
  ctx: ChatContext,
  { id, name, place, isOn, topics, labels, staffIds, ...asked }: SaveRuleInput,
): Promise<void> {
  const gymId = await enterSetup(ctx, asked);
  await requireAtDesk(ctx.db, [gymId], staffIds);
  const values = [gymId, id, name, place, isOn, topics, labels, [...new Set(staffIds)], limits.assignmentRulesMax];
  if ((await ctx.db.rows(save, values)).length > 0) return;
  throw new AppError((await ctx.db.rows(findAny, [id])).length > 0 ? "FORBIDDEN" : "TOO_MANY_SAVED");
}

/**
 * Takes a rule away; one that is not there is passed over.
 * @throws RATE_LIMITED · FORBIDDEN for everybody but admins
 */
export async function removeRule(ctx: ChatContext, { id, ...asked }: { id: string } & AtDesk): Promise<void> {
  const gymId = await enterSetup(ctx, asked);
  await ctx.db.rows(remove, [gymId, id]);
}

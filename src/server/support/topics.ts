import type { AtDesk } from "../../shared/desk-gym";
import type { ChatContext } from "../chat/context";
import type { Sql } from "../platform/db";
import { enterSetup } from "./enter-setup";

const readAll = { name: "support-read-topics", text: "select name from topics where gym_id = $1 order by place" };

// In one statement, the last one wins: what was offered before and is not now goes, the rest has its new place.
const writeAll = {
  name: "support-write-topics",
  text: `
    with gym as (select id from gyms where id = $1 for no key update),
    gone as (delete from topics using gym where topics.gym_id = gym.id and name <> all($2::text[]))
    insert into topics (gym_id, name, place)
    select gym.id, t.name, t.place from gym cross join unnest($2::text[]) with ordinality as t (name, place)
    on conflict (gym_id, name) do update set place = excluded.place`,
};

/** What the desk of a gym offers as topics, in its order. */
export async function readTopics(sql: Sql, gymId: string): Promise<string[]> {
  return (await sql.rows<{ name: string }>(readAll, [gymId])).map(({ name }) => name);
}

/**
 * Says what the desk offers as topics. Cases keep theirs.
 * @throws RATE_LIMITED · FORBIDDEN for everybody but admins
 */
export async function setTopics(ctx: ChatContext, { topics, ...asked }: { topics: string[] } & AtDesk): Promise<void> {
  const gymId = await enterSetup(ctx, asked);
  await ctx.db.rows(writeAll, [gymId, [...new Set(topics)]]);
}

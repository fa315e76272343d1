import type { BusinessHours, OpenSpan } from "../../shared/business-hours";
import type { AtDesk } from "../../shared/desk-gym";
import type { Holiday, SaveHolidayInput } from "../../shared/desk-setup";
import { AppError } from "../../shared/errors";
import { limits } from "../../shared/limits";
import type { ChatContext } from "../chat/context";
import type { Sql } from "../platform/db";
import { enterSetup } from "./enter-setup";

// What is long over matters to reports alone.
const readDays = {
  name: "support-read-holidays",
  text: `
    select to_char(day, 'YYYY-MM-DD') as day, name, spans from holidays where gym_id = $1 and day >= coalesce($2::date, '-infinity')
    order by day`,
};

const readWeek = { name: "support-read-week", text: "select time_zone, desk_hours from gyms where id = $1" };
const writeWeek = { name: "support-write-week", text: "update gyms set desk_hours = $2 where id = $1" };

// The gym's row is held, so that two who add the last day at once are not both let through.
const saveDay = {
  name: "support-save-holiday",
  text: `
    with gym as (select id from gyms where id = $1 for no key update)
    insert into holidays (gym_id, day, name, spans)
    select id, $2, $3, $4 from gym
    where exists (select 1 from holidays where gym_id = $1 and day = $2) or (select count(*) from holidays where gym_id = $1) < $5
    on conflict (gym_id, day) do update set name = excluded.name, spans = excluded.spans
    returning day`,
};

const removeDay = { name: "support-remove-holiday", text: "delete from holidays where gym_id = $1 and day = $2" };

const shownMs = 31 * 86_400_000;

/** When the desk of a gym is open, with all the days that ever were unlike their weekday; `null` when it has said no hours. */
export async function readBusinessHours(sql: Sql, gymId: string): Promise<BusinessHours | null> {
  const [row] = await sql.rows<{ time_zone: string; desk_hours: OpenSpan[][] | null }>(readWeek, [gymId]);
  if (!row?.desk_hours) return null;
  const days = await sql.rows<{ day: string; spans: OpenSpan[] }>(readDays, [gymId, null]);
  return { timeZone: row.time_zone, week: row.desk_hours, days: Object.fromEntries(days.map(({ day, spans }) => [day, spans])) };
}

/**
 * The days of a gym that are unlike their weekday, by day, from a month ago on.
 * @param now epoch milliseconds
 */
export function readHolidays(sql: Sql, gymId: string, now: number): Promise<Holiday[]> {
  return sql.rows<Holiday & Record<string, unknown>>(readDays, [gymId, new Date(now - shownMs).toISOString().slice(0, 10)]);
}

/** @throws RATE_LIMITED · FORBIDDEN for everybody but admins */
export async function setHours(ctx: ChatContext, { week, ...asked }: { week: OpenSpan[][] | null } & AtDesk): Promise<void> {
  const gymId = await enterSetup(ctx, asked);
  await ctx.db.rows(writeWeek, [gymId, week && JSON.stringify(week)]);
}

/**
 * Says that a day is unlike its weekday, or says it anew.
 * @throws RATE_LIMITED · FORBIDDEN for everybody but admins · TOO_MANY_SAVED
 */
export async function saveHoliday(ctx: ChatContext, { day, name, spans, ...asked }: SaveHolidayInput): Promise<void> {
  const gymId = await enterSetup(ctx, asked);
  const saved = await ctx.db.rows(saveDay, [gymId, day, name, JSON.stringify(spans), limits.holidaysMax]);
  if (saved.length === 0) throw new AppError("TOO_MANY_SAVED");
}

/**
 * The day is like its weekday again; one that was so already is passed over.
 * @throws RATE_LIMITED · FORBIDDEN for everybody but admins
 */
export async function removeHoliday(ctx: ChatContext, { day, ...asked }: { day: string } & AtDesk): Promise<void> {
  const gymId = await enterSetup(ctx, asked);
  await ctx.db.rows(removeDay, [gymId, day]);
}

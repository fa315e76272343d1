/** Who of the desk takes cases now. What follows from it, giving and handing over, is the clock's work (`give-cases.ts`). */
import { AppError } from "../../shared/errors";
import { maySetUpDesk } from "../../shared/permissions";
import type { SetShiftInput, Shift, ShiftLogInput, ShiftLogPage, ShiftState } from "../../shared/shifts";
import { requireDesk } from "../chat/access";
import type { ChatContext } from "../chat/context";
import { decodeKeyset, encodeKeyset } from "../chat/keyset";
import type { Sql } from "../platform/db";
import { requireAtDesk } from "./desk-people";
import { enterSetup } from "./enter-setup";

interface ShiftRow extends Record<string, unknown> {
  user_id: string;
  state: ShiftState;
  hands_over: boolean;
  is_automatic: boolean;
  since: string;
}

const readAll = {
  name: "support-read-shifts",
  text: "select user_id, state, hands_over, is_automatic, since from staff_shifts where gym_id = $1",
};

// The log has a line for each change, and none for what was so already.
const write = {
  name: "support-write-shift",
  text: `
    with said as (
      insert into staff_shifts as s (user_id, gym_id, state, hands_over) values ($1, $2, $3, $4)
      on conflict (user_id) do update set gym_id = excluded.gym_id, state = excluded.state, hands_over = excluded.hands_over,
        is_automatic = false, since = now()
        where (s.gym_id, s.state, s.hands_over, s.is_automatic) is distinct from (excluded.gym_id, excluded.state, excluded.hands_over, false)
      returning user_id, gym_id, state, hands_over, since)
    insert into shift_log (gym_id, user_id, state, hands_over, at, actor_id)
    select gym_id, user_id, state, hands_over, since, $5 from said`,
};

const readOne = {
  name: "support-read-shift",
  text: "select user_id, state, hands_over, is_automatic, since from staff_shifts where user_id = $1 and gym_id = $2",
};

const readLog = {
  name: "support-read-shift-log",
  text: `
    select id, user_id, state, hands_over, is_automatic, at as since, actor_id from shift_log
    where gym_id = $1 and ($2::timestamptz is null or (at, id) < ($2, $3::uuid))
    order by at desc, id desc limit $4`,
};

const readLogOf = {
  name: "support-read-shift-log-of",
  text: `
    select id, user_id, state, hands_over, is_automatic, at as since, actor_id from shift_log
    where user_id = $5 and gym_id = $1 and ($2::timestamptz is null or (at, id) < ($2, $3::uuid))
    order by at desc, id desc limit $4`,
};

const shiftOf = ({ user_id, state, hands_over, is_automatic, since }: ShiftRow): Shift => ({
  userId: user_id,
  state,
  handsOver: hands_over,
  isAutomatic: is_automatic,
  since,
});

/** The shifts of a desk; who is not among them is away. */
export async function readShifts(sql: Sql, gymId: string): Promise<Shift[]> {
  return (await sql.rows<ShiftRow>(readAll, [gymId])).map(shiftOf);
}

/**
 * The caller, or whom an admin names, comes on or goes away. Saying it twice changes nothing more.
 * @throws RATE_LIMITED · FORBIDDEN for everybody but staff and admins, and for others but admins · NOT_AT_DESK
 */
export async function setShift(
  { actor, db, rateLimits }: ChatContext,
  { userId = actor.id, state, handsOver }: SetShiftInput,
): Promise<Shift> {
  requireDesk(actor);
  if (userId !== actor.id && !maySetUpDesk(actor.role)) throw new AppError("FORBIDDEN");
  await rateLimits.take("marks", actor.id);
  await requireAtDesk(db, actor.gymId, [userId]);
  await db.rows(write, [userId, actor.gymId, state, state === "away" && handsOver, actor.id]);
  const [row] = await db.rows<ShiftRow>(readOne, [userId, actor.gymId]);
  if (!row) throw new Error(`the shift of ${userId} was not written`);
  return shiftOf(row);
}

/** Somebody's shift ends because they no longer work here: what is open of theirs goes to others. */
export async function endShift(
  sql: Sql,
  { userId, gymId, actorId }: { userId: string; gymId: string; actorId: string | null },
): Promise<void> {
  await sql.rows(write, [userId, gymId, "away", true, actorId]);
}

/**
 * Who came on and went away, newest first.
 * @throws RATE_LIMITED · FORBIDDEN for everybody but admins · BAD_INPUT (a cursor that is not of this list)
 */
export async function readShiftLog(ctx: ChatContext, { userId, cursor, limit }: ShiftLogInput): Promise<ShiftLogPage> {
  await enterSetup(ctx, "reads");
  const [at, id] = cursor ? decodeKeyset(cursor, ["time", "uuid"]) : [];
  const values = [ctx.actor.gymId, at ?? null, id ?? null, limit + 1];
  const rows = await ctx.db.rows<ShiftRow & { id: string; actor_id: string | null }>(
    userId ? readLogOf : readLog,
    userId ? [...values, userId] : values,
  );
  const items = rows.slice(0, limit).map((row) => ({ ...shiftOf(row), since: row.since, id: row.id, actorId: row.actor_id }));
  const last = items.at(-1);
  return { items, nextCursor: rows.length > limit && last ? encodeKeyset([last.since, last.id]) : null };
}

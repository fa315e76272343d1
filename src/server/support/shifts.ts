/** Who of the desk takes cases now: a shift is a person's, at all desks at which they work. What follows from it, giving and handing over, is the clock's work (`give-cases.ts`). */
import { AppError } from "../../shared/errors";
import { maySetUpDesk } from "../../shared/permissions";
import type { SetShiftInput, Shift, ShiftLogInput, ShiftLogPage, ShiftState } from "../../shared/shifts";
import { withDesksHeld } from "../accounts/hold-desks";
import { requireDesk } from "../chat/access";
import type { ChatContext } from "../chat/context";
import { decodeKeyset, encodeKeyset } from "../chat/keyset";
import type { Database, Sql } from "../platform/db";
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
  text: `
    select s.user_id, s.state, s.hands_over, s.is_automatic, s.since
    from desk_people d join staff_shifts s on s.user_id = d.user_id join users u on u.id = s.user_id and u.gym_id = s.gym_id
    where d.gym_id = $1`,
};

// It stands with the person's own gym, and holds as long as that is their own. The log has a line for each change, and none for what was so already.
const write = {
  name: "support-write-shift",
  text: `
    with said as (
      insert into staff_shifts as s (user_id, gym_id, state, hands_over) select id, gym_id, $2, $3 from users where id = $1
      on conflict (user_id) do update set gym_id = excluded.gym_id, state = excluded.state, hands_over = excluded.hands_over,
        is_automatic = false, since = now()
        where (s.gym_id, s.state, s.hands_over, s.is_automatic) is distinct from (excluded.gym_id, excluded.state, excluded.hands_over, false)
      returning user_id, gym_id, state, hands_over, since)
    insert into shift_log (gym_id, user_id, state, hands_over, at, actor_id)
    select gym_id, user_id, state, hands_over, since, $4 from said`,
};

const readOne = {
  name: "support-read-shift",
  text: "select user_id, state, hands_over, is_automatic, since from staff_shifts where user_id = $1",
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

/** The shifts of those who work at a desk; who is not among them is away. */
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
  await requireAtDesk(db, actor.deskGymIds, [userId]);
  await writeShift(db, [userId, state, state === "away" && handsOver, actor.id]);
  const [row] = await db.rows<ShiftRow>(readOne, [userId]);
  if (!row) throw new Error(`the shift of ${userId} was not written`);
  return shiftOf(row);
}

/** Somebody's shift ends because they no longer work here: what is open of theirs goes to others. */
export async function endShift(db: Database, { userId, actorId }: { userId: string; actorId: string | null }): Promise<void> {
  await writeShift(db, [userId, "away", true, actorId]);
}

async function writeShift(
  db: Database,
  values: [userId: string, state: ShiftState, handsOver: boolean, actorId: string | null],
): Promise<void> {
  await withDesksHeld(db, [values[0]], (sql) => sql.rows(write, values));
}

/**
 * Who came on and went away, newest first, of those whose own gym it is.
 * @throws RATE_LIMITED · FORBIDDEN for everybody but admins · BAD_INPUT (a cursor that is not of this list)
 */
export async function readShiftLog(ctx: ChatContext, { userId, cursor, limit, ...asked }: ShiftLogInput): Promise<ShiftLogPage> {
  const gymId = await enterSetup(ctx, asked, "reads");
  const [at, id] = cursor ? decodeKeyset(cursor, ["time", "uuid"]) : [];
  const values = [gymId, at ?? null, id ?? null, limit + 1];
  const rows = await ctx.db.rows<ShiftRow & { id: string; actor_id: string | null }>(
    userId ? readLogOf : readLog,
    userId ? [...values, userId] : values,
  );
  const items = rows.slice(0, limit).map((row) => ({ ...shiftOf(row), since: row.since, id: row.id, actorId: row.actor_id }));
  const last = items.at(-1);
  return { items, nextCursor: rows.length > limit && last ? encodeKeyset([last.since, last.id]) : null };
}

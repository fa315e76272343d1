import type { SetStaffInput, StaffMember } from "../../shared/desk-setup";
import { AppError } from "../../shared/errors";
import { limits } from "../../shared/limits";
import type { Role } from "../../shared/people";
import { isDeskRole } from "../../shared/permissions";
import type { ShiftState } from "../../shared/shifts";
import { announce } from "../accounts/refresh-profile";
import { setRole } from "../accounts/set-role";
import type { ChatContext } from "../chat/context";
import { enterSetup } from "./enter-setup";
import { endShift } from "./shifts";

interface StaffRow extends Record<string, unknown> {
  id: string;
  name: string;
  avatar_url: string | null;
  role: Role;
  is_disabled: boolean;
  capacity: number | null;
  state: ShiftState | null;
  hands_over: boolean | null;
  is_automatic: boolean | null;
  since: string | null;
  open: number;
  waiting: number;
}

// The gym's own voice works nowhere.
const readAll = {
  name: "support-read-staff-with-load",
  text: `
    select p.id, p.name, p.avatar_url, p.role, p.disabled_at is not null as is_disabled, p.capacity, s.state, s.hands_over, s.is_automatic, s.since,
      load.open, load.waiting
    from (values ('admin'), ('staff'), ('trainer')) as r (role) cross join lateral (
      select * from users where gym_id = $1 and role = r.role
        and id is distinct from (select voice_id from gyms where id = $1) order by name, id limit $2) p
    left join staff_shifts s on s.user_id = p.id and s.gym_id = $1
    cross join lateral (
      select count(*) as open, count(c.waiting_since) as waiting from cases c
      where c.assignee_id = p.id and c.status <> 'resolved' and c.status = 'open') load
    order by p.name, p.id`,
};

const findOne = {
  name: "support-find-staff",
  text: `
    select role from users u
    where id = $1 and gym_id = $2 and role <> 'member' and not exists (select 1 from gyms g where g.id = $2 and g.voice_id = u.id)`,
};
const writeCapacity = { name: "support-write-capacity", text: "update users set capacity = $2 where id = $1" };

/**
 * Who works in the caller's gym, by name, with what is theirs.
 * @throws RATE_LIMITED · FORBIDDEN for everybody but admins
 */
export async function readStaffMembers(ctx: ChatContext): Promise<StaffMember[]> {
  await enterSetup(ctx, "reads");
  const rows = await ctx.db.rows<StaffRow>(readAll, [ctx.actor.gymId, limits.deskPeopleMax]);
  return rows.map(({ id, name, avatar_url, role, is_disabled, capacity, state, hands_over, is_automatic, since, open, waiting }) => ({
    id,
    name,
    avatarUrl: avatar_url,
    role,
    isDisabled: is_disabled,
    capacity,
    shift: isDeskRole(role)
      ? { userId: id, state: state ?? "away", handsOver: hands_over ?? false, isAutomatic: is_automatic ?? false, since }
      : null,
    open,
    waiting,
  }));
}

/**
 * Gives somebody who works in the caller's gym another role or capacity. Nobody changes their own role, so that a gym keeps its admin.
 * Where the main API says what somebody is, its word at their next sign-in counts.
 * @throws RATE_LIMITED · FORBIDDEN for everybody but admins, for one's own role, and for whoever does not work here
 */
export async function setStaff(ctx: ChatContext, { userId, role, capacity }: SetStaffInput): Promise<void> {
  await enterSetup(ctx);
  const { actor, db, bus } = ctx;
  const [known] = await db.rows<{ role: Role }>(findOne, [userId, actor.gymId]);
  if (!known || (role !== undefined && role !== known.role && userId === actor.id)) throw new AppError("FORBIDDEN");
  if (capacity !== undefined) await db.rows(writeCapacity, [userId, capacity]);
  if (role === undefined || role === known.role) return;
  // First whom their cases go to: a process that dies in between leaves nothing with somebody who cannot see it.
  if (!isDeskRole(role)) await endShift(db, { userId, gymId: actor.gymId, actorId: actor.id });
  if (!(await setRole({ db, bus }, { userId, role, byId: actor.id }))) {
    // Somebody gave them the same role just now, or took that of the caller.
    const [now] = await db.rows<{ role: Role }>(findOne, [userId, actor.gymId]);
    if (now?.role !== role) throw new AppError("FORBIDDEN");
  }
  // A trainer of a thousand members is told of for seconds.
  void announce(ctx, userId);
}

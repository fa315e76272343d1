import type { AtDesk } from "../../shared/desk-gym";
import type { SetStaffInput, StaffMember } from "../../shared/desk-setup";
import { AppError } from "../../shared/errors";
import { limits } from "../../shared/limits";
import type { DeskGym, Role } from "../../shared/people";
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
  own_gym: DeskGym;
}

// The gym's own voice works nowhere.
const readAll = {
  name: "support-read-staff-with-load",
  text: `
    select p.id, p.name, p.avatar_url, p.role, p.disabled_at is not null as is_disabled, p.capacity, s.state, s.hands_over, s.is_automatic, s.since,
      load.open, load.waiting, json_build_object('id', g.id, 'name', g.name, 'timeZone', g.time_zone) as own_gym
    from (
      select p.* from (values ('admin'), ('staff'), ('trainer')) as r (role) cross join lateral (
        select * from users where gym_id = $1 and role = r.role
          and id is distinct from (select voice_id from gyms where id = $1) order by name, id limit $2) p
      union all
      (select u.* from desk_memberships m join users u on u.id = m.user_id
      where m.gym_id = $1 and u.gym_id <> $1 and u.role in ('staff', 'admin') order by u.name, u.id limit $2)) p
    join gyms g on g.id = p.gym_id
    left join staff_shifts s on s.user_id = p.id and s.gym_id = p.gym_id
    cross join lateral (
      select count(*) as open, count(c.waiting_since) as waiting from cases c
      where c.assignee_id = p.id and c.gym_id = $1 and c.status <> 'resolved' and c.status = 'open') load
    order by p.name, p.id`,
};

const findOne = {
  name: "support-find-staff",
  text: `
    select role from users u
    where id = $1 and gym_id = any($2::uuid[]) and role <> 'member' and not exists (select 1 from gyms g where g.id = u.gym_id and g.voice_id = u.id)`,
};
const writeCapacity = { name: "support-write-capacity", text: "update users set capacity = $2 where id = $1" };

/**
 * Who works in a gym or at its desk, by name, with what is theirs.
 * @throws RATE_LIMITED · FORBIDDEN for everybody but admins
 */
export async function readStaffMembers(ctx: ChatContext, asked?: AtDesk): Promise<StaffMember[]> {
  const gymId = await enterSetup(ctx, asked, "reads");
  const rows = await ctx.db.rows<StaffRow>(readAll, [gymId, limits.deskPeopleMax]);
  return rows.map(
    ({ id, name, avatar_url, role, is_disabled, capacity, state, hands_over, is_automatic, since, open, waiting, own_gym }) => ({
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
      gym: own_gym,
    }),
  );
}

/**
 * Gives somebody who works in a gym of the caller's another role or capacity; for those who come from elsewhere that is their own gym's affair. Nobody changes their own role, so that a gym keeps its admin.
 * Where the main API says what somebody is, its word at their next sign-in counts.
 * @throws RATE_LIMITED · FORBIDDEN for everybody but admins, for one's own role, and for whoever does not work here
 */
export async function setStaff(ctx: ChatContext, { userId, role, capacity }: SetStaffInput): Promise<void> {
  await enterSetup(ctx);
  const { actor, db, bus } = ctx;
  const [known] = await db.rows<{ role: Role }>(findOne, [userId, actor.deskGymIds]);
  if (!known || (role !== undefined && role !== known.role && userId === actor.id)) throw new AppError("FORBIDDEN");
  if (capacity !== undefined) await db.rows(writeCapacity, [userId, capacity]);
  if (role === undefined || role === known.role) return;
  // First whom their cases go to: a process that dies in between leaves nothing with somebody who cannot see it.
  if (!isDeskRole(role)) await endShift(db, { userId, actorId: actor.id });
  if (!(await setRole({ db, bus }, { userId, role, byId: actor.id }))) {
    // Somebody gave them the same role just now, or took that of the caller.
    const [now] = await db.rows<{ role: Role }>(findOne, [userId, actor.deskGymIds]);
    if (now?.role !== role) throw new AppError("FORBIDDEN");
  }
  // A trainer of a thousand members is told of for seconds.
  void announce(ctx, userId);
}

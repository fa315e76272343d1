import { isOpenAt } from "../../shared/business-hours";
import { limits } from "../../shared/limits";
import type { Person } from "../../shared/people";
import type { Board, BoardInput, BoardShare } from "../../shared/reports";
import { desksAmong, requireDesk } from "../chat/access";
import type { ChatContext } from "../chat/context";
import type { Sql } from "../platform/db";
import { readPeopleOfDesks } from "../support/desk-people";
import { readPeople } from "./people";
import { countSpan } from "./read-report";
import { deskGymOf, readSpan, type SpanGym } from "./span";

const readToday = {
  name: "reports-read-today",
  text: "select to_char(now() at time zone g.time_zone, 'YYYY-MM-DD') as day from gyms g where g.id = $1",
};

// What is not resolved, by gym and who has it.
const readShares = {
  name: "reports-read-shares",
  text: `
    select gym_id, assignee_id, count(*) filter (where status = 'open') as open, count(*) filter (where status = 'pending') as pending,
      count(*) filter (where status = 'snoozed') as snoozed, count(waiting_since) filter (where status <> 'snoozed') as waiting,
      min(waiting_since) filter (where status <> 'snoozed') as longest_since
    from cases where gym_id = any($1::uuid[]) and status <> 'resolved'
    group by gym_id, assignee_id`,
};

// Who is on, and how much each of them takes: at several desks as much as the one that gives them the least.
const readWorkers = {
  name: "reports-read-workers",
  text: `
    select u.id, s.state is distinct from 'on' as is_away, coalesce(u.capacity, min(g.capacity)) as capacity
    from desk_people d join users u on u.id = d.user_id join gyms g on g.id = d.gym_id
    left join staff_shifts s on s.user_id = u.id and s.gym_id = u.gym_id
    where d.gym_id = any($1::uuid[])
    group by u.id, s.state`,
};

interface WorkerRow extends Record<string, unknown> {
  id: string;
  is_away: boolean;
  capacity: number;
}

interface ShareRow extends Record<string, unknown> {
  gym_id: string;
  assignee_id: string | null;
  open: number;
  pending: number;
  snoozed: number;
  waiting: number;
  longest_since: string | null;
}

const empty: BoardShare = { open: 0, pending: 0, snoozed: 0, waiting: 0, longestSince: null };

/**
 * The caller's desks as they are now: who waits, who has what, and the numbers of the day.
 * @throws RATE_LIMITED · FORBIDDEN for everybody but staff and admins, and where none of the gyms is theirs
 */
export async function readBoard({ actor, db, rateLimits }: ChatContext, asked: BoardInput = {}): Promise<Board> {
  requireDesk(actor);
  await rateLimits.take("reads", actor.id);
  const gymIds = desksAmong(actor, asked.gymIds);
  const [[today], shares, workers, people] = await Promise.all([
    db.rows<{ day: string }>(readToday, [gymIds[0]]),
    db.rows<ShareRow>(readShares, [gymIds]),
    db.rows<WorkerRow>(readWorkers, [gymIds]),
    peopleOf(db, gymIds),
  ]);
  const day = today?.day ?? "1970-01-01";
  const span = await readSpan(db, actor, { from: day, to: day, gymIds: asked.gymIds });
  const { total, byStaff } = await countSpan(db, span, {});
  const at = Date.parse(span.at);
  const has = (rows: readonly ShareRow[]) => rows.map(shareOf).reduce(sum, empty);
  const shareOfPerson = (id: string | null) => has(shares.filter(({ assignee_id }) => assignee_id === id));
  const worker = new Map(workers.map((row) => [row.id, row]));
  const present = new Set(people.map(({ id }) => id));
  // Somebody who left the desk, and still has what nobody took from them.
  const left = await readPeople(
    db,
    shares.map(({ assignee_id }) => assignee_id).filter((id) => id !== null && !present.has(id)),
  );
  return {
    gym: deskGymOf(span.gym),
    at: span.at,
    isOpen: isOpenOf(span.gym, at),
    total: has(shares),
    gyms: span.gyms.map((gym) => {
      const own = shares.filter(({ gym_id }) => gym_id === gym.id);
      const { open, pending } = has(own.filter(({ assignee_id }) => assignee_id === null));
      return { gym: deskGymOf(gym), isOpen: isOpenOf(gym, at), ...has(own), unassigned: open + pending };
    }),
    unassigned: shareOfPerson(null),
    staff: [...people, ...left.values()].map((person: Person) => ({
      person,
      ...shareOfPerson(person.id),
      isAway: worker.get(person.id)?.is_away ?? true,
      capacity: worker.get(person.id)?.capacity ?? null,
      written: byStaff.get(person.id)?.volumes.messagesOut ?? 0,
      resolved: byStaff.get(person.id)?.volumes.resolved ?? 0,
    })),
    day,
    today: total,
  };
}

/** Everybody who works at one of these desks, once, by name. */
async function peopleOf(db: Sql, gymIds: readonly string[]): Promise<Person[]> {
  const desks = [...(await readPeopleOfDesks(db, gymIds, limits.deskPeopleMax)).values()];
  const all = [...new Map(desks.flat().map((person) => [person.id, person])).values()];
  return desks.length > 1 ? all.sort((a, b) => a.name.localeCompare(b.name)) : all;
}

const isOpenOf = ({ hours }: SpanGym, at: number) => hours && isOpenAt(hours, at);

function shareOf({ open, pending, snoozed, waiting, longest_since }: ShareRow): BoardShare {
  return { open, pending, snoozed, waiting, longestSince: longest_since };
}

function sum(a: BoardShare, b: BoardShare): BoardShare {
  const [first = null] = [a.longestSince, b.longestSince].filter((since) => since !== null).sort();
  return {
    open: a.open + b.open,
    pending: a.pending + b.pending,
    snoozed: a.snoozed + b.snoozed,
    waiting: a.waiting + b.waiting,
    longestSince: first,
  };
}
